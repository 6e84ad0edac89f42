using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;
using ValeoChaos.Lab.Monitoring;

namespace ValeoChaos.Lab.Tests.Monitoring;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class QuietMonitoringTests
{
    private static readonly Source Well = new("corrected.yml", AlertState.Inactive, Sees: true);

    private readonly Receivers receivers = new();
    private readonly List<string> held = [];

    [TestCase("corrected.yml", AlertState.Firing, true, "corrected.yml: MonitoringBlind is Firing")]
    [TestCase("corrected.yml", AlertState.Pending, true, "corrected.yml: MonitoringBlind is Pending")]
    [TestCase("escalation.yml", AlertState.Pending, true, "escalation.yml: MonitoringBlind is Pending")]
    [TestCase("corrected.yml", AlertState.Inactive, false, "1 of 3 pods")]
    [TestCase("corrected.yml", AlertState.Inactive, true, null)]
    public async Task It_is_quiet_where_health_is_seen_and_no_alert_of_ours_says_otherwise(string file, AlertState state, bool sees, string? unquiet) =>
        (await Quiet(new Source(file, state, sees)).UnquietAsync(default)).Should().Be(unquiet);

    [Test]
    public async Task Rules_on_trial_may_fire() => (await Quiet(new Source("runbook.yml", AlertState.Firing, Sees: true)).UnquietAsync(default)).Should().BeNull();

    [Test]
    public async Task It_is_not_quiet_while_alertmanager_does_not_know_that_an_alert_is_over()
    {
        held.Add("MonitoringBlind");
        (await Quiet(Well).UnquietAsync(default)).Should().Be("Alertmanager has MonitoringBlind for firing");
    }

    [Test]
    public async Task It_is_not_quiet_until_everybody_who_was_paged_has_heard_that_it_is_over()
    {
        var quiet = Quiet(Well);
        receivers.Tell("slack", "firing");
        receivers.Tell("primary-on-call", "firing");
        receivers.Tell("slack", "resolved");
        (await quiet.UnquietAsync(default)).Should().Be("primary-on-call has not heard that MonitoringBlind is over");

        receivers.Tell("primary-on-call", "resolved");
        (await quiet.UnquietAsync(default)).Should().BeNull();
    }

    [Test]
    public async Task What_is_told_of_rules_on_trial_is_only_a_record()
    {
        receivers.Tell("record-only", "firing");
        (await Quiet(Well).UnquietAsync(default)).Should().BeNull();
    }

    [Test]
    public async Task Another_alertmanager_owes_nobody_an_end()
    {
        var quiet = Quiet(Well);
        receivers.Tell("primary-on-call", "firing");
        await quiet.ForgetPagesAsync(default);
        (await quiet.UnquietAsync(default)).Should().BeNull();
    }

    private QuietMonitoring Quiet(Source source) => new(source, _ => Task.FromResult<IReadOnlyList<string>>(held), receivers);

    private sealed record Source(string File, AlertState State, bool Sees) : IAlertSource
    {
        public Task<IReadOnlyList<RuleState>> ReadAsync(CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<RuleState>>([new RuleState(File, "MonitoringBlind", State, "critical", "")]);

        public Task<(bool Sees, string Detail)> SeesHealthAsync(Symptom symptom, CancellationToken cancellation) => Task.FromResult((Sees, "1 of 3 pods"));

        public Task<double> CountRequestsAsync(TimeSpan window, CancellationToken cancellation) => Task.FromResult(0.0);
    }

    private sealed class Receivers : INotificationSource
    {
        private readonly List<Notification> all = [];

        public void Tell(string route, string status) =>
            all.Add(new Notification(all.Count + 1, DateTimeOffset.UnixEpoch, route, status, "MonitoringBlind", "critical", "{}"));

        public Task<IReadOnlyList<Notification>> ReadAfterAsync(long sequence, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<Notification>>([.. all.Where(n => n.Sequence > sequence)]);
    }
}
