using Microsoft.Extensions.Time.Testing;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Tests.Running;

/// <summary>How often the pods are asked where they are not the symptom.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SparingProbeTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly FakePods pods = new();

    [Test]
    public async Task Pods_that_are_well_are_asked_once_a_second()
    {
        var probe = new SparingProbe(pods, clock);
        await LookAsync(probe, 0);
        pods.Seen = NotWell;
        (await LookAsync(probe, 0.9)).Healthy.Should().BeTrue("they were well less than a second ago");
        (await LookAsync(probe, 0.1)).Healthy.Should().BeFalse();
        pods.Asked.Should().Be(2);
    }

    [Test]
    public async Task Pods_that_are_not_are_asked_at_each_look()
    {
        pods.Seen = NotWell;
        var probe = new SparingProbe(pods, clock);
        await LookAsync(probe, 0);
        await LookAsync(probe, 0.2);
        pods.Seen = Well;
        (await LookAsync(probe, 0.2)).Healthy.Should().BeTrue("when they are well again is to be known at once");
        pods.Asked.Should().Be(3);
    }

    private static SymptomObserved Well { get; } = new(true, false, "3 of 3 pods 200");

    private static SymptomObserved NotWell { get; } = new(false, true, "1 of 3 pods 503");

    private Task<SymptomObserved> LookAsync(SparingProbe probe, double after)
    {
        clock.Advance(TimeSpan.FromSeconds(after));
        return probe.ObserveAsync(CancellationToken.None);
    }
}
