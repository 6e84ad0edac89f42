using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;
using static ValeoChaos.Core.Tests.Judging.JudgedTimelines;

namespace ValeoChaos.Core.Tests.Judging;

/// <summary>In the golden run /readyz is 503 from 10.6 s to 22 s, and the alert fires from 14.5 s to 23.5 s.</summary>
public sealed class AlertTests
{
    [Test]
    public void An_alert_that_never_fires_fails() =>
        Expect(
            Recording.Good.Without<AlertObserved>(a => a.State is AlertState.Firing), Outcome.Fail,
            "DatabaseDown fires", "never fired in the 11.4 s in which /readyz gives 503 (last state: inactive)");

    [Test]
    public void An_alert_that_fires_before_its_time_fails() =>
        Expect(
            Recording.Good.Moved<AlertObserved>(11.6, a => a.State is AlertState.Firing), Outcome.Fail, "DatabaseDown fires", "before its time");

    /// <summary>Its <c>for</c> is 3 s, half a second is tolerated, and the fault is injected at 10 s.</summary>
    [TestCase(12.6, 0, 13.2, Outcome.Fail)]
    [TestCase(12.6, 2, 13.2, Outcome.Pass)]
    [TestCase(12.6, 2, 12.9, Outcome.Fail)]
    [TestCase(12.6, 9, 12.4, Outcome.Fail)]
    public void The_symptom_may_have_been_there_since_a_slow_look_after_the_injection_began(double seen, double took, double fires, Outcome outcome)
    {
        var slow = Recording.Good.Without<SymptomObserved>(s => s.Broken)
            .With(seen, new SymptomObserved(false, true, "3 pods 503") { Took = TimeSpan.FromSeconds(took) }).With(19, new SymptomObserved(false, true, "3 pods 503"))
            .Moved<AlertObserved>(fires, a => a.State is AlertState.Firing);
        Judge.Decide(slow).Checks.Single(c => c.Name == "DatabaseDown fires").Outcome.Should().Be(outcome);
    }

    [Test]
    public void An_alert_that_fires_late_fails_with_the_excess() =>
        Expect(
            Recording.Good.Moved<AlertObserved>(17, a => a.State is AlertState.Firing).Moved<NotificationArrived>(17.1, n => n.Status == "firing"),
            Outcome.Fail, "DatabaseDown fires", "fired after 6.4 s with severity critical, 1.2 s too late");

    [Test]
    public void A_page_shows_that_an_alert_fired_in_time_before_a_slow_look_is_over()
    {
        var slow = Recording.Good.Moved<AlertObserved>(16.5, a => a.State is AlertState.Firing);
        var check = Judge.Decide(slow.Moved<NotificationArrived>(15, n => n.Status == "firing")).Checks.Single(c => c.Name == "DatabaseDown fires");
        check.Should().BeEquivalentTo(new { Outcome = Outcome.Pass, Seen = "fired after 4.4 s with severity critical" });
    }

    [Test]
    public void And_that_it_ended_in_time() =>
        Resolved(Recording.Good.Moved<AlertObserved>(25.2, a => a.State is AlertState.Inactive)).Should().BeEquivalentTo(new { Outcome = Outcome.Pass, Seen = "resolved after 1.6 s" });

    [Test]
    public void An_alert_is_late_only_from_when_the_symptom_stays()
    {
        // 503 from 10.2 to 10.4, and again from 10.6 on; firing at 15.9 is late for the first and in time for the second.
        var flapping = Recording.Good.With(10.2, new SymptomObserved(false, true, "1 pod 503")).With(10.4, new SymptomObserved(true, false, "3 pods 200"))
            .Moved<AlertObserved>(15.9, a => a.State is AlertState.Firing).Moved<NotificationArrived>(16, n => n.Status == "firing");
        Judge.Decide(flapping).Checks.Single(c => c.Name == "DatabaseDown fires").Should().BeEquivalentTo(new { Outcome = Outcome.Pass, Took = TimeSpan.FromSeconds(5.3) });
        var steady = flapping.Without<SymptomObserved>(s => s.At == TimeSpan.FromSeconds(10.4)).Moved<AlertObserved>(16.1, a => a.State is AlertState.Firing);
        Judge.Decide(steady).Checks.Single(c => c.Name == "DatabaseDown fires").Outcome.Should().Be(Outcome.Fail, "5.9 s after a 503 that stayed is late");
    }

    /// <summary>The golden run once more as one of lost streams, whose alert fires 1.2 s after its ceiling.</summary>
    [TestCase(12, Outcome.Pass, "3.0 s to 6.7 s, 1.4 s of it for no pod was ready")]
    [TestCase(11, Outcome.Fail, "3.0 s to 5.7 s, 0.4 s of it for no pod was ready")]
    public void Lost_streams_count_once_a_pod_is_ready_for_clients_to_come_back(double ready, Outcome outcome, string bound)
    {
        var lost = Recording.Good with { Scenario = Recording.Scenario with { Symptom = Symptom.StreamsLost } };
        var late = lost.Without<SymptomObserved>(s => s.Broken)
            .With(10.6, new SymptomObserved(false, true, "not asked yet")).With(10.8, new SymptomObserved(false, true, "no answer") { NoneReady = true })
            .With(ready, new SymptomObserved(false, true, "0 of 40 open")).With(19, new SymptomObserved(false, true, "40 of 40 open"))
            .Moved<AlertObserved>(17, a => a.State is AlertState.Firing).Moved<NotificationArrived>(17.1, n => n.Status == "firing");
        Judge.Decide(late).Checks.Single(c => c.Name == "DatabaseDown fires").Should().BeEquivalentTo(new { Outcome = outcome, Bound = bound });
    }

    [Test]
    public void A_break_too_short_for_the_rule_to_see_begins_nothing_anew() =>
        Expect(
            Recording.Good.With(13, Well).With(13.2, Refusing), Outcome.Pass, "DatabaseDown fires",
            "fired after 3.9 s with severity critical, counted from before a break too short for the rule to see");

    [Test]
    public void And_makes_no_late_alert_early() =>
        Expect(
            Recording.Good.With(14.4, Well).With(14.6, Refusing).Moved<AlertObserved>(16.6, a => a.State is AlertState.Firing)
                .Moved<NotificationArrived>(16.7, n => n.Status == "firing"),
            Outcome.Fail, "DatabaseDown fires", "fired after 6.0 s with severity critical, 0.8 s too late");

    [TestCase(9, Outcome.Pass, "at most 6.8 s, for it had come back, and the rule remembers flapping")]
    [TestCase(0, Outcome.Fail, "at most 2.3 s")]
    public void An_alert_that_knows_flapping_may_end_later_where_the_symptom_came_back(double flappingWindow, Outcome outcome, string bound) =>
        Resolved(EndingAt(29, flappingWindow).With(20, Well).With(21, Refusing)).Should().BeEquivalentTo(new { Outcome = outcome, Bound = bound, Took = TimeSpan.FromSeconds(7) });

    [Test]
    public void One_outage_is_no_flapping() =>
        Resolved(EndingAt(29, flappingWindow: 9)).Should().BeEquivalentTo(new { Outcome = Outcome.Fail, Bound = "at most 2.3 s" });

    [Test]
    public void An_outage_that_came_back_before_the_window_is_no_flapping() =>
        Resolved(EndingAt(29, flappingWindow: 9).With(11, Well).With(12, Refusing)).Should().BeEquivalentTo(new { Outcome = Outcome.Fail, Bound = "at most 2.3 s" });

    [TestCase(26, 1.5, TestName = "An outage that comes when the alert has ended is another one")]
    [TestCase(23, -0.5, TestName = "An outage that comes before the alert has ended is the same")]
    public void An_end_is_measured_from_the_health_of_its_own_outage(double again, double took) =>
        Resolved(Recording.Good.With(again, Refusing).With(24, Well)).Should().BeEquivalentTo(new { Outcome = Outcome.Pass, Took = TimeSpan.FromSeconds(took) });

    [TestCase(17, "ended 5.0 s before health was back, with the symptom there all the time", TestName = "An alert that ends within the outage fails")]
    [TestCase(21, "resolved after -1.0 s", TestName = "An alert may end before the look that sees health is over")]
    public void An_end_before_health(double ended, string seen) =>
        Resolved(EndingAt(ended, flappingWindow: 0)).Should().BeEquivalentTo(new { Seen = seen, Outcome = ended < 20 ? Outcome.Fail : Outcome.Pass });

    [TestCase(null, Outcome.Pass, "resolved after 1.0 s", TestName = "An alert that ends soon after the symptom did not end within the outage")]
    [TestCase(24, Outcome.Fail, "ended 2.5 s before health was back, with the symptom there all the time", TestName = "One that ends in a lull did")]
    [TestCase(25, Outcome.Pass, "resolved after 1.0 s", TestName = "What stays away longer than a lull and then comes is another outage")]
    public void An_end_in_what_may_be_a_lull(double? comesBack, Outcome outcome, string seen)
    {
        var slow = EndingAt(23, flappingWindow: 0) with { Scenario = Recording.Scenario with { Symptom = Symptom.Latency } };
        var looks = slow.With(21.5, Refusing);
        Resolved(comesBack is { } again ? looks.With(again, Refusing).With(25.5, Well) : looks).Should().BeEquivalentTo(new { Outcome = outcome, Seen = seen });
    }

    [TestCase(true, TestName = "In a recording, which holds changes only, an alert that ends within the outage fails")]
    [TestCase(false, TestName = "A break of the symptom long before does not excuse an end within the outage")]
    public void An_end_amid_an_outage(bool condensed)
    {
        var long30 = Recording.Good.HeldLonger(30).Moved<AlertObserved>(40, a => a.State is AlertState.Inactive).Without<NotificationArrived>(n => n.Status == "resolved");
        var looks = condensed ? long30.Without<SymptomObserved>(s => s.At > TimeSpan.FromSeconds(11) && s.Broken) : long30.With(15, Well).With(15.2, Refusing).With(39, Refusing).With(41, Refusing);
        Resolved(looks).Should().BeEquivalentTo(new { Outcome = Outcome.Fail, Seen = "ended 12.0 s before health was back, with the symptom there all the time" });
    }

    [Test]
    public void An_alert_that_fires_anew_after_an_end_within_the_outage_fails() => Resolved(
        Recording.Good.With(16, new AlertObserved(Recording.Corrected, "DatabaseDown", AlertState.Inactive, "critical", ""))
            .With(16.2, new AlertObserved(Recording.Corrected, "DatabaseDown", AlertState.Firing, "critical", ""))).Outcome.Should().Be(Outcome.Fail);

    private static SymptomObserved Well { get; } = new(true, false, "3 pods 200");

    private static SymptomObserved Refusing { get; } = new(false, true, "3 pods 503");

    private static Check Resolved(Timeline timeline) => Judge.Decide(timeline).Checks.Single(c => c.Name == "DatabaseDown resolves");

    private static Timeline EndingAt(double seconds, double flappingWindow)
    {
        var good = Recording.Good.Moved<AlertObserved>(seconds, a => a.State is AlertState.Inactive).Moved<NotificationArrived>(seconds + 0.1, n => n.Status == "resolved");
        return good with { Bounds = [good.Bounds[0] with { FlappingWindow = TimeSpan.FromSeconds(flappingWindow) }] };
    }
}
