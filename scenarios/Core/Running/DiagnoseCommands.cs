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
            var until = moment is DiagnoseMoment.Fault ? ShowsFault(expected) : ShowsHealth(moment, expected?.InFault, expected?.InHealth, expected?.ShowsRecovery);
            await RunOneAsync(moment, command, corrected: false, until, cancellation);
            if (expected?.Corrected is { } better)
                await RunOneAsync(moment, command with { Command = better.Command }, corrected: true, ShowsHealth(moment, better.InFault, better.InHealth, !better.Remembers), cancellation);
        }
    }

    /// <summary>In the fault a command has one chance, as at night, unless what it shows is behind: at night that is over when on-call looks.</summary>
    private static Until? ShowsFault(DiagnoseExpectation? expected) =>
        expected is { InFault: { } fault, Lags: var lags } && lags > TimeSpan.Zero ? new Until("the fault", fault, lags) : null;

    /// <summary>
    /// Before and after, it is asked again until it shows health: a pod on its way out still answers for a while, and may remember another
    /// fault. What it shows last is recorded and judged.
    /// </summary>
    private Until? ShowsHealth(DiagnoseMoment moment, OutputPattern? fault, OutputPattern? health, bool? showsRecovery) => (moment, health) switch
    {
        (DiagnoseMoment.Health, not null) => new Until("health", health, patience.Settle) { Not = fault },
        (DiagnoseMoment.After, not null) when showsRecovery is true => new Until("health", health, patience.Settle),
        _ => null,
    };

    private async Task RunOneAsync(DiagnoseMoment moment, DiagnoseCommand command, bool corrected, Until? until, CancellationToken cancellation)
    {
        var result = await AskAsync(command, until, cancellation);
        recorder.Add(new CommandRan(moment, command.Comment, command.Command, command.Line, result.ExitCode, result.Output, result.Error, result.Duration) { Corrected = corrected });
    }

    private async Task<ShellResult> AskAsync(DiagnoseCommand command, Until? until, CancellationToken cancellation)
    {
        var result = await shell.RunAsync(command.Command, cancellation);
        if (until is null)
            return result;
        try
        {
            await eventually.ReachAsync($"\"{command.Comment}\" to show {until.What}", async c =>
            {
                if (!until.Holds(result))
                    result = await shell.RunAsync(command.Command, c);
                return new Observation<bool>(until.Holds(result), true, $"exit {result.ExitCode}");
            }, until.Within, cancellation, TimeSpan.FromSeconds(1));
        }
        catch (NotReachedException)
        {
            // The judges say what it showed instead.
        }

        return result;
    }

    /// <summary>What a command is asked for again, and for how long.</summary>
    private sealed record Until(string What, OutputPattern Pattern, TimeSpan Within)
    {
        public OutputPattern? Not { get; init; }

        public bool Holds(ShellResult result) => Shows(Pattern, result) && !(Not is { } sign && Shows(sign, result));

        private static bool Shows(OutputPattern pattern, ShellResult result) => pattern.Holds(result.ExitCode, result.Output + result.Error);
    }
}
