using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Scenarios;

namespace ValeoChaos.ScenarioTests;

/// <summary>Runs that must turn red: they prove that the suite can fail.</summary>
[Parallelizable(ParallelScope.All), Category("control")]
public sealed class ControlTests
{
    [Test, CancelAfter(Lanes.PatienceMs)]
    public async Task A_fault_that_does_nothing_is_inconclusive(CancellationToken cancellation)
    {
        var scenario = DatabaseDown.PostgreSqlPodDown with { Name = "control-no-fault", Fault = new NothingBroken(new DatabasePodStopped()) };
        var run = await Lanes.RunAsync(scenario, patience: new Patience { InEffect = TimeSpan.FromSeconds(4) }).WaitAsync(cancellation);
        run.Check("fault in effect").Seen.Should().Contain("never took effect");
        run.Verdict.Outcome.Should().Be(Outcome.Inconclusive);
    }

    [Test, CancelAfter(Lanes.PatienceMs)]
    public async Task A_mitigation_that_is_left_out_fails(CancellationToken cancellation)
    {
        var nothing = new MitigationPlan { Steps = [], RestoresWithinMachineTime = TimeSpan.FromSeconds(4) };
        var run = await Lanes.RunAsync(DatabaseDown.PostgreSqlPodDown with { Name = "control-no-mitigation", Mitigation = nothing }).WaitAsync(cancellation);
        run.Check("the mitigation restores health").Seen.Should().Be("health came only with Undo");
        run.Verdict.Outcome.Should().Be(Outcome.Fail);
    }

    [Test, CancelAfter(Lanes.PatienceMs)]
    public async Task A_rule_with_ten_times_the_for_fails_and_the_missing_firing_is_named(CancellationToken cancellation)
    {
        var run = await Lanes.RunAsync(DatabaseDown.PostgreSqlPodDown with { Name = "control-slow-rule" }, Lanes.SlowRule).WaitAsync(cancellation);
        run.Check("DatabaseDown fires").Seen.Should().MatchRegex("never fired in the .* s in which /readyz gives 503|too late");
        run.Verdict.Outcome.Should().Be(Outcome.Fail);
    }

    [Test, CancelAfter(Lanes.PatienceMs)]
    public async Task A_blip_that_outlasts_the_for_breaks_the_silence(CancellationToken cancellation)
    {
        // Too long at any speed, so it need not run at the blip's own.
        var blip = QuietDay.DatabaseBlip with { Name = "control-long-blip", OverAfter = TimeSpan.FromMinutes(2), MostSpeed = null };
        var run = await Lanes.RunAsync(blip).WaitAsync(cancellation);
        run.Check("nothing else fires").Seen.Should().Contain("DatabaseDown fired at");
        run.Verdict.Outcome.Should().Be(Outcome.Fail);
    }
}
