using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Tests.Judging;

/// <summary>In the golden run the alert fires at 14.5 s and ends at 23.5 s; the team hears of both a tenth of a second later.</summary>
public sealed class NotificationTests
{
    [Test]
    public void A_page_that_comes_before_its_alert_fires_fails() =>
        Check("database-team is paged", "firing", at: 12.4).Should().BeEquivalentTo(new { Outcome = Outcome.Fail, Seen = "told 2.1 s before the firing" });

    [Test]
    public void Who_hears_that_it_is_over_while_it_goes_on_is_told_too_early() =>
        Check("database-team hears that it is over", "resolved", at: 21.4).Should().BeEquivalentTo(new { Outcome = Outcome.Fail, Seen = "told 2.1 s before the end" });

    [TestCase("database-team is paged", "firing", 13.5)]
    [TestCase("database-team hears that it is over", "resolved", 22.5)]
    public void What_the_observer_saw_a_look_later_was_not_too_early(string check, string status, double at) => Check(check, status, at).Outcome.Should().Be(Outcome.Pass);

    private static Check Check(string name, string status, double at) =>
        Judge.Decide(Recording.Good.Moved<NotificationArrived>(at, n => n.Route == "database-team" && n.Status == status)).Checks.Single(c => c.Name == name);
}
