using Microsoft.Extensions.Time.Testing;
using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Tests.Running;

/// <summary>How often the pods are asked where they are not the symptom.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SparingProbeTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly Pods pods = new();

    [Test]
    public async Task Pods_that_are_well_are_asked_once_a_second()
    {
        var probe = new SparingProbe(pods, clock);
        await LookAsync(probe, 0);
        pods.Healthy = false;
        (await LookAsync(probe, 0.9)).Healthy.Should().BeTrue("they were well less than a second ago");
        (await LookAsync(probe, 0.1)).Healthy.Should().BeFalse();
        pods.Asked.Should().Be(2);
    }

    [Test]
    public async Task Pods_that_are_not_are_asked_at_each_look()
    {
        pods.Healthy = false;
        var probe = new SparingProbe(pods, clock);
        await LookAsync(probe, 0);
        await LookAsync(probe, 0.2);
        pods.Healthy = true;
        (await LookAsync(probe, 0.2)).Healthy.Should().BeTrue("when they are well again is to be known at once");
        pods.Asked.Should().Be(3);
    }

    private Task<SymptomObserved> LookAsync(SparingProbe probe, double after)
    {
        clock.Advance(TimeSpan.FromSeconds(after));
        return probe.ObserveAsync(CancellationToken.None);
    }

    private sealed class Pods : ISymptomProbe
    {
        public bool Healthy { get; set; } = true;

        public int Asked { get; private set; }

        public Task<SymptomObserved> ObserveAsync(CancellationToken cancellation)
        {
            Asked++;
            return Task.FromResult(new SymptomObserved(Healthy, false, "so many pods"));
        }
    }
}
