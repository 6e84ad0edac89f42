using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Runbooks;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Running;

/// <summary>Does what the runbook says against the cause, step by step, and sees after each that must not help whether it did.</summary>
internal sealed class MitigationSteps(
    Scenario scenario, IMitigator mitigator, Runbook runbook, Patience patience, Eventually eventually, TimelineRecorder recorder, Observers observers,
    ILoadRun load, TimeScale scale)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (observers.Symptom is { } before)
            recorder.Add(before);
        foreach (var plan in scenario.Mitigation?.Steps ?? [])
            await PerformAsync(plan, cancellation);
    }

    private async Task PerformAsync(MitigationStepPlan plan, CancellationToken cancellation)
    {
        var step = plan.Step is { } number ? runbook.Section(scenario.Section!.Value).Mitigation.First(m => m.Number == number) : null;
        var (text, line) = (step?.Text ?? $"{plan.Action}, which the runbook does not name", step?.Line ?? 0);
        try
        {
            var detail = await mitigator.PerformAsync(plan.Action, cancellation);
            if (!plan.Heals)
                await eventually.HoldAsync($"step {plan.Step} to help, which it must not", patience.Futile, cancellation);
            recorder.Add(new MitigationDone(plan.Step ?? 0, text, line, true, detail) { StillBroken = plan.Heals ? null : await IsStillThereAsync(cancellation) });
            if (!plan.Heals && observers.Symptom is { } after)
                recorder.Add(after);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            recorder.Add(new MitigationDone(plan.Step ?? 0, text, line, false, e.Message));
            throw;
        }
    }

    /// <summary>
    /// Looks on where the symptom is away until it is back or has been away for longer than a lull. Lost streams show long after the last
    /// loss: there it is another loss that counts.
    /// </summary>
    private async Task<bool> IsStillThereAsync(CancellationToken cancellation)
    {
        if (scenario.Symptom is Symptom.StreamsLost)
            return await LosesOnAsync(cancellation);
        var since = recorder.Now;
        var lull = LoadSymptomProbe.LongestLull(scenario.Symptom);
        return await eventually.ReachAsync("the symptom to come back or to stay away", _ =>
        {
            var there = observers.Symptom is { Acute: true };
            return Task.FromResult(new Observation<bool>(there || recorder.Now - since >= lull, there, observers.Symptom?.Detail ?? "no look"));
        }, lull + patience.InEffect, cancellation);
    }

    private async Task<bool> LosesOnAsync(CancellationToken cancellation)
    {
        // Streams that were opened together are cut together, and then not again for as long as the symptom shows.
        var within = LoadSymptomProbe.Memory(scenario.Symptom, scale) + patience.Futile;
        var (since, lost) = (recorder.Now, load.Snapshot().StreamsLost);
        return await eventually.ReachAsync("another stream to be lost, or none for a while", _ =>
        {
            var more = load.Snapshot().StreamsLost - lost;
            return Task.FromResult(new Observation<bool>(more > 0 || recorder.Now - since >= within, more > 0, $"{more} more streams lost"));
        }, within + patience.InEffect, cancellation);
    }
}
