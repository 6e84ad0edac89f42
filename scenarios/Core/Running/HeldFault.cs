using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Running;

/// <summary>Lets the fault last as long as the scenario says, and has its pages acknowledged meanwhile where it says so.</summary>
internal sealed class HeldFault(Scenario scenario, IPager pager, TimeScale scale, Eventually eventually, TimelineRecorder recorder)
{
    private bool acknowledged;

    public async Task HoldAsync(CancellationToken cancellation)
    {
        var start = recorder.Now;
        foreach (var page in scenario.Alerts.Where(a => a.AcknowledgedAfter is not null).OrderBy(a => a.AcknowledgedAfter))
        {
            await UntilAsync($"the moment to acknowledge {page.Alert}", page.AcknowledgedAfter!.Value);
            await AcknowledgeAsync(page.Alert, cancellation);
        }

        await UntilAsync("self-healing, which must not come", scenario.Hold);

        Task UntilAsync(string why, TimeSpan production)
        {
            var left = scale.Scale(production) - (recorder.Now - start);
            return left > TimeSpan.Zero ? eventually.HoldAsync(why, left, cancellation) : Task.CompletedTask;
        }
    }

    /// <summary>A page that could not be acknowledged is evidence, and the fault is held on.</summary>
    private async Task AcknowledgeAsync(string alert, CancellationToken cancellation)
    {
        acknowledged = true;
        try
        {
            recorder.Add(new PageAcknowledged(alert, true, await pager.AcknowledgeAsync(alert, cancellation)));
        }
#pragma warning disable CA1031 // Whatever keeps on-call from the pager is judged, not thrown.
        catch (Exception e) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            recorder.Add(new PageAcknowledged(alert, false, e.Message));
        }
    }

    /// <summary>After the end of the alert: earlier, an escalation that was held back would still go out.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation)
    {
        if (!acknowledged)
            return;
        try
        {
            await pager.ReleaseAsync(cancellation);
        }
#pragma warning disable CA1031 // What stays acknowledged shows in the next run: its page does not ring.
        catch (Exception e)
#pragma warning restore CA1031
        {
            recorder.Add(new ObserverFailed("pager", $"an acknowledgement could not be taken back: {e.Message}"));
        }
    }
}
