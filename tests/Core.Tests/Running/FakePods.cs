using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Tests.Running;

/// <summary>Pods that answer as they are told to, and count how often they are asked.</summary>
internal sealed class FakePods : ISymptomProbe
{
    public SymptomObserved Seen { get; set; } = new(true, false, "3 of 3 pods 200");

    public int Asked { get; private set; }

    public Task<SymptomObserved> ObserveAsync(CancellationToken cancellation)
    {
        Asked++;
        return Task.FromResult(Seen);
    }
}
