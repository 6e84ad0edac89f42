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

    [TestCase("corrected.yml", AlertState.Pending, true)]
    [TestCase("runbook.yml", AlertState.Firing, true)]
    [TestCase("runbook.yml", AlertState.Inactive, false)]
    public async Task It_remembers_what_any_rule_still_counts(string file, AlertState state, bool remembers) =>
        (await new Source(file, state, Sees: true).RemembersAsync(default)).Should().Be(remembers);

    [Test]
    public async Task One_that_does_not_answer_may_remember_anything() =>
        (await new Source("runbook.yml", AlertState.Inactive, Sees: true) { Answers = false }.RemembersAsync(default)).Should().BeTrue();

    private sealed record Source(string File, AlertState State, bool Sees) : IAlertSource
    {
        public bool Answers { get; init; } = true;

        public Task<IReadOnlyList<RuleState>> ReadAsync(CancellationToken cancellation) => Answers
            ? Task.FromResult<IReadOnlyList<RuleState>>([new RuleState(File, "MonitoringBlind", State, "critical", "")])
            : throw new HttpRequestException("connection refused");

        public Task<(bool Sees, string Detail)> SeesHealthAsync(Symptom symptom, CancellationToken cancellation) => Task.FromResult((Sees, "1 of 3 pods"));

        public Task<double> CountRequestsAsync(TimeSpan window, CancellationToken cancellation) => Task.FromResult(0.0);
    }
}
