using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Tests.Judging;

/// <summary>That nothing happened is proved only where somebody watched to the end.</summary>
public sealed class UnseenTests
{
    private static readonly Timeline Quiet = Recording.Good with
    {
        Scenario = Recording.Scenario with { Fault = null, Section = null, Alerts = [], Diagnose = [], Mitigation = null, QuietFor = TimeSpan.FromMinutes(12) },
        Events =
        [
            .. Recording.Good.Events.Where(e => e is LoadMeasured or RulesPolled or NotificationsRead or PhaseStarted { Phase: Phase.Prepare or Phase.Gate }),
            new PhaseStarted(Phase.Hold) { At = TimeSpan.FromSeconds(10) },
        ],
    };

    [Test]
    public void A_quiet_day_watched_to_its_end_passes()
    {
        var verdict = Judge.Decide(Quiet);
        verdict.FailureText("here").Should().BeEmpty();
        verdict.Outcome.Should().Be(Outcome.Pass);
    }

    [Test]
    public void A_quiet_day_that_was_cut_short_proves_no_silence()
    {
        var verdict = Judge.Decide(Quiet.With(20, new PhaseFailed(Phase.Hold, "cancelled")));
        verdict.Outcome.Should().Be(Outcome.Inconclusive);
        verdict.Checks.Where(c => c.Outcome is not Outcome.Pass).Select(c => (c.Name, c.Seen)).Should()
            .Equal(("run to its end", "cut short in Hold"), ("nothing else fires", "silent, but not watched to the end: cancelled"));
    }

    [Test]
    public void What_did_not_come_in_a_run_that_was_cut_short_is_neither_a_failure_nor_a_finding()
    {
        var silent = Recording.Good.Without<AlertObserved>();
        Judge.Decide(silent).Outcome.Should().Be(Outcome.Fail, "otherwise nothing is spared");
        Judge.Decide(silent).Findings.Should().NotBeEmpty();
        Judge.Decide(silent.With(20, new PhaseFailed(Phase.Hold, PhaseFailed.Cancelled))).Should()
            .BeEquivalentTo(new { Outcome = Outcome.Inconclusive, IsCutShort = true, Findings = Array.Empty<Finding>() });
    }

    [Test]
    public void A_fault_that_is_not_undone_fails_a_run_that_was_cut_short() =>
        Judge.Decide(Recording.Good.Without<FaultUndone>().With(20, new PhaseFailed(Phase.Hold, PhaseFailed.Cancelled))).Outcome.Should().Be(Outcome.Fail);

    [Test]
    public void A_quiet_day_that_did_not_begin_proves_no_silence() =>
        Expect(Quiet.Without<PhaseStarted>(p => p.Phase is Phase.Hold), "nothing else fires", "silent, but not watched to the end: the watch did not begin");

    [TestCase(true, Outcome.Pass)]
    [TestCase(false, Outcome.Inconclusive)]
    public void Silence_about_a_look_alike_that_did_not_last_proves_nothing(bool lasted, Outcome outcome)
    {
        var scaled = Quiet with { Scenario = Quiet.Scenario with { Fault = new Scaled(2) } };
        var seen = scaled.With(9, new FaultInjected("scaled-to-2", "streams")).With(9.5, new FaultObserved(true, "2 pods"))
            .With(20, new FaultObserved(lasted, lasted ? "2 pods" : "3 pods")).With(21, new FaultUndone(true, "well"));
        var verdict = Judge.Decide(seen);
        verdict.Outcome.Should().Be(outcome);
        verdict.Checks.Single(c => c.Name == "fault in effect").Should().BeEquivalentTo(new { Outcome = outcome, Seen = lasted ? "2 pods" : "2 pods; it did not last: 3 pods" });
    }

    [Test]
    public void Receivers_that_did_not_answer_at_the_end_do_not_prove_that_nobody_was_told() =>
        Expect(Quiet.Without<NotificationsRead>().With(27, new NotificationsRead(false, "connection refused")), "receivers observed", "connection refused");

    [Test]
    public void Rules_that_nobody_could_read_did_not_stay_silent()
    {
        var blind = Recording.Good.Without<AlertObserved>().Without<RulesPolled>().With(27, new RulesPolled(10, 100, ["runbook.yml/DatabaseDown", "corrected.yml/DatabaseDown", "corrected.yml/Other"]));
        var verdict = Judge.Decide(blind);
        verdict.Checks.Should().NotContain(c => c.Outcome == Outcome.Fail);
        verdict.Checks.Single(c => c.Name == "DatabaseDown fires").Seen.Should().Be("nobody could read the rules, so nothing can be said");
        verdict.Findings.Where(f => f.Rule is not null).Should().BeEmpty("that a rule did not fire was not seen");
        Judge.Decide(blind.Without<RulesPolled>().With(27, Recording.Good.Events.OfType<RulesPolled>().Single() with { At = default })).Outcome.Should().Be(Outcome.Fail, "otherwise nothing is spared");
    }

    [Test]
    public void Receivers_that_nobody_could_ask_do_not_fail_a_page()
    {
        var deaf = Recording.Good.Without<NotificationArrived>().Without<NotificationsRead>().With(27, new NotificationsRead(false, "connection refused"));
        Judge.Decide(deaf).Outcome.Should().Be(Outcome.Inconclusive);
        Judge.Decide(Recording.Good.Without<NotificationArrived>()).Outcome.Should().Be(Outcome.Fail, "otherwise nothing is spared");
    }

    [TestCase(5, Outcome.Pass)]
    [TestCase(6, Outcome.Inconclusive)]
    public void Looks_that_hang_are_blindness_by_their_time(double blind, Outcome outcome) =>
        Judge.Decide(Quiet.Without<RulesPolled>().With(27, Quiet.Events.OfType<RulesPolled>().Single() with { Failed = 2, Blind = TimeSpan.FromSeconds(blind) })).Outcome.Should().Be(outcome);

    [Test]
    public void A_system_that_was_sick_before_the_fault_fails_nothing()
    {
        var sick = (Recording.Good with { Events = [.. Recording.Good.Events.Where(e => e is LoadMeasured or RulesPolled or NotificationsRead or PhaseStarted { Phase: Phase.Prepare or Phase.Gate })] })
            .With(5, new AlertObserved("corrected.yml", "Other", AlertState.Firing, "warning", "")).With(12, new PhaseFailed(Phase.Gate, "no steady state")).With(20, new FaultUndone(false, "1 of 3 pods 503"));
        Judge.Decide(sick).Outcome.Should().Be(Outcome.Inconclusive);
        Judge.Decide(sick.With(4, new FaultInjected("database-pod-stopped", "all"))).Checks.Where(c => c.Outcome is Outcome.Fail).Select(c => c.Name)
            .Should().Contain(["fault undone", "nothing else fires"], "that is the fault's then");
    }

    /// <summary>A system that was sick for nine seconds by itself, with a rule of the runbook's that fired for it.</summary>
    [Test]
    public void A_fault_that_was_not_injected_proves_nothing_against_a_rule()
    {
        var sick = (Recording.Good with { Events = [.. Recording.Good.Events.Where(e => e is LoadMeasured or RulesPolled or NotificationsRead or PhaseStarted { Phase: Phase.Prepare or Phase.Gate })] })
            .With(1, new SymptomObserved(false, true, "3 pods 503")).With(5, new AlertObserved("runbook.yml", "DatabaseDown", AlertState.Firing, "critical", ""))
            .With(10, new SymptomObserved(true, false, "3 pods 200")).With(12, new PhaseFailed(Phase.Gate, "no steady state")).With(20, new FaultUndone(true, "well"));
        var verdict = Judge.Decide(sick);
        verdict.Checks.Single(c => c.Name == "DatabaseDown fires").Should()
            .BeEquivalentTo(new { Outcome = Outcome.Inconclusive, Seen = "the fault was not injected, so nothing can be said", Took = (TimeSpan?)null });
        verdict.Findings.Should().BeEmpty();
        verdict.Outcome.Should().Be(Outcome.Inconclusive);
    }

    private static void Expect(Timeline timeline, string check, string seen)
    {
        var verdict = Judge.Decide(timeline);
        verdict.Outcome.Should().Be(Outcome.Inconclusive);
        verdict.Checks.Single(c => c.Outcome is not Outcome.Pass).Should().BeEquivalentTo(new { Name = check, Seen = seen });
    }
}
