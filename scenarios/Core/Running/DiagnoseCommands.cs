using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Runbooks;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Running;

/// <summary>Runs the diagnose commands of the scenario's section word for word and records what they show.</summary>
internal sealed class DiagnoseCommands(
    Scenario scenario, IRunbookShell shell, RunSetup setup, Patience patience, Eventually eventually, TimelineRecorder recorder)
{
    public async Task RunAsync(DiagnoseMoment moment, CancellationToken cancellation)
    {
        if (scenario.Section is not { } number)
            return;
        foreach (var command in setup.Runbook.Section(number).Diagnose)
        {
            var expected = scenario.Diagnose.FirstOrDefault(d => d.Comment == command.Comment);
            await RunOneAsync(moment, command, corrected: false, Waits(moment, expected?.Remembers) ? expected?.InHealth : null, cancellation);
            if (expected?.Corrected is { } better)
                await RunOneAsync(moment, command with { Command = better.Command }, corrected: true, Waits(moment, better.Remembers) ? better.InHealth : null, cancellation);
        }
    }

    /// <summary>
    /// In the fault a command has one chance, as at night. Before and after, it is asked again until it shows health: a pod on its way
    /// out still answers for a while. What it shows last is recorded and judged.
    /// </summary>
    private static bool Waits(DiagnoseMoment moment, bool? remembers) => moment is DiagnoseMoment.Health || (moment is DiagnoseMoment.After && remembers is false);

    private async Task RunOneAsync(DiagnoseMoment moment, DiagnoseCommand command, bool corrected, OutputPattern? health, CancellationToken cancellation)
    {
        var result = await AskAsync(command, health, cancellation);
        recorder.Add(new CommandRan(moment, command.Comment, command.Command, command.Line, result.ExitCode, result.Output, result.Error, result.Duration) { Corrected = corrected });
    }

    private async Task<ShellResult> AskAsync(DiagnoseCommand command, OutputPattern? health, CancellationToken cancellation)
    {
        var result = await shell.RunAsync(command.Command, cancellation);
        if (health is null)
            return result;
        try
        {
            await eventually.ReachAsync($"\"{command.Comment}\" to show health", async c =>
            {
                if (!health.Holds(result.ExitCode, result.Output + result.Error))
                    result = await shell.RunAsync(command.Command, c);
                return new Observation<bool>(health.Holds(result.ExitCode, result.Output + result.Error), true, $"exit {result.ExitCode}");
            }, patience.Settle, cancellation, TimeSpan.FromSeconds(1));
        }
        catch (NotReachedException)
        {
            // The judges say what it showed instead.
        }

        return result;
    }
}
