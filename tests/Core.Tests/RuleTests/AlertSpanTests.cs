using ValeoChaos.Core.RuleTests;

namespace ValeoChaos.Core.Tests.RuleTests;

public sealed class AlertSpanTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Test]
    public void It_fires_when_the_reason_has_lasted_and_resolves_at_the_first_decision_without_one() =>
        Of(look => look is >= 3 and <= 13).Should().Equal(new AlertSpan("A", Pending: 4, Fires: 8, Resolves: 14));

    [Test]
    public void A_reason_that_goes_too_soon_fires_nothing_and_one_that_comes_back_counts_anew() =>
        Of(look => look is 2 or 4 or (>= 8 and < 16)).Should().Equal(new AlertSpan("A", Pending: 8, Fires: 12, Resolves: 16));

    [Test]
    public void One_that_stays_does_not_resolve() => Of(look => look >= 10).Should().Equal(new AlertSpan("A", Pending: 10, Fires: 14, Resolves: null));

    [Test]
    public void Decisions_are_counted_to_the_last_before_it_resolves()
    {
        new AlertSpan("A", 4, 8, 14).Decisions(lastLook: 40).Should().Be(3);
        new AlertSpan("A", 4, 8, null).Decisions(lastLook: 40).Should().Be(17);
    }

    private static IReadOnlyList<AlertSpan> Of(Func<int, bool> holds) => AlertSpan.Of("A", holds, Minute, looks: 40);
}
