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
            var result = await AskAsync(moment, command, cancellation);
            recorder.Add(new CommandRan(moment, command.Comment, command.Command, command.Line, result.ExitCode, result.Output, result.Error, result.Duration));
        }
    }

    /// <summary>
    /// In the fault a command has one chance, as at night. Before and after, it is asked again until it shows health: a pod on its way
    /// out still answers for a while. What it shows last is recorded and judged.
    /// </summary>
    private async Task<ShellResult> AskAsync(DiagnoseMoment moment, DiagnoseCommand command, CancellationToken cancellation)
    {
        var expected = scenario.Diagnose.FirstOrDefault(d => d.Comment == command.Comment);
        var result = await shell.RunAsync(command.Command, cancellation);
        if (moment is DiagnoseMoment.Fault || expected?.InHealth is not { } health || (moment is DiagnoseMoment.After && expected.Remembers))
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
