using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;
using ValeoChaos.Lab.Monitoring;

namespace ValeoChaos.Lab.Tests.Monitoring;

public sealed class QuietMonitoringTests
{
    [TestCase("corrected.yml", AlertState.Firing, true, "corrected.yml: MonitoringBlind is Firing")]
    [TestCase("corrected.yml", AlertState.Pending, true, "corrected.yml: MonitoringBlind is Pending")]
    [TestCase("escalation.yml", AlertState.Pending, true, "escalation.yml: MonitoringBlind is Pending")]
    [TestCase("corrected.yml", AlertState.Inactive, false, "1 of 3 pods")]
    [TestCase("corrected.yml", AlertState.Inactive, true, null)]
    public async Task It_is_quiet_where_health_is_seen_and_no_alert_of_ours_says_otherwise(string file, AlertState state, bool sees, string? unquiet) =>
        (await new Source(file, state, sees).UnquietAsync(default)).Should().Be(unquiet);

    [Test]
    public async Task Rules_on_trial_may_fire() => (await new Source("runbook.yml", AlertState.Firing, Sees: true).UnquietAsync(default)).Should().BeNull();

    private sealed record Source(string File, AlertState State, bool Sees) : IAlertSource
    {
        public Task<IReadOnlyList<RuleState>> ReadAsync(CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<RuleState>>([new RuleState(File, "MonitoringBlind", State, "critical", "")]);

        public Task<(bool Sees, string Detail)> SeesHealthAsync(Symptom symptom, CancellationToken cancellation) => Task.FromResult((Sees, "1 of 3 pods"));

        public Task<double> CountRequestsAsync(TimeSpan window, CancellationToken cancellation) => Task.FromResult(0.0);
    }
}
