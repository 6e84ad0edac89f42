using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Load;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Reporting;

/// <summary>One line of words for each event, for terminal and files alike.</summary>
public static class EventText
{
    /// <returns>Null for what is not worth a line.</returns>
    public static string? Of(TimelineEvent occurrence) => occurrence switch
    {
        PhaseStarted e => $"-- {e.Phase}",
        PhaseFailed e => $"!! {e.Phase}: {e.Reason}",
        FaultInjected e => $"inject {e.Fault} (blast radius: {e.BlastRadius})",
        FaultObserved e => $"{(e.InEffect ? "in effect" : "NOT in effect")}: {e.Evidence}",
        FaultUndone e => $"undo: {e.Detail}",
        SymptomObserved e => $"{(e.Healthy ? "well" : "not well")}{(e.Broken ? ", symptom" : "")}: {e.Detail}",
        AlertObserved e => $"{e.File}: {e.Alert} {e.State.ToString().ToLowerInvariant()}",
        NotificationArrived { Status: NotificationArrived.Malformed } e => $"{e.Route} refused a malformed notification",
        PageAcknowledged e => $"{(e.Succeeded ? "acknowledged" : "NOT acknowledged")} {e.Alert}: {e.Detail}",
        NotificationArrived e => $"{e.Route} told: {e.Alert} {e.Status}",
        CommandRan e => $"{(e.Corrected ? "corrected " : "")}$ {Line(e.Command)}   [exit {e.ExitCode}, {Seconds.Plain(e.Duration)}] {Line(e.Output.Length > 0 ? LastLine(e.Output) : LastLine(e.Error))}",
        MitigationDone e => $"mitigation {(e.Step > 0 ? $"{e.Step}. " : "")}{e.Text}: {e.Detail}{(e.StillBroken is { } broken ? $"; {(broken ? "it did not help" : "IT HELPED")}" : "")}",
        LoadMeasured e => FormattableString.Invariant($"load: {e.AchievedRate:0.0} of {e.OfferedRate:0} requests/s by {e.Engine}, {e.Completed} completed, {e.Failed} failed, p50 {e.P50Ms:0.0} ms, p99 {e.P99Ms:0} ms{Of(e.Streams)}{Of(e.Beside)}"),
        MachineMeasured e => $"machine: {Given(e)}",
        // Load and pager say themselves what they could not do.
        ObserverFailed { Observer: "load" or "pager" } e => $"{e.Observer}: {e.Reason}",
        ObserverFailed e => $"could not look at {e.Observer}: {e.Reason}",
        _ => null,
    };

    /// <summary>Streams as the end of a sentence about load; empty where none were held.</summary>
    public static string Of(StreamCounts? streams) => streams is null ? "" : FormattableString.Invariant(
        $"; streams {streams.OpenAtEnd} of {streams.Wanted} open, {streams.Events} events{string.Concat(streams.Disconnects.Select(d => $", {d.Value} {d.Key}"))}");

    /// <summary>What the machine had to give, as the end of a sentence about it.</summary>
    public static string Given(MachineMeasured machine) =>
        FormattableString.Invariant($"its processors were busy for {machine.Busy:0 %} of the run, and {machine.Stolen:0 %} was taken by its host");

    private static string Of(IReadOnlyList<BesideStep> steps) => steps.Count == 0 ? "" : "; beside it "
        + string.Join(", ", steps.Select(s => $"{s.Name} at {Seconds.Signed(s.Start)} for {Seconds.Plain(s.Duration)}{(s.Error is null ? "" : $" ({Line(s.Error)})")}"));

    private static string Line(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length > 110 ? line[..110] + "..." : line;
    }

    private static string LastLine(string text) => text.TrimEnd().Split('\n')[^1];
}
