using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Running;

/// <summary>
/// Takes an answer of healthy pods for the next ones, too. To ask three pods five times a second takes a fifth of all that a lab takes of
/// the processor, and only where the pods are the symptom does it matter when the first of them is not well. Pods that are not are asked
/// at each look: when they are well again always matters.
/// </summary>
public sealed class SparingProbe(ISymptomProbe pods, TimeProvider clock) : ISymptomProbe
{
    /// <summary>Machine time for which healthy pods are not asked again.</summary>
    private static readonly TimeSpan WellFor = TimeSpan.FromSeconds(1);

    private (long At, SymptomObserved Seen)? last;

    public async Task<SymptomObserved> ObserveAsync(CancellationToken cancellation)
    {
        if (last is not { Seen.Healthy: true } well || clock.GetElapsedTime(well.At) >= WellFor)
            last = (clock.GetTimestamp(), await pods.ObserveAsync(cancellation));
        return last.Value.Seen;
    }
}
