using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Load;
using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Running;

/// <summary>Runs one scenario through its phases and returns the recording. It judges nothing.</summary>
public sealed class ScenarioRunner(RunPorts ports, RunSetup setup, Patience? patience = null)
{
    private readonly Patience patience = patience ?? new Patience();
    private readonly Eventually eventually = new(setup.Clock, setup.Progress);

    /// <remarks>Cancelling ends the scenario early; Undo and Collect still run, with a token of their own.</remarks>
    public async Task<Timeline> RunAsync(Scenario scenario, CancellationToken cancellation)
    {
        var recorder = new TimelineRecorder(setup.Clock, setup.Live);
        var session = scenario.Fault is { } fault ? new FaultSession(ports.Faults.For(fault)) : null;
        recorder.Add(new PhaseStarted(Phase.Prepare));
        var before = ports.Machine.Processors();
        await using (var load = ports.Load.Start(scenario.Load, ports.Target, CancellationToken.None))
        {
            await RunObservedAsync(scenario, session, load, recorder, cancellation);
            // Only when nobody looks any more: the end of the load is no symptom.
            await RecordAsync(recorder, load, scenario.Load);
        }

        if (ports.Machine.Since(before) is { } machine)
            recorder.Add(machine);
        recorder.Add(new PhaseStarted(Phase.Judge));
        return new Timeline
        {
            Scenario = scenario,
            Speed = setup.Scale.Factor,
            StartedAt = recorder.StartedAt,
            Rules = setup.Rules,
            Bounds = setup.Bounds,
            Tolerance = setup.Tolerance,
            Versions = setup.Versions,
            RerunCommand = setup.RerunCommand,
            Events = recorder.Snapshot(),
        };
    }

    private async Task RunObservedAsync(Scenario scenario, FaultSession? session, ILoadRun load, TimelineRecorder recorder, CancellationToken cancellation)
    {
        ISymptomProbe pods = scenario is { Symptom: Symptom.NotReady, IsQuiet: false } ? ports.Symptom : new SparingProbe(ports.Symptom, setup.Clock);
        var symptom = new LoadSymptomProbe(
            scenario.Symptom, pods, () => load.Snapshot() + (session?.Clients ?? LoadSnapshot.None), setup.Scale, setup.Clock);
        await using var observers = new Observers(ports, symptom, recorder, eventually, patience);
        var steps = new ScenarioSteps(scenario, ports, setup, patience, eventually, recorder, observers, load);
        try
        {
            await steps.RunAsync(session, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            recorder.Add(new PhaseFailed(steps.Current, PhaseFailed.Cancelled));
        }
        finally
        {
            await steps.UndoAsync(session);
        }

        await steps.CollectAsync();
    }

    /// <summary>A load engine that died leaves no measurement, which is inconclusive; it does not take the recording with it.</summary>
    private static async Task RecordAsync(TimelineRecorder recorder, ILoadRun load, LoadProfile profile)
    {
        try
        {
            recorder.Add((await load.StopAsync()).ToEvent(profile));
        }
#pragma warning disable CA1031 // Whatever an engine dies of is evidence.
        catch (Exception e)
#pragma warning restore CA1031
        {
            recorder.Add(new ObserverFailed("load", e.Message));
        }
    }
}
