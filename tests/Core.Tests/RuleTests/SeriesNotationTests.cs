using ValeoChaos.Core.RuleTests;

namespace ValeoChaos.Core.Tests.RuleTests;

public sealed class SeriesNotationTests
{
    private static IEnumerable<TestCaseData> Notations =>
    [
        Of("0+150x3", 0, 150, 300, 450).SetName("A counter that grows evenly is one line"),
        Of("200x2 503 200", 200, 200, 200, 503, 200).SetName("A value that stays is repeated"),
        Of("3-1x2 1", 3, 2, 1, 1).SetName("A gauge may fall"),
        Of("1x1 0 1x1", 1, 1, 0, 1, 1).SetName("A jump is no line"),
        Of("_x2 5x1", null, null, 5, 5).SetName("What begins later is missing before"),
        Of("5x1 stale", 5, 5, null, null).SetName("What ends is stale once"),
        Of("5x1 stale _x1 0", 5, 5, null, null, 0).SetName("A gap begins stale and goes on missing"),
        Of("0+2.5x2", 0, 2.5, 5).SetName("Tenths stay"),
        Of("0.3x1", 0.3, 0.1 + 0.2).SetName("What sums of tenths leave is no step"),
    ];

    [TestCaseSource(nameof(Notations))]
    public void It_is_promtools(double?[] values, string notation) => SeriesNotation.Write(values).Should().Be(notation);

    private static TestCaseData Of(string notation, params double?[] values) => new(values, notation);
}
