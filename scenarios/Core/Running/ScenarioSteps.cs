using System.Globalization;
using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Running;

/// <summary>
/// The phases. One that cannot go on ends the run at Undo; one that only missed its goal (an alert that does not
/// come, say) is noted and the run goes on, for the evidence of the later phases is worth having.
/// </summary>
internal sealed class ScenarioSteps(
    Scenario scenario, RunPorts ports, RunSetup setup, Patience patience, Eventually eventually,
    TimelineRecorder recorder, Observers observers, ILoadRun load)
{
    private readonly BesideLoad beside = new(load, recorder, patience.Beside, setup.Clock);
    private readonly DiagnoseCommands commands = new(scenario, ports.Shell, setup, patience, eventually, recorder);
    private readonly MitigationSteps mitigation = new(scenario, ports.Mitigator, setup.Runbook, patience, eventually, recorder, observers, load, setup.Scale);
    private readonly HeldFault held = new(scenario, ports.Pager, setup.Scale, eventually, recorder);

    public Phase Current { get; private set; } = Phase.Prepare;

    public async Task RunAsync(FaultSession? session, CancellationToken cancellation)
    {
        if (session is not null && !await TryAsync(Phase.Prepare, session.PrepareAsync, cancellation))
            return;
        if (!await ReachedAsync(Phase.Gate, GateAsync, cancellation))
            return;
        if (session is null || scenario.IsQuiet)
            await QuietAsync(session, cancellation);
        else
            await BrokenAsync(session, cancellation);
    }

    /// <summary>What looks like a fault happens, and the monitoring is watched for as long as its slowest rule needs to make up its mind.</summary>
    private async Task QuietAsync(FaultSession? session, CancellationToken cancellation)
    {
        if (session is not null && (!await ReachedAsync(Phase.Inject, c => InjectAsync(session, c), cancellation)
            || !await ReachedAsync(Phase.InEffect, c => SeenAsync(session, c), cancellation)))
            return;
        if (session is not null && scenario.OverAfter is { } over && !await TryAsync(Phase.InEffect, c => EndAsync(session, over, c), cancellation))
            return;
        await ReachedAsync(Phase.Hold, c => QuietDayAsync(session, c), cancellation);
    }

    private async Task EndAsync(FaultSession session, TimeSpan after, CancellationToken cancellation)
    {
        await eventually.HoldAsync($"{scenario.Fault!.Name} to be over", setup.Scale.Scale(after), cancellation);
        await session.UndoAsync(cancellation);
    }

    private async Task QuietDayAsync(FaultSession? session, CancellationToken cancellation)
    {
        await eventually.HoldAsync("a quiet day to pass", setup.Scale.Scale(scenario.QuietFor), cancellation);
        // Something in the cluster may have taken it back, and then the silence was no answer to it.
        if (session is { State: FaultState.InEffect } && scenario.Fault!.Lasts)
            recorder.Add(ObservedAs(await session.ObserveAsync(cancellation)));
    }

    private async Task BrokenAsync(FaultSession session, CancellationToken cancellation)
    {
        if (!await ReachedAsync(Phase.Inject, c => InjectAsync(session, c), cancellation)
            || !await ReachedAsync(Phase.InEffect, c => InEffectAsync(session, c), cancellation))
            return;
        await ReachedAsync(Phase.Alert, AlertAsync, cancellation);
        await ReachedAsync(Phase.Hold, HoldAsync, cancellation);
        await ReachedAsync(Phase.Diagnose, c => commands.RunAsync(DiagnoseMoment.Fault, c), cancellation);
        await ReachedAsync(Phase.Mitigate, mitigation.RunAsync, cancellation);
        if (await ReachedAsync(Phase.Restore, RestoreAsync, cancellation))
            await ReachedAsync(Phase.Resolve, ResolveAsync, cancellation);
    }

    private Task<bool> ReachedAsync(Phase phase, Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        recorder.Add(new PhaseStarted(phase));
        return TryAsync(phase, work, cancellation);
    }

    private async Task<bool> TryAsync(Phase phase, Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        Current = phase;
        try
        {
            cancellation.ThrowIfCancellationRequested();
            await work(cancellation);
            return true;
        }
#pragma warning disable CA1031 // Whatever stops a phase is evidence; the judges decide what it means.
        catch (Exception e) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            recorder.Add(new PhaseFailed(phase, e.Message));
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // What is cut off by the cancelling fails in its own way, a socket not as a task does.
            throw new OperationCanceledException($"{phase} was cut off: {e.Message}", e, cancellation);
        }
    }

    private async Task GateAsync(CancellationToken cancellation)
    {
        // What is in the window of a load before this one takes as long as the window to leave it.
        var within = patience.Steady + SymptomWindow;
        await eventually.LastsAsync("steady state", async c =>
        {
            var (steady, seen) = Steady();
            if (steady)
                (steady, seen) = await ports.Alerts.SeesHealthAsync(scenario.Symptom, c);
            if (steady && MeasuresShares)
                (steady, seen) = await IsOfThisLoadAsync(c);
            return (steady, seen);
        }, patience.SteadyFor, within, cancellation);
        if (scenario.Section is null)
            return;
        await commands.RunAsync(DiagnoseMoment.Health, cancellation);
        await SteadyAgainAsync(within, cancellation);
    }

    /// <summary>The commands can make a slow machine slow by themselves, and a rule that is pending for that would fire before its time.</summary>
    private Task SteadyAgainAsync(TimeSpan within, CancellationToken cancellation)
    {
        var last = observers.Symptom;
        return eventually.LastsAsync(
            "steady state after the commands", _ => Task.FromResult(ReferenceEquals(observers.Symptom, last) ? (false, "no look since") : Steady()), TimeSpan.Zero, within, cancellation);
    }

    private TimeSpan SymptomWindow => setup.Scale.Scale(scenario.Symptom.Window());

    private bool MeasuresShares => !scenario.IsQuiet && scenario.Symptom is (Symptom.Errors or Symptom.Latency);

    private (bool Steady, string Seen) Steady()
    {
        var active = observers.Rules.Where(r => r.Value is not AlertState.Inactive).Select(r => $"{r.Key.File}/{r.Key.Alert} is {r.Value}").ToList();
        var measured = load.Snapshot();
        if (observers.Symptom is not { Healthy: true, Broken: false })
            return (false, observers.Symptom?.Detail ?? "no look at the symptom yet");
        if (observers.Rules.Count == 0)
            return (false, "Prometheus has no rules yet");
        if (active.Count > 0)
            return (false, string.Join(", ", active));
        return measured.Completed > 0 ? (true, "steady") : (false, $"no request has completed, {measured.Failed} failed");
    }

    /// <summary>
    /// A share of requests is measured on this load and judged by rules that count whatever came in their window. What a load before
    /// this one left there delays the rule alone, and would make it late.
    /// </summary>
    private async Task<(bool IsSo, string Seen)> IsOfThisLoadAsync(CancellationToken cancellation)
    {
        var counted = await ports.Alerts.CountRequestsAsync(SymptomWindow, cancellation);
        var measured = load.Snapshot();
        var sent = measured.Completed + measured.Failed;
        // Prometheus extrapolates to the ends of the window, by a scrape interval at most.
        return (counted <= (sent * 1.1) + 5, string.Create(CultureInfo.InvariantCulture, $"the rules' window holds {counted:0} requests, {sent} of them of this load"));
    }

    private async Task InjectAsync(FaultSession session, CancellationToken cancellation)
    {
        recorder.Add(new FaultInjected(scenario.Fault!.Name, scenario.Fault.BlastRadius));
        await beside.RunAsync($"inject {scenario.Fault.Name}", session.InjectAsync, cancellation);
    }

    private async Task InEffectAsync(FaultSession session, CancellationToken cancellation)
    {
        await SeenAsync(session, cancellation);
        await eventually.ReachAsync($"the symptom: {scenario.Symptom.Broken()}", _ => Task.FromResult(new Observation<bool>(
            observers.Symptom is { Broken: true }, true, observers.Symptom?.Detail ?? "no look")), patience.InEffect + setup.Scale.Scale(scenario.Symptom.Window()), cancellation);
    }

    private async Task SeenAsync(FaultSession session, CancellationToken cancellation)
    {
        FaultObservation? last = null;
        try
        {
            last = await eventually.ReachAsync("the fault to take effect", async c =>
            {
                last = await session.ObserveAsync(c);
                return new Observation<FaultObservation>(last.InEffect, last, last.Evidence);
            }, patience.InEffect, cancellation);
        }
        finally
        {
            if (last is not null)
                recorder.Add(ObservedAs(last));
        }
    }

    private static FaultObserved ObservedAs(FaultObservation look) => new(look.InEffect, look.Evidence);

    private async Task AlertAsync(CancellationToken cancellation)
    {
        foreach (var expected in scenario.Alerts)
        {
            var bounds = setup.Bounds.First(b => b.Alert == expected.Alert);
            // The judge adds to the ceiling what pods take to come back.
            var comeBack = scenario.Symptom is Symptom.StreamsLost ? patience.InEffect : TimeSpan.Zero;
            await eventually.ReachAsync($"{expected.Alert} to fire and page {string.Join(", ", expected.Teams)}", _ =>
            {
                var state = observers.Rules.GetValueOrDefault((TimelineView.CorrectedFile, expected.Alert));
                var told = Told([.. expected.Teams, .. expected.Copies], expected.Alert, "firing");
                return Task.FromResult(new Observation<bool>(
                    state is AlertState.Firing && told.Count == expected.Teams.Count + expected.Copies.Count, true, $"{state}, told: {string.Join(", ", told)}"));
            }, bounds.Ceiling + comeBack + bounds.NotifyCeiling + patience.BeyondCeiling, cancellation);
        }
    }

    private Task HoldAsync(CancellationToken cancellation) => beside.RunAsync("hold", held.HoldAsync, cancellation);

    private Task RestoreAsync(CancellationToken cancellation)
    {
        var lasts = LoadSymptomProbe.LongestLull(scenario.Symptom);
        var within = (scenario.Mitigation?.RestoresWithinMachineTime ?? patience.InEffect) + LoadSymptomProbe.Memory(scenario.Symptom, setup.Scale);
        return eventually.LastsAsync(
            $"health: {scenario.Symptom.Well()}", _ => Task.FromResult((observers.Symptom is { Healthy: true }, observers.Symptom?.Detail ?? "no look")),
            lasts, within + lasts, cancellation);
    }

    private Task<bool> HealthyAsync(TimeSpan within, CancellationToken cancellation) =>
        eventually.ReachAsync($"health: {scenario.Symptom.Well()}", _ => Task.FromResult(new Observation<bool>(
            observers.Symptom is { Healthy: true }, true, observers.Symptom?.Detail ?? "no look")), within, cancellation);

    private async Task ResolveAsync(CancellationToken cancellation)
    {
        foreach (var expected in scenario.Alerts)
        {
            var bounds = setup.Bounds.First(b => b.Alert == expected.Alert);
            await eventually.ReachAsync($"{expected.Alert} to resolve", _ =>
            {
                var state = observers.Rules.GetValueOrDefault((TimelineView.CorrectedFile, expected.Alert));
                // Only who was told of the fire needs to hear that it is out; an acknowledged page is closed by whoever took it on.
                IReadOnlyList<string> routes = expected.AcknowledgedAfter is null
                    ? [.. expected.Teams, .. expected.Copies, .. expected.Escalations.Select(e => e.Team)] : [];
                var owed = Told(routes, expected.Alert, "firing").Except(Told(routes, expected.Alert, "resolved")).ToList();
                // An escalation ends one evaluation later, and one that is held back must not outlive what holds it.
                var escalated = observers.Rules.GetValueOrDefault((TimelineView.EscalationFile, expected.Alert));
                return Task.FromResult(new Observation<bool>(
                    state is AlertState.Inactive && escalated is AlertState.Inactive && owed.Count == 0, true,
                    $"{state}, its escalation {escalated}, not yet told: {string.Join(", ", owed)}"));
            }, bounds.ResolveCeiling + (bounds.FlappingWindow / 2) + bounds.Escalations.Select(e => e.OverCeiling).Append(bounds.ResolvedNotifyCeiling).Max() + patience.BeyondCeiling, cancellation);
        }

        await commands.RunAsync(DiagnoseMoment.After, cancellation);
    }

    private List<string> Told(IReadOnlyList<string> routes, string alert, string status)
    {
        var all = observers.Notifications;
        return [.. routes.Where(route => all.Any(n => n.Route == route && n.Alert == alert && n.Status == status))];
    }

    /// <summary>Always runs, never on a cancelled token, and waits until the system is well again.</summary>
    public async Task UndoAsync(FaultSession? session)
    {
        if (session is null)
            return;
        recorder.Add(new PhaseStarted(Phase.Undo));
        using var own = new CancellationTokenSource(patience.Undo, setup.Clock);
        try
        {
            await beside.RunAsync("undo", session.UndoAsync, own.Token);
            // With a bound of its own, and words for what is not well; the token's would say that something was cancelled.
            await HealthyAsync(patience.Undo + LoadSymptomProbe.Memory(scenario.Symptom, setup.Scale), CancellationToken.None);
            recorder.Add(new FaultUndone(true, $"the fault is gone, and {scenario.Symptom.Well()}"));
        }
#pragma warning disable CA1031 // The failure is recorded and judged; it must not hide what the phases found.
        catch (Exception e)
#pragma warning restore CA1031
        {
            recorder.Add(new FaultUndone(false, e.Message));
        }

        using var last = new CancellationTokenSource(patience.Undo, setup.Clock);
        await held.ReleaseAsync(last.Token);
    }

    public async Task CollectAsync()
    {
        recorder.Add(new PhaseStarted(Phase.Collect));
        using var own = new CancellationTokenSource(patience.Undo, setup.Clock);
        try
        {
            await ports.Evidence.CollectAsync(own.Token);
        }
#pragma warning disable CA1031 // Missing logs must not turn a verdict into a crash.
        catch (Exception e)
#pragma warning restore CA1031
        {
            recorder.Add(new PhaseFailed(Phase.Collect, e.Message));
        }
    }
}
