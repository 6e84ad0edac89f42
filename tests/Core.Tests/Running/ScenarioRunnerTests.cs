using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Load;
using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Reporting;
using ValeoChaos.Core.Runbooks;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Tests.Judging;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Tests.Running;

/// <summary>Each run has a lab of its own, and waits more than it works.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ScenarioRunnerTests
{
    private static readonly Runbook Runbook = Runbook.Parse(RepositoryFiles.Read("fixtures", "runbooks", "alert-runbook.de.md"), "runbook");

    private static readonly Patience Hasty = new()
    {
        Steady = TimeSpan.FromMilliseconds(500), SteadyFor = TimeSpan.Zero, InEffect = TimeSpan.FromMilliseconds(500),
        BeyondCeiling = TimeSpan.FromMilliseconds(200), Observe = TimeSpan.FromMilliseconds(5), Settle = TimeSpan.Zero, Futile = TimeSpan.FromMilliseconds(30),
        LastLook = TimeSpan.FromMilliseconds(30),
    };

    private static readonly Scenario Scenario = Recording.Scenario with { Hold = TimeSpan.Zero };

    [Test, CancelAfter(20_000)]
    public async Task A_run_goes_through_the_thirteen_phases_in_order(CancellationToken cancellation)
    {
        var timeline = await RunAsync(new FakeLab(), Scenario, cancellation);
        timeline.Events.OfType<PhaseStarted>().Select(p => p.Phase).Should().Equal(Enum.GetValues<Phase>());
        timeline.Events.OfType<PhaseFailed>().Should().BeEmpty();
    }

    [Test, CancelAfter(20_000)]
    public async Task Every_command_of_the_section_runs_word_for_word_in_health_in_the_fault_and_after(CancellationToken cancellation)
    {
        var timeline = await RunAsync(new FakeLab(), Scenario, cancellation);
        var commands = Runbook.Section(4).Diagnose.Select(d => d.Command).ToList();
        foreach (var moment in Enum.GetValues<DiagnoseMoment>())
            timeline.Events.OfType<CommandRan>().Where(c => c.Moment == moment).Select(c => c.Command).Should().Equal(commands, "{0}", moment);
    }

    [Test, CancelAfter(20_000)]
    public async Task A_look_at_the_symptom_says_how_long_it_took(CancellationToken cancellation)
    {
        var takes = TimeSpan.FromMilliseconds(30);
        var timeline = await RunAsync(new FakeLab { LookTakes = takes }, Scenario, cancellation);
        // A timer may ring a moment early.
        timeline.Events.OfType<SymptomObserved>().Select(look => look.Took).Should().NotBeEmpty().And.OnlyContain(took => took > takes * 0.9);
    }

    [Test, CancelAfter(20_000)]
    public async Task A_corrected_command_runs_right_after_the_one_it_corrects(CancellationToken cancellation)
    {
        var expected = DiagnoseExpectation.Blind("Test connection", "of a test") with { Corrected = new CorrectedCommand("better", OutputPattern.Fails, OutputPattern.Succeeds) };
        var timeline = await RunAsync(new FakeLab(), Scenario with { Diagnose = [expected] }, cancellation);
        timeline.Events.OfType<CommandRan>().Where(c => c.Comment == "Test connection").Select(c => (c.Moment, c.Command == "better", c.Corrected))
            .Should().Equal(Enum.GetValues<DiagnoseMoment>().SelectMany(m => new[] { (m, false, false), (m, true, true) }));
    }

    [TestCase(10, "busy", TestName = "A_command_that_is_behind_is_asked_again_in_the_fault")]
    [TestCase(0, "idle", TestName = "A_command_that_shows_what_is_has_one_chance_in_the_fault")]
    [CancelAfter(20_000)]
    public async Task In_the_fault(int lags, string shown, CancellationToken cancellation)
    {
        var expected = DiagnoseExpectation.Tells("Check PostgreSQL pod", OutputPattern.Contains("busy"), OutputPattern.Lacks("busy")) with { Lags = TimeSpan.FromSeconds(lags) };
        var timeline = await RunAsync(new FakeLab { ShownInFault = new Queue<string>(["idle", "busy"]) }, Scenario with { Diagnose = [expected] }, cancellation);
        timeline.Events.OfType<CommandRan>().Single(c => c.Moment is DiagnoseMoment.Fault && c.Comment == expected.Comment).Output.Should().Be(shown);
    }

    [TestCase("well", TestName = "A_command_that_remembers_another_fault_is_asked_again_in_health")]
    [TestCase("well and failed", TestName = "A_command_that_still_shows_the_fault_in_health_is_recorded_so")]
    [CancelAfter(20_000)]
    public async Task In_health(string shown, CancellationToken cancellation)
    {
        var expected = DiagnoseExpectation.Tells("Check PostgreSQL pod", OutputPattern.Contains("failed"), OutputPattern.Contains("well")) with { Remembers = true };
        var timeline = await RunAsync(new FakeLab { ShownInHealth = new Queue<string>(["well and failed", shown]) }, Scenario with { Diagnose = [expected] }, cancellation);
        timeline.Events.OfType<CommandRan>().Single(c => c.Moment is DiagnoseMoment.Health && c.Comment == expected.Comment).Output.Should().Be(shown);
    }

    [Test, CancelAfter(20_000)]
    public async Task The_recording_tells_how_busy_the_machine_was(CancellationToken cancellation)
    {
        var lab = new FakeLab { Processors = new Queue<ProcessorTimes>([new(Busy: 100, Idle: 500, Stolen: 4), new(Busy: 170, Idle: 520, Stolen: 14)]) };
        var timeline = await RunAsync(lab, Scenario, cancellation);
        var machine = timeline.Events.OfType<MachineMeasured>().Should().ContainSingle().Subject;
        machine.Should().BeEquivalentTo(new { Busy = 0.7, Stolen = 0.1 });
        EventText.Of(machine).Should().Be("machine: its processors were busy for 70 % of the run, and 10 % was taken by its host");
    }

    [Test, CancelAfter(20_000)]
    public async Task A_machine_that_does_not_tell_leaves_no_line(CancellationToken cancellation) =>
        (await RunAsync(new FakeLab(), Scenario, cancellation)).Events.OfType<MachineMeasured>().Should().BeEmpty();

    [Test, CancelAfter(20_000)]
    public async Task The_fault_waits_until_what_the_commands_stirred_up_is_over(CancellationToken cancellation)
    {
        var timeline = await RunAsync(new FakeLab { StirredUpFor = 3 }, Scenario, cancellation);
        var before = timeline.Events.TakeWhile(e => e is not FaultInjected).OfType<SymptomObserved>().ToList();
        before.Should().Contain(s => s.Broken);
        before[^1].Healthy.Should().BeTrue();
    }

    [TestCase(null, true, "6 notifications until the end", TestName = "The_receivers_are_asked_once_more_at_the_end")]
    [TestCase("collect", false, "connection refused", TestName = "Receivers_that_do_not_answer_at_the_end_are_recorded_so")]
    [CancelAfter(20_000)]
    public async Task At_the_end(string? dieAfter, bool toTheEnd, string detail, CancellationToken cancellation)
    {
        var timeline = await RunAsync(new FakeLab { ReceiversDieAfter = dieAfter }, Scenario, cancellation);
        var read = timeline.Events.OfType<NotificationsRead>().Should().ContainSingle().Subject;
        read.ToTheEnd.Should().Be(toTheEnd);
        read.Detail.Should().Contain(detail);
    }

    [Test, CancelAfter(20_000)]
    public async Task Clients_that_the_fault_brings_are_part_of_the_symptom(CancellationToken cancellation)
    {
        using var seen = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var lab = new FakeLab { Crowd = new LoadSnapshot(100, 100, 0, 0) { Slow = 50 }, WhenMitigated = seen.Cancel };
        var timeline = await RunAsync(lab, Scenario with { Symptom = Symptom.Latency }, seen.Token);
        timeline.Events.OfType<SymptomObserved>().Should().Contain(s => s.Broken, "half of the crowd waits, and none of the load's own requests does");
    }

    [Test, CancelAfter(20_000)]
    public async Task The_fault_waits_until_the_rules_window_has_forgotten_the_load_before_this_one(CancellationToken cancellation)
    {
        var lab = new FakeLab { EarlierRequests = new Queue<int>([500, 7]), InjectionThrows = true };
        await RunAsync(lab, Scenario with { Symptom = Symptom.Errors }, cancellation);
        lab.Calls.TakeWhile(c => c != "inject").Count(c => c == "count requests").Should().Be(3, "two looks still found requests of another load");
    }

    [Test, CancelAfter(20_000)]
    public async Task What_shows_in_one_look_waits_for_no_window(CancellationToken cancellation)
    {
        var lab = new FakeLab { EarlierRequests = new Queue<int>([500]) };
        await RunAsync(lab, Scenario, cancellation);
        lab.Calls.Should().Contain("inject").And.NotContain("count requests");
    }

    [Test, CancelAfter(20_000)]
    public async Task An_injection_that_throws_half_way_is_undone(CancellationToken cancellation)
    {
        var lab = new FakeLab { InjectionThrows = true };
        var timeline = await RunAsync(lab, Scenario, cancellation);
        (lab.Broken, lab.Calls.Count(c => c == "undo")).Should().Be((false, 1));
        timeline.Events.OfType<PhaseFailed>().Should().ContainSingle().Which.Should().BeEquivalentTo(new { Phase = Phase.Inject, Reason = "half way" });
        timeline.Events.OfType<FaultUndone>().Single().Succeeded.Should().BeTrue();
    }

    [Test, CancelAfter(20_000)]
    public async Task A_cancelled_run_is_undone_and_collected_with_tokens_of_their_own(CancellationToken cancellation)
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var lab = new FakeLab { WhenBroken = interrupt.Cancel };
        var timeline = await RunAsync(lab, Scenario, interrupt.Token);
        lab.Broken.Should().BeFalse();
        lab.Calls.Should().ContainInOrder("inject", "undo", "collect");
        timeline.Events.OfType<PhaseFailed>().Should().ContainSingle().Which.Reason.Should().Be("cancelled");
    }

    [Test, CancelAfter(20_000)]
    public async Task What_a_cut_off_injection_throws_does_not_take_the_recording_with_it(CancellationToken cancellation)
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var lab = new FakeLab { WhenBroken = interrupt.Cancel, InjectionThrows = true };
        var timeline = await RunAsync(lab, Scenario, interrupt.Token);
        timeline.Events.OfType<PhaseFailed>().Should().ContainSingle().Which.Reason.Should().Be("cancelled");
        lab.Calls.Should().ContainInOrder("inject", "undo", "collect");
    }

    [Test, CancelAfter(20_000)]
    public async Task A_system_that_is_not_well_after_undo_is_told_in_its_own_words(CancellationToken cancellation)
    {
        var plan = Scenario.Mitigation! with { RestoresWithinMachineTime = TimeSpan.FromMilliseconds(100) };
        var timeline = await RunAsync(new FakeLab { StaysBroken = true, MitigationHeals = false }, Scenario with { Mitigation = plan }, cancellation, Hasty with { Undo = TimeSpan.FromMilliseconds(200) });
        timeline.Events.OfType<FaultUndone>().Single().Should().BeEquivalentTo(new { Succeeded = false, Detail = "health: /readyz is 200 on every pod: not reached within 0.2 s. Last seen: 503." });
    }

    [Test, CancelAfter(20_000)]
    public async Task A_look_alike_that_cannot_be_ended_is_evidence(CancellationToken cancellation)
    {
        var lab = new FakeLab { UndoThrowsOnce = true };
        var timeline = await RunAsync(lab, QuietWith(new PodMoved()) with { OverAfter = TimeSpan.Zero }, cancellation);
        timeline.Events.OfType<PhaseFailed>().Should().ContainSingle().Which.Reason.Should().Be("the proxy does not answer");
        (timeline.Events.OfType<FaultUndone>().Single().Succeeded, lab.Broken).Should().Be((true, false));
    }

    [TestCase(true, true)]
    [TestCase(false, false)]
    [CancelAfter(20_000)]
    public async Task Whether_a_step_stopped_the_loss_of_streams_is_seen_by_the_losses_after_it(bool losesOn, bool stillBroken, CancellationToken cancellation)
    {
        var lab = new FakeLab { MitigationHeals = false, Loses = true, LosesOn = losesOn };
        var plan = Scenario.Mitigation! with { Steps = [new MitigationStepPlan(1, MitigationAction.InspectReadiness, Heals: false)] };
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var run = RunAsync(lab, Scenario with { Symptom = Symptom.StreamsLost, Mitigation = plan }, done.Token, Hasty with { Undo = TimeSpan.FromMilliseconds(50) }, e =>
        {
            if (e is MitigationDone)
                done.Cancel();
        }, speed: 1000);
        (await run).Events.OfType<MitigationDone>().Single().StillBroken.Should().Be(stillBroken);
    }

    [Test, CancelAfter(20_000)]
    public async Task A_mitigation_that_does_not_heal_ends_at_undo(CancellationToken cancellation)
    {
        var lab = new FakeLab { MitigationHeals = false };
        var plan = Scenario.Mitigation! with { RestoresWithinMachineTime = TimeSpan.FromMilliseconds(100) };
        var timeline = await RunAsync(lab, Scenario with { Mitigation = plan }, cancellation);
        timeline.Events.OfType<PhaseStarted>().Select(p => p.Phase).Should().NotContain(Phase.Resolve).And.Contain(Phase.Undo);
        timeline.Events.OfType<PhaseFailed>().Should().ContainSingle().Which.Phase.Should().Be(Phase.Restore);
        lab.Broken.Should().BeFalse();
    }

    [TestCase(true, false), TestCase(false, true), CancelAfter(20_000)]
    public async Task A_step_that_must_not_help_is_told_to_have_helped_where_it_did(bool heals, bool stillBroken, CancellationToken cancellation)
    {
        var lab = new FakeLab { MitigationHeals = heals };
        var plan = Scenario.Mitigation! with
        {
            Steps = [new MitigationStepPlan(1, MitigationAction.InspectReadiness, Heals: false)], RestoresWithinMachineTime = TimeSpan.FromMilliseconds(100),
        };
        var timeline = await RunAsync(lab, Scenario with { Mitigation = plan }, cancellation);
        timeline.Events.OfType<MitigationDone>().Single().StillBroken.Should().Be(stillBroken);
    }

    [Test, CancelAfter(20_000)]
    public async Task A_quiet_day_injects_nothing(CancellationToken cancellation)
    {
        var lab = new FakeLab();
        var timeline = await RunAsync(lab, QuietWith(null), cancellation);
        lab.Calls.Should().Equal("collect");
        timeline.Events.OfType<PhaseStarted>().Select(p => p.Phase).Should().Equal(Phase.Prepare, Phase.Gate, Phase.Hold, Phase.Collect, Phase.Judge);
    }

    [TestCase(int.MaxValue, true)]
    [TestCase(1, false)]
    [CancelAfter(20_000)]
    public async Task A_look_alike_that_lasts_is_looked_at_again_after_its_quiet_day(int looks, bool there, CancellationToken cancellation)
    {
        var timeline = await RunAsync(new FakeLab { FaultLastsFor = looks }, QuietWith(new Scaled(2)), cancellation);
        timeline.Events.OfType<FaultObserved>().Select(o => o.InEffect).Should().Equal(true, there);
        timeline.Events.OfType<FaultObserved>().Last().At.Should().BeGreaterThanOrEqualTo(At(timeline, Phase.Hold) + TimeSpan.FromMilliseconds(50));
    }

    [Test, CancelAfter(20_000)]
    public async Task One_that_happens_once_is_not(CancellationToken cancellation)
    {
        var timeline = await RunAsync(new FakeLab(), QuietWith(new PodMoved()), cancellation);
        timeline.Events.OfType<FaultObserved>().Should().ContainSingle();
    }

    private static Scenario QuietWith(Fault? lookAlike) =>
        Scenario with { Fault = lookAlike, Section = null, Alerts = [], Diagnose = [], Mitigation = null, QuietFor = TimeSpan.FromSeconds(1) };

    [Test, CancelAfter(20_000)]
    public async Task A_page_is_acknowledged_while_the_fault_is_held_and_that_is_taken_back_after_undo(CancellationToken cancellation)
    {
        var lab = new FakeLab();
        var timeline = await RunAsync(lab, Answered(TimeSpan.FromSeconds(4)), cancellation);
        lab.Calls.Should().ContainInOrder("inject", "acknowledge DatabaseDown", "mitigate: RestartDatabase", "undo", "release", "collect");
        var (hold, diagnose) = (At(timeline, Phase.Hold), At(timeline, Phase.Diagnose));
        var acknowledged = timeline.Events.OfType<PageAcknowledged>().Single();
        (acknowledged.Alert, acknowledged.Succeeded, acknowledged.Detail).Should().Be(("DatabaseDown", true, "silenced"));
        (acknowledged.At - hold).Should().BeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(200));
        (diagnose - hold).Should().BeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(500), "the fault is held on");
        timeline.Events.OfType<PhaseFailed>().Should().BeEmpty("an acknowledged page owes nobody its end");
    }

    [Test, CancelAfter(20_000)]
    public async Task A_page_that_cannot_be_acknowledged_is_evidence_and_the_run_goes_on(CancellationToken cancellation)
    {
        var timeline = await RunAsync(new FakeLab { PagerWorks = false }, Answered(TimeSpan.Zero), cancellation);
        timeline.Events.OfType<PageAcknowledged>().Should().ContainSingle().Which.Should().BeEquivalentTo(new { Succeeded = false, Detail = "no such page" });
        timeline.Events.OfType<PhaseStarted>().Select(p => p.Phase).Should().Equal(Enum.GetValues<Phase>());
    }

    private static Scenario Answered(TimeSpan after) => Scenario with
    {
        Hold = TimeSpan.FromSeconds(10), Alerts = [Scenario.Alerts[0] with { AcknowledgedAfter = after }],
    };

    private static TimeSpan At(Timeline timeline, Phase phase) => timeline.Events.OfType<PhaseStarted>().Single(p => p.Phase == phase).At;

    private static Task<Timeline> RunAsync(FakeLab lab, Scenario scenario, CancellationToken cancellation, Patience? patience = null, Action<TimelineEvent>? live = null, double speed = 20)
    {
        var setup = new RunSetup
        {
            Scale = new TimeScale(speed), Runbook = Runbook, Rules = Recording.Good.Rules, Bounds = Recording.Good.Bounds,
            Versions = new Dictionary<string, string>(), RerunCommand = "again", Clock = TimeProvider.System, Live = live,
        };
        return new ScenarioRunner(lab.Ports, setup, patience ?? Hasty).RunAsync(scenario, cancellation);
    }
}
