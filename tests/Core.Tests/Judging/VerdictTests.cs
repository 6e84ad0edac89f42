using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;
using static ValeoChaos.Core.Tests.Judging.JudgedTimelines;

namespace ValeoChaos.Core.Tests.Judging;

public sealed class VerdictTests
{
    [Test]
    public void A_run_that_went_well_passes()
    {
        var verdict = Judge.Decide(Recording.Good);
        verdict.FailureText("here").Should().BeEmpty();
        verdict.Outcome.Should().Be(Outcome.Pass);
    }

    [Test]
    public void The_runbooks_silent_rule_is_a_finding_with_the_length_of_the_symptom() =>
        Judge.Decide(Recording.Good).Findings.Should().ContainSingle()
            .Which.Title.Should().Be("DatabaseDown as written did not fire in the 11.4 s in which /readyz gives 503");

    [Test]
    public void A_runbook_rule_that_fires_when_health_is_back_fired_for_the_wrong_reason() =>
        Judge.Decide(Recording.Good.With(24, new AlertObserved("runbook.yml", "DatabaseDown", AlertState.Firing, "critical", "firing since noon; pending since one")))
            .Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new
            {
                Title = "DatabaseDown as written fired 2.0 s after its symptom had ended, and not before", Evidence = "firing since noon and 1 more series",
            });

    [Test]
    public void A_step_that_must_not_help_and_does_fails() =>
        Expect(WithFutileStep(stillBroken: false), Outcome.Fail, "mitigation step 2", "it helped, so the scenario is wrong");

    [Test]
    public void A_step_that_does_not_help_is_a_finding() =>
        Judge.Decide(WithFutileStep(stillBroken: true)).Findings.Select(f => f.Title).Should().Contain("step 2 does not help against \"PostgreSQL down\"");

    [Test]
    public void A_step_that_does_not_help_takes_nothing_from_the_time_of_the_one_that_does()
    {
        var plan = new MitigationPlan
        {
            Steps = [new MitigationStepPlan(4, MitigationAction.InspectCredentialsAndPool, Heals: false), new MitigationStepPlan(2, MitigationAction.RestartDatabase)],
            RestoresWithinMachineTime = TimeSpan.FromSeconds(2),
        };
        var slow = (Recording.Good with { Scenario = Recording.Scenario with { Mitigation = plan } }).Moved<MitigationDone>(20.2, _ => true)
            .With(20, new MitigationDone(4, "Prüfe Connection-Pool-Settings", 142, true, "looked") { StillBroken = true });
        Expect(slow, Outcome.Pass, "the mitigation restores health", "healthy 2.0 s after the step that heals began");
        Expect(slow with { Scenario = slow.Scenario with { Mitigation = plan with { Steps = [plan.Steps[1]] } } }, Outcome.Fail, "the mitigation restores health", "healthy 2.9 s after it began");
    }

    [Test]
    public void Nor_does_it_where_a_step_that_looks_comes_before_it()
    {
        var plan = new MitigationPlan
        {
            Steps = [new MitigationStepPlan(1, MitigationAction.InspectDatabase), new MitigationStepPlan(4, MitigationAction.InspectCredentialsAndPool, Heals: false), new MitigationStepPlan(2, MitigationAction.RestartDatabase)],
            RestoresWithinMachineTime = TimeSpan.FromSeconds(2),
        };
        var slow = (Recording.Good with { Scenario = Recording.Scenario with { Mitigation = plan } }).Moved<MitigationDone>(20.2, _ => true)
            .With(19.2, new MitigationDone(1, "Prüfe PostgreSQL Pod", 139, true, "looked")).With(20, new MitigationDone(4, "Prüfe Connection-Pool-Settings", 142, true, "looked") { StillBroken = true });
        Expect(slow, Outcome.Pass, "the mitigation restores health", "healthy 2.0 s after the step that heals began");
    }

    [TestCase(20, Outcome.Fail)]
    [TestCase(10, Outcome.Pass)]
    public void Streams_hold_when_their_window_has_passed_and_that_is_longer_on_a_slower_clock(double speed, Outcome outcome)
    {
        var streams = Recording.Good.HeldLonger(0) with { Speed = speed, Scenario = Recording.Scenario with { Symptom = Symptom.StreamsLost } };
        var late = streams.Moved<SymptomObserved>(50, s => s.Healthy && s.At > TimeSpan.FromSeconds(20)).Moved<CommandRan>(51, c => c.Moment is DiagnoseMoment.After).Moved<PhaseStarted>(52, p => p.Phase is Phase.Undo);
        Judge.Decide(late).Checks.Single(c => c.Name == "the mitigation restores health").Outcome.Should().Be(outcome);
    }

    private static Timeline WithFutileStep(bool stillBroken)
    {
        var futile = Recording.Scenario with
        {
            Cause = "PostgreSQL down",
            Mitigation = Recording.Scenario.Mitigation! with { Steps = [new MitigationStepPlan(2, MitigationAction.RestartDatabase, Heals: false)] },
        };
        return (Recording.Good with { Scenario = futile }).Without<MitigationDone>()
            .With(19.3, new MitigationDone(2, "Restart PostgreSQL falls nötig", 140, true, "restarted") { StillBroken = stillBroken });
    }

    [Test]
    public void A_log_that_remembers_the_fault_is_not_asked_afterwards()
    {
        var fault = Recording.Good.Without<CommandRan>(c => c.Moment is DiagnoseMoment.After).With(24, Recording.Command(DiagnoseMoment.After, 0, "refused"));
        Expect(fault, Outcome.Fail, "\"Test connection\" tells fault from health", "afterwards: expected output contains \"(1 row)\"");
        var remembering = Recording.Scenario with { Diagnose = [Recording.Scenario.Diagnose[0] with { Remembers = true }] };
        Judge.Decide(fault with { Scenario = remembering }).Outcome.Should().Be(Outcome.Pass);
    }

    [Test]
    public void A_command_that_shows_a_cause_which_stays_is_not_asked_afterwards()
    {
        var stays = Recording.Good.Without<CommandRan>(c => c.Moment is DiagnoseMoment.After).With(24, Recording.Command(DiagnoseMoment.After, 0, "refused"));
        var showing = Recording.Scenario with { Diagnose = [Recording.Scenario.Diagnose[0] with { ShowsCause = true }] };
        Judge.Decide(stays with { Scenario = showing }).Outcome.Should().Be(Outcome.Pass);
    }

    [Test]
    public void A_blind_command_may_show_what_changes_as_long_as_it_looks_healthy()
    {
        var aged = Recording.Good.Without<CommandRan>(c => c.Moment is DiagnoseMoment.Fault).With(18, Recording.Command(DiagnoseMoment.Fault, 0, "(1 row) after 9 s"));
        var blind = Recording.Scenario with { Diagnose = [DiagnoseExpectation.Blind("Test connection", "of a test", OutputPattern.Contains("(1 row)"))] };
        Judge.Decide(aged with { Scenario = blind }).Outcome.Should().Be(Outcome.Pass);
        Expect(Recording.Good with { Scenario = blind }, Outcome.Fail, "\"Test connection\" is blind to this cause", "State what it shows");
    }

    [Test]
    public void A_fault_that_never_took_effect_is_inconclusive() =>
        Expect(
            Recording.Good.Without<FaultObserved>().Without<SymptomObserved>(s => s.Broken).With(10.5, new FaultObserved(false, "1 endpoint")),
            Outcome.Inconclusive, "fault in effect", "never took effect: 1 endpoint");

    [TestCase(0.5, Outcome.Fail)]
    [TestCase(1, Outcome.Pass)]
    public void A_page_is_late_by_more_than_the_recorded_tolerance(double tolerance, Outcome outcome) =>
        Expect(
            Recording.Good.Moved<NotificationArrived>(15.2, n => n.Status == "firing") with { Tolerance = TimeSpan.FromSeconds(tolerance) },
            outcome, "database-team is paged", "told 0.7 s after the firing");

    [Test]
    public void An_alert_nobody_expected_fails() =>
        Expect(
            Recording.Good.With(15, new AlertObserved(Recording.Corrected, "Other", AlertState.Firing, "warning", "")),
            Outcome.Fail, "nothing else fires", "Other fired at +5.0 s");

    [Test]
    public void A_team_that_was_not_told_fails() =>
        Expect(Recording.Good.Without<NotificationArrived>(), Outcome.Fail, "database-team is paged", "no notification");

    [Test]
    public void A_team_that_should_not_have_been_told_fails() =>
        Expect(
            Recording.Good.With(15, Recording.Notified("cto", "firing")), Outcome.Fail, "nobody else is paged", "cto");

    [TestCase("slack")]
    [TestCase("email")]
    public void A_copy_that_did_not_come_fails_and_one_that_came_is_no_page(string copy)
    {
        Expect(Recording.Good.Without<NotificationArrived>(n => n.Route == copy), Outcome.Fail, $"{copy} gets a copy of the page", "no notification");
        Expect(Recording.Good.Without<NotificationArrived>(n => n.Route == copy && n.Status == "resolved"), Outcome.Fail, $"{copy} hears that it is over", "no resolved notification");
        Judge.Decide(Recording.Good).Checks.Single(c => c.Name == "nobody else is paged").Seen.Should().Be("nobody else");
    }

    [Test]
    public void A_page_that_its_receiver_refused_fails_with_the_problem()
    {
        const string refused = """{"problem": "'payload.summary' is missing", "body": ""}""";
        Expect(
            Recording.Good.With(15, new NotificationArrived("cto", NotificationArrived.Malformed, "", "", refused)),
            Outcome.Fail, "every notification is well formed", "cto refused one: 'payload.summary' is missing");
    }

    [Test]
    public void A_command_that_says_the_same_in_the_fault_fails() =>
        Expect(
            Recording.Good.Without<CommandRan>(c => c.Moment is DiagnoseMoment.Fault).With(18, Recording.Command(DiagnoseMoment.Fault, 0, "(1 row)")),
            Outcome.Fail, "\"Test connection\" tells fault from health", "in the fault: expected output contains \"refused\"");

    [Test]
    public void A_sign_of_the_fault_that_is_there_in_health_too_tells_nothing() =>
        Expect(
            Recording.Good.Without<CommandRan>(c => c.Moment is DiagnoseMoment.Health).With(2, Recording.Command(DiagnoseMoment.Health, 0, "refused (1 row)")),
            Outcome.Fail, "\"Test connection\" tells fault from health", "is there in health, too");

    [Test]
    public void A_command_stated_as_blind_that_sees_fails()
    {
        var blind = Recording.Scenario with { Diagnose = [DiagnoseExpectation.Blind("Test connection", "of a test")] };
        Expect(Recording.Good with { Scenario = blind }, Outcome.Fail, "\"Test connection\" is blind to this cause", "State what it shows");
    }

    [Test]
    public void Health_that_comes_only_with_undo_is_not_credited_to_the_mitigation() =>
        Expect(
            Recording.Good.Moved<SymptomObserved>(26, s => s.Healthy && s.At > TimeSpan.FromSeconds(20)),
            Outcome.Fail, "the mitigation restores health", "health came only with Undo");

    [Test]
    public void Health_that_was_back_before_the_mitigation_is_not_credited_to_it() =>
        Expect(
            Recording.Good.Without<SymptomObserved>(s => s.At == TimeSpan.FromSeconds(19)).With(18.9, new SymptomObserved(true, false, "3 pods 200")),
            Outcome.Fail, "the mitigation restores health", "already well before the mitigation");

    [Test]
    public void A_fault_that_is_not_undone_fails() =>
        Expect(Recording.Good.Without<FaultUndone>(), Outcome.Fail, "fault undone", "undo did not run");

    [Test]
    public void Load_that_was_not_reached_is_inconclusive() =>
        Expect(Recording.Good.Without<LoadMeasured>(), Outcome.Inconclusive, "load reached", "no measurement");

    [Test]
    public void Rules_nobody_could_read_make_silence_inconclusive() =>
        Expect(
            Recording.Good.Without<RulesPolled>().With(27, new RulesPolled(1, 99, ["runbook.yml/DatabaseDown"])),
            Outcome.Inconclusive, "rules observed", "Prometheus does not have corrected.yml/DatabaseDown, corrected.yml/Other");

    [Test]
    public void A_steady_state_that_was_not_reached_is_inconclusive() =>
        Expect(Recording.Good.With(5, new PhaseFailed(Phase.Gate, "a pod crashed")), Outcome.Inconclusive, "steady state before the fault", "a pod crashed");

    [Test]
    public void No_data_at_all_is_never_a_pass() =>
        Judge.Decide(Recording.Good with { Events = [] }).Outcome.Should().NotBe(Outcome.Pass);

    [Test]
    public void No_single_kind_of_event_can_be_missing_from_a_pass()
    {
        Type[] neutral = [typeof(PhaseStarted)];
        foreach (var kind in Recording.Good.Events.Select(e => e.GetType()).Distinct().Except(neutral))
        {
            var cut = Recording.Good with { Events = [.. Recording.Good.Events.Where(e => e.GetType() != kind)] };
            Judge.Decide(cut).Outcome.Should().NotBe(Outcome.Pass, "every {0} is missing", kind.Name);
        }
    }

    [Test]
    public void A_judge_that_crashes_is_inconclusive()
    {
        var verdict = Judge.Decide(Recording.Good, [new Crashing()]);
        (verdict.Outcome, verdict.Checks.Single().Seen).Should().Be((Outcome.Inconclusive, "the judge failed: out of paper"));
    }

    [Test]
    public void The_failure_text_says_all_that_is_needed_to_act()
    {
        var text = Judge.Decide(Recording.Good.Without<FaultUndone>()).FailureText("/results/42");
        text.Should().ContainAll("FAIL: fault undone", "expected:  the system is as it was before", "bound:", "last seen: undo did not run", "/results/42", "dotnet run -- again");
    }

    [Test]
    public void The_failure_text_says_what_the_machine_had_to_give()
    {
        var failed = Recording.Good.Without<FaultUndone>().With(26, new MachineMeasured(Busy: 0.62, Stolen: 0.32));
        Judge.Decide(failed).FailureText("here").Should().Contain("\n  machine:   its processors were busy for 62 % of the run, and 32 % was taken by its host\n");
        Judge.Decide(Recording.Good.Without<FaultUndone>()).FailureText("here").Should().NotContain("machine:");
    }

    [Test]
    public void The_no_op_fault_keeps_the_name_of_what_it_replaces() =>
        new NothingBroken(new DatabasePodStopped()).Name.Should().Be("nothing-broken (instead of database-pod-stopped)");

    private sealed class Crashing : IJudge
    {
        public string Name => "crashing";

        public Ruling Rule(TimelineView timeline) => throw new InvalidOperationException("out of paper");
    }
}
