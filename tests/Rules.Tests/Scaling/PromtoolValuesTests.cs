using ValeoChaos.Core.RuleChecks.Analysis;

namespace ValeoChaos.RulesTests.Scaling;

public sealed class PromtoolValuesTests
{
    [TestCase("200x100", 200, 200)]
    [TestCase("_x3 5+2x10 stale 7-3.5x4", -7, 25)]
    [TestCase("1 2 _ -3", -3, 2)]
    [TestCase("_ stale", double.PositiveInfinity, double.NegativeInfinity)]
    [TestCase("1 NaN", double.NegativeInfinity, double.PositiveInfinity)]
    public void The_values_of_a_series_are_read_as_promtool_does(string values, double least, double most) =>
        PromtoolValues.Between(values).Should().Be(new ValueRange(least, most));
}
