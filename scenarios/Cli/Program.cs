using System.CommandLine;
using ValeoChaos.Cli;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.RuleTests;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Runbooks;
using ValeoChaos.Core.Timelines;
using ValeoChaos.Lab;
using ValeoChaos.Scenarios;

using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl-C ends the scenario and cleans up; a second one kills.
    pressed.Cancel = !interrupt.IsCancellationRequested;
    Console.Error.WriteLine("interrupted: undoing faults and removing labs (press again to kill; the next start then cleans up)");
    interrupt.Cancel();
};
using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(
    System.Runtime.InteropServices.PosixSignal.SIGTERM,
    signal =>
    {
        signal.Cancel = true;
        interrupt.Cancel();
    });
try
{
    var parsed = CommandLine.Create().Parse(args);
    if (parsed.Errors.Count > 0)
    {
        foreach (var error in parsed.Errors)
            await Console.Error.WriteLineAsync($"error: {error.Message}");
        await Console.Error.WriteLineAsync("Try --help.");
        return ExitCodes.Usage;
    }

    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interrupt.Token);
}
catch (Exception e) when (e is LabException or NotReachedException or RunbookFormatException or RuleFileException or TimeScaleException or TimelineFormatException or RecordingFormatException or UnknownChoiceException or RuleTestException)
{
    await Console.Error.WriteLineAsync($"error: {e.Message}");
    return ExitCodes.Usage;
}
catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("cancelled");
    return ExitCodes.Inconclusive;
}
catch (OperationCanceledException e)
{
    // Nobody cancelled: it is how libraries say that there was no answer in time.
    await Console.Error.WriteLineAsync($"error: There was no answer in time: {e.Message}");
    return ExitCodes.Usage;
}
#pragma warning disable CA1031 // The last line of defence: what nobody foresaw is reported whole and is no verdict.
catch (Exception e)
#pragma warning restore CA1031
{
    await Console.Error.WriteLineAsync(e is IOException or UnauthorizedAccessException or HttpRequestException
        ? $"error: {e.Message}" : $"error: {e.Message}\nThis is not foreseen; please report it with these lines:\n{e}");
    return ExitCodes.Usage;
}
