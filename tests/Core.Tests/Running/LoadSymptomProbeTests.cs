using Microsoft.Extensions.Time.Testing;
using ValeoChaos.Core.Load;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Tests.Running;

/// <summary>At 20x the runbook's five minutes are fifteen seconds of machine time.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LoadSymptomProbeTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly FakePods readyz = new();
    private LoadSnapshot load = LoadSnapshot.None with { StreamsWanted = 40, StreamsOpen = 40 };

    [Test]
    public async Task Errors_are_a_symptom_as_long_as_the_window_remembers_them_and_acute_only_while_they_come()
    {
        var probe = Probe(Symptom.Errors);
        await LookAsync(probe, 0);
        (await LookAsync(probe, 10, completed: 100)).Should().BeEquivalentTo(new { Healthy = true, Broken = false, Acute = false });
        (await LookAsync(probe, 1, completed: 10, errors: 10)).Should().BeEquivalentTo(new { Healthy = false, Broken = true, Acute = true });
        (await LookAsync(probe, 4, completed: 20)).Should().BeEquivalentTo(new { Healthy = true, Broken = true, Acute = false });
        (await LookAsync(probe, 12, completed: 100)).Should().BeEquivalentTo(new { Healthy = true, Broken = false, Acute = false });
    }

    [Test]
    public async Task Five_percent_is_none_yet()
    {
        var probe = Probe(Symptom.Errors);
        await LookAsync(probe, 0);
        (await LookAsync(probe, 1, completed: 100, errors: 5)).Broken.Should().BeFalse("the runbook says over 5 %");
        (await LookAsync(probe, 1, errors: 1)).Broken.Should().BeTrue();
    }

    [Test]
    public async Task The_share_of_slow_requests_is_the_symptom_of_latency()
    {
        var probe = Probe(Symptom.Latency);
        await LookAsync(probe, 0);
        (await LookAsync(probe, 1, completed: 100, errors: 50)).Broken.Should().BeFalse("errors are another symptom");
        (await LookAsync(probe, 1, completed: 100, slow: 20)).Should().BeEquivalentTo(new { Broken = true, Acute = true });
    }

    [Test]
    public async Task One_slow_request_of_few_is_no_symptom()
    {
        var probe = Probe(Symptom.Latency);
        await LookAsync(probe, 0);
        await LookAsync(probe, 3, completed: 15);
        (await LookAsync(probe, 3, completed: 15, slow: 1)).Acute.Should().BeFalse("it is one of fifteen in three seconds and one of thirty in six");
        (await LookAsync(probe, 3, completed: 15, slow: 1)).Acute.Should().BeTrue("it is the second of thirty");
    }

    [Test]
    public async Task More_than_ten_lost_streams_are_a_symptom()
    {
        var probe = Probe(Symptom.StreamsLost);
        await LookAsync(probe, 0);
        (await LookAsync(probe, 1, lost: 10)).Should().BeEquivalentTo(new { Healthy = false, Broken = false, Acute = true });
        (await LookAsync(probe, 1, lost: 1)).Broken.Should().BeTrue();
        (await LookAsync(probe, 16)).Should().BeEquivalentTo(new { Healthy = true, Broken = false, Acute = false });
    }

    [Test]
    public async Task A_stream_that_is_not_back_is_acute_however_long_ago_it_was_lost()
    {
        var probe = Probe(Symptom.StreamsLost);
        load = load with { StreamsOpen = 39 };
        await LookAsync(probe, 0);
        (await LookAsync(probe, 60)).Should().BeEquivalentTo(new { Healthy = false, Acute = true });
    }

    [Test]
    public async Task A_pod_that_is_not_ready_is_not_healthy_whatever_the_traffic_says()
    {
        readyz.Seen = new SymptomObserved(false, true, "1 of 3 pods 503");
        (await LookAsync(Probe(Symptom.Errors), 0)).Should().BeEquivalentTo(new { Healthy = false, Broken = false, Acute = false });
        (await LookAsync(Probe(Symptom.NotReady), 0)).Should().BeEquivalentTo(new { Healthy = false, Broken = true, Acute = true });
    }

    private LoadSymptomProbe Probe(Symptom symptom) => new(symptom, readyz, () => load, new TimeScale(20), clock);

    private Task<SymptomObserved> LookAsync(LoadSymptomProbe probe, double after, long completed = 0, long errors = 0, long slow = 0, long lost = 0)
    {
        clock.Advance(TimeSpan.FromSeconds(after));
        load = load with
        {
            Completed = load.Completed + completed, Errors = load.Errors + errors, Slow = load.Slow + slow, StreamsLost = load.StreamsLost + lost,
        };
        return probe.ObserveAsync(CancellationToken.None);
    }
}
