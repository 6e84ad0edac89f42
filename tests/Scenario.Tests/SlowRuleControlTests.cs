using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Scenarios;

namespace ValeoChaos.ScenarioTests;

/// <summary>A corrected rule that is too slow must be called so.</summary>
public sealed class SlowRuleControlTests
{
    [Test, CancelAfter(400_000)]
    public async Task A_rule_with_ten_times_the_for_fails_and_the_missing_firing_is_named(CancellationToken cancellation)
    {
        await using var lab = await LabRun.BootAsync(
            DatabaseForm.Pod, cancellation, rules => rules.Replace("for: 1m", "for: 10m", StringComparison.Ordinal));
        var run = await LabRun.RunAsync(lab, DatabaseDown.PostgreSqlPodDown with { Name = "control-slow-rule" }, cancellation);
        run.Check("DatabaseDown fires").Seen.Should().MatchRegex("never fired while /readyz gave 503 for .* s|too late");
        run.Verdict.Outcome.Should().Be(Outcome.Fail);
    }
}
