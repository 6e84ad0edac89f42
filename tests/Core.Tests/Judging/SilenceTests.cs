using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Tests.Judging;

/// <summary>In the golden run /readyz is well again at 22 s and the alert ends at 23.5 s.</summary>
public sealed class SilenceTests
{
    private static readonly AlertObserved Again = new(Recording.Corrected, "DatabaseDown", AlertState.Firing, "critical", "");

    [Test]
    public void An_alert_that_fires_again_without_its_symptom_is_a_false_alarm() =>
        Silence(Recording.Good.With(24.4, Again)).Should().BeEquivalentTo(new { Outcome = Outcome.Fail, Seen = "DatabaseDown fired again at +14.4 s, without its symptom" });

    [Test]
    public void An_alert_that_fires_again_for_another_outage_is_none() =>
        Silence(Recording.Good.With(24, new SymptomObserved(false, true, "3 pods 503")).With(24.4, Again)).Outcome.Should().Be(Outcome.Pass);

    [Test]
    public void An_alert_that_is_pending_again_wakes_nobody() =>
        Silence(Recording.Good.With(24.4, Again with { State = AlertState.Pending }).With(24.6, Again with { State = AlertState.Inactive })).Outcome.Should().Be(Outcome.Pass);

    private static Check Silence(Timeline timeline) => Judge.Decide(timeline).Checks.Single(c => c.Name == "nothing else fires");
}
