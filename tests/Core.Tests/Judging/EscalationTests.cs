using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;
using static ValeoChaos.Core.Tests.Judging.JudgedTimelines;

namespace ValeoChaos.Core.Tests.Judging;

/// <summary>Three runs at 20x in which the team lead is due 45 s after the firing at 14.5 s: nobody answers, somebody does, it is over.</summary>
public sealed class EscalationTests
{
    private const string Due = "team-lead is woken";
    private const string NotDue = "team-lead is not woken";

    private static readonly EscalationExpectation TeamLead = new("team-lead", TimeSpan.FromMinutes(15));

    private static readonly AlertBounds Bounds = Recording.Good.Bounds[0] with
    {
        Escalations = [new EscalationBounds("team-lead", TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(47.25), TimeSpan.FromSeconds(2))],
    };

    private static readonly Timeline Held = Recording.Good.HeldLonger(60) with { Bounds = [Bounds] };

    private static readonly Timeline Unanswered = (Held with { Scenario = Escalating().Unanswered(TeamLead.After) })
        .With(60.9, Rule(AlertState.Firing))
        .With(61, Recording.Notified("team-lead", "firing")).With(61, Recording.Notified("slack", "firing")).With(61, Recording.Notified("email", "firing"))
        .With(84.9, Rule(AlertState.Inactive)).With(85, Recording.Notified("team-lead", "resolved"));

    private static readonly Timeline Acknowledged = (Held with { Scenario = Escalating(acknowledged: TimeSpan.FromMinutes(2)) with { Hold = TimeSpan.FromMinutes(17) } })
        .Without<NotificationArrived>(n => n.Status == "resolved")
        .With(20.6, new PageAcknowledged("DatabaseDown", true, "1 silence")).With(60.9, Rule(AlertState.Firing)).With(84.9, Rule(AlertState.Inactive));

    private static readonly Timeline OverInTime = Recording.Good with { Scenario = Escalating(), Bounds = [Bounds] };

    private static IEnumerable<TestCaseData> Golden =>
    [
        new TestCaseData(Unanswered, Due, "woken 46.5 s after the firing").SetName("Nobody answers, and the next one is woken"),
        new TestCaseData(Acknowledged, NotDue, "asleep: the page was acknowledged after 6.1 s, and the rule that fired at +50.9 s reached nobody").SetName("An acknowledged page wakes nobody further"),
        new TestCaseData(OverInTime, NotDue, "asleep: the page was over after 9.0 s").SetName("A page that is over wakes nobody further"),
    ];

    [TestCaseSource(nameof(Golden))]
    public void A_run_that_went_well_passes(Timeline timeline, string check, string seen)
    {
        var verdict = Judge.Decide(timeline);
        verdict.FailureText("here").Should().BeEmpty();
        verdict.Checks.Single(c => c.Name == check).Seen.Should().Be(seen);
        Judge.Decide(Timeline.Parse(timeline.ToJson(), "timeline.json")).ToJson().Should().Be(verdict.ToJson());
    }

    [Test]
    public void In_the_matrix_whom_it_wakes_is_the_right_team_and_whom_it_must_not_wake_is_silence() =>
        (AspectOf(Unanswered, Due), AspectOf(Unanswered, "slack gets a copy of the page to team-lead"), AspectOf(Acknowledged, NotDue), AspectOf(OverInTime, NotDue))
            .Should().Be((Aspect.RightTeam, Aspect.RightTeam, Aspect.SilentOtherwise, Aspect.SilentOtherwise));

    private static Aspect AspectOf(Timeline timeline, string check) => Judge.Decide(timeline).Checks.Single(c => c.Name == check).Aspect;

    [Test]
    public void One_who_is_not_woken_fails() =>
        Expect(Unanswered.Without<NotificationArrived>(n => n.Route == "team-lead"), Outcome.Fail, Due, "not told, and the page was over after 69.0 s");

    [TestCase(50, "woken 35.5 s after the firing, before the time")]
    [TestCase(65, "woken 50.5 s after the firing, 3.3 s too late")]
    public void One_who_is_woken_at_the_wrong_time_fails(double at, string seen) =>
        Expect(Unanswered.Moved<NotificationArrived>(at, n => n.Route == "team-lead" && n.Status == "firing"), Outcome.Fail, Due, seen);

    [Test]
    public void The_time_to_the_next_one_runs_from_the_page_where_the_look_at_the_firing_was_slower()
    {
        var slow = Unanswered.Moved<AlertObserved>(16.2, a => a.File == Recording.Corrected && a.State is AlertState.Firing)
            .Moved<NotificationArrived>(60, n => n.Route == "team-lead" && n.Status == "firing");
        Judge.Decide(slow).Checks.Single(c => c.Name == Due).Should().BeEquivalentTo(new { Outcome = Outcome.Pass, Seen = "woken 45.4 s after the firing" });
    }

    [Test]
    public void One_who_is_woken_and_does_not_hear_that_it_is_over_fails() =>
        Expect(
            Unanswered.Without<NotificationArrived>(n => n.Route == "team-lead" && n.Status == "resolved"),
            Outcome.Fail, "team-lead hears that it is over", "no resolved notification");

    [Test]
    public void An_escalation_without_its_copy_fails() =>
        Expect(
            Unanswered.Without<NotificationArrived>(n => n.Route == "slack" && n.At == TimeSpan.FromSeconds(61)),
            Outcome.Fail, "slack gets a copy of the page to team-lead", "no notification");

    [Test]
    public void A_fault_that_was_not_held_long_enough_proves_no_escalation() =>
        Expect(
            Recording.Good with { Scenario = Escalating().Unanswered(TeamLead.After), Bounds = [Bounds] },
            Outcome.Inconclusive, Due, "it never came to that: the page was over after 9.0 s");

    [Test]
    public void One_who_is_woken_by_an_acknowledged_page_fails() =>
        Expect(
            Acknowledged.With(61, Recording.Notified("team-lead", "firing")),
            Outcome.Fail, NotDue, "woken 46.5 s after the firing, though the page was acknowledged after 6.1 s");

    [Test]
    public void An_acknowledgement_that_held_nothing_back_proves_nothing() =>
        Expect(
            Acknowledged.Without<AlertObserved>(a => a.File == TimelineView.EscalationFile),
            Outcome.Inconclusive, NotDue, "so nothing was held back");

    [Test]
    public void A_page_that_nobody_acknowledged_is_inconclusive_and_one_that_could_not_be_fails()
    {
        Expect(Acknowledged.Without<PageAcknowledged>(), Outcome.Inconclusive, "DatabaseDown is acknowledged", "nobody did");
        Expect(
            Acknowledged.Without<PageAcknowledged>().With(20.6, new PageAcknowledged("DatabaseDown", false, "refused")),
            Outcome.Fail, "DatabaseDown is acknowledged", "refused");
    }

    [Test]
    public void One_who_is_woken_by_a_page_that_is_over_fails() =>
        Expect(
            OverInTime.With(26.5, Recording.Notified("team-lead", "firing")),
            Outcome.Fail, NotDue, "woken 12.0 s after the firing, though the page was over after 9.0 s");

    [Test]
    public void A_page_that_never_fired_escalates_nothing() =>
        Expect(Unanswered.Without<AlertObserved>(), Outcome.Inconclusive, Due, "the page never fired");

    [Test]
    public void No_single_kind_of_event_can_be_missing_from_a_pass()
    {
        foreach (var run in new[] { Unanswered, Acknowledged })
        {
            foreach (var kind in run.Events.Select(e => e.GetType()).Distinct().Except([typeof(PhaseStarted)]))
            {
                var cut = run with { Events = [.. run.Events.Where(e => e.GetType() != kind)] };
                Judge.Decide(cut).Outcome.Should().NotBe(Outcome.Pass, "every {0} is missing", kind.Name);
            }
        }
    }

    [Test]
    public void A_hold_that_wakes_nobody_is_refused() =>
        FluentActions.Invoking(() => Escalating().Unanswered(TimeSpan.FromMinutes(14))).Should().Throw<ArgumentException>().WithMessage("Nobody is woken within 00:14:00*");

    [Test]
    public void A_page_that_nobody_answers_has_a_scenario_of_its_own_that_outlasts_the_escalation()
    {
        var shaped = Escalating().Unanswered(TeamLead.After);
        (shaped.FullName, shaped.Hold).Should().Be(("DatabaseDown/golden-unanswered", TimeSpan.FromMinutes(17)));
    }

    private static Scenario Escalating(TimeSpan? acknowledged = null) => Recording.Scenario with
    {
        Alerts = [.. Recording.Scenario.Alerts.Select(a => a with { Escalations = [TeamLead], AcknowledgedAfter = acknowledged })],
    };

    private static AlertObserved Rule(AlertState state) => new(TimelineView.EscalationFile, "DatabaseDown", state, "", "");
}
