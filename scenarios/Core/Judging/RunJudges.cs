using ValeoChaos.Core.Load;
using ValeoChaos.Core.Reporting;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Judging;

/// <summary>Were the observers there all the time? Silence counts only where somebody listened.</summary>
public sealed class RecordingJudge : IJudge
{
    public string Name => "recording";

    public Ruling Rule(TimelineView timeline)
    {
        var polls = timeline.All<RulesPolled>().LastOrDefault();
        var total = (polls?.Succeeded ?? 0) + (polls?.Failed ?? 0);
        var missing = timeline.Timeline.Rules.Select(r => $"{r.File}/{r.Alert}").Except(polls?.Rules ?? []).ToList();
        var expected = timeline.Scenario.Alerts.Select(a => $"{TimelineView.CorrectedFile}/{a.Alert}").Except(polls?.Rules ?? []).ToList();
        var blind = !timeline.RulesWereRead || missing.Count > 0 || expected.Count > 0;
        return Ruling.Of([.. Whole(timeline), new Check
        {
            Name = "rules observed",
            Expected = "every rule of every file, read all the time",
            Seen = missing.Concat(expected).Any()
                ? $"Prometheus does not have {string.Join(", ", missing.Concat(expected).Distinct())}"
                : $"{polls?.Succeeded ?? 0} of {total} looks succeeded{(polls?.Blind > TimeSpan.Zero ? $", and none for {Seconds.Plain(polls.Blind.Value)} in all" : "")}",
            Bound = "at least 80 % of the looks and of the time",
            Outcome = blind ? Outcome.Inconclusive : Outcome.Pass,
        }, Receivers(timeline)]);
    }

    private static IEnumerable<Check> Whole(TimelineView timeline)
    {
        if (timeline.CutShort is { } phase)
            yield return new Check { Name = "run to its end", Expected = "every phase", Seen = $"cut short in {phase}", Outcome = Outcome.Inconclusive };
    }

    /// <summary>That nobody further was told counts only where the receivers said so.</summary>
    private static Check Receivers(TimelineView timeline)
    {
        var read = timeline.All<NotificationsRead>().LastOrDefault();
        return new Check
        {
            Name = "receivers observed",
            Expected = "all that they got, until the end of the run",
            Seen = read?.Detail ?? "nobody asked them at the end",
            Outcome = read is { ToTheEnd: true } ? Outcome.Pass : Outcome.Inconclusive,
        };
    }
}

/// <summary>A run that did not reach its minimum load, or never held all its streams, is void.</summary>
public sealed class LoadJudge : IJudge
{
    public string Name => "load";

    public Ruling Rule(TimelineView timeline)
    {
        var load = timeline.All<LoadMeasured>().LastOrDefault();
        var wanted = timeline.Scenario.Load.Streams.Sum(s => s.Clients);
        return Ruling.Of(new Check
        {
            Name = "load reached",
            Expected = Offered(load, timeline.Scenario.Load) + (wanted > 0 ? $", {wanted} streams held" : ""),
            Seen = load is null
                ? "no measurement"
                : FormattableString.Invariant($"{load.AchievedRate:0.0} requests/s sent by {load.Engine}; {load.Completed} completed, {load.Failed} failed, p99 {load.P99Ms:0} ms{EventText.Of(load.Streams)}"),
            Bound = FormattableString.Invariant($"at least {load?.MinimumRate ?? timeline.Scenario.Load.MinimumRate:0.#} requests/s"),
            Outcome = load is not null && load.Offered > 0 && load.AchievedRate >= load.MinimumRate && (load.Streams?.MostOpen ?? 0) >= wanted
                ? Outcome.Pass : Outcome.Inconclusive,
        });
    }

    private static string Offered(LoadMeasured? load, LoadProfile profile) => load is { OfferedRate: 0, Offered: > 0 }
        ? "as many requests as the copies can make"
        : FormattableString.Invariant($"{load?.OfferedRate ?? profile.ArrivalRate:0.#} requests/s offered");
}

/// <summary>A fault injected into a system that was not well proves nothing.</summary>
public sealed class SteadyStateJudge : IJudge
{
    public string Name => "steady state";

    public Ruling Rule(TimelineView timeline)
    {
        var reason = timeline.WhyFailed(Phase.Prepare) ?? timeline.WhyFailed(Phase.Gate);
        var reached = timeline.Start(Phase.Gate) is not null && reason is null;
        return Ruling.Of(new Check
        {
            Name = "steady state before the fault",
            Expected = $"{timeline.Scenario.Symptom.Well()}, nothing fires, load flows",
            Seen = reason ?? (reached ? "steady" : "the gate was never reached"),
            Outcome = reached ? Outcome.Pass : Outcome.Inconclusive,
        });
    }
}

/// <summary>The fault is observed, never assumed; and it is gone at the end.</summary>
public sealed class FaultJudge : IJudge
{
    public string Name => "fault";

    public Ruling Rule(TimelineView timeline) =>
        timeline.Scenario.Fault is { } fault ? Ruling.Of(Effect(timeline, fault.Name), Undone(timeline)) : Ruling.Of();

    private static Check Effect(TimelineView timeline, string fault)
    {
        var first = timeline.All<FaultObserved>().FirstOrDefault(e => e.InEffect);
        var last = timeline.All<FaultObserved>().LastOrDefault();
        var symptom = timeline.SymptomBegan;
        var quiet = timeline.Scenario.IsQuiet;
        var both = timeline.IsInjected && first is not null && (quiet || symptom is not null);
        // Only a quiet day looks again; a symptom says by itself how long the fault was there.
        var gone = both && last is { InEffect: false };
        return new Check
        {
            Name = "fault in effect",
            Expected = quiet ? fault : $"{fault}, and {timeline.Scenario.Symptom.Broken()}",
            Seen = gone ? $"{first!.Evidence}; it did not last: {last!.Evidence}"
                : both ? quiet ? first!.Evidence : $"{first!.Evidence}; {symptom!.Detail}"
                : !timeline.IsInjected ? "it was not injected"
                : first is not null ? $"the fault is there ({first.Evidence}) and the symptom never came"
                : $"never took effect: {last?.Evidence ?? "nobody looked"}",
            Offset = first is null ? null : timeline.Offset(first),
            Outcome = both && !gone ? Outcome.Pass : Outcome.Inconclusive,
        };
    }

    private static Check Undone(TimelineView timeline)
    {
        var undone = timeline.All<FaultUndone>().LastOrDefault();
        return new Check
        {
            Name = "fault undone",
            Expected = "the system is as it was before",
            Seen = undone?.Detail ?? "undo did not run",
            Offset = undone is null ? null : timeline.Offset(undone),
            // A system that is sick without the fault is not the fault's.
            Outcome = undone is { Succeeded: true } ? Outcome.Pass : timeline.LacksItsFault ? Outcome.Inconclusive : Outcome.Fail,
        };
    }
}
