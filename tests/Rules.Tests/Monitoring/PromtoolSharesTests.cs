using ValeoChaos.Lab.Monitoring;

namespace ValeoChaos.RulesTests.Monitoring;

/// <summary>How tests are dealt out to several calls of promtool; a test is written as what it takes.</summary>
public sealed class PromtoolSharesTests
{
    [Test]
    public void Each_call_gets_as_much_work_as_the_other() => Shares([3, 9, 4, 5, 3], calls: 2).Should().BeEquivalentTo("9 3", "5 4 3");

    [Test]
    public void A_test_that_takes_as_much_as_all_others_has_a_call_for_itself() => Shares([1, 1, 1, 3], calls: 2).Should().BeEquivalentTo("3", "1 1 1");

    [Test]
    public void There_is_no_call_without_a_test() => Shares([7], calls: 4).Should().BeEquivalentTo("7");

    private static IEnumerable<string> Shares(long[] tests, int calls) => Promtool.Deal(tests, takes => takes, calls).Select(share => string.Join(' ', share));
}
