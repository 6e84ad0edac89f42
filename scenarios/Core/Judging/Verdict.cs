using System.Text.Json;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Judging;

/// <summary>Fail beats Inconclusive beats Pass; no data is never a pass.</summary>
public enum Outcome { Pass, Inconclusive, Fail }

/// <summary>One question asked of the timeline and its answer.</summary>
public sealed record Check
{
    public required string Name { get; init; }

    /// <summary>The question of the matrix that it answers.</summary>
    public Aspect Aspect { get; init; }

    public required string Expected { get; init; }

    public required string Seen { get; init; }

    /// <summary>When it was seen, from T0.</summary>
    public TimeSpan? Offset { get; init; }

    /// <summary>How long the seen thing took; compared with <see cref="Bound"/>.</summary>
    public TimeSpan? Took { get; init; }

    public string? Bound { get; init; }

    public required Outcome Outcome { get; init; }
}

/// <summary>Something the runbook or its rules get wrong, with evidence. A finding does not fail a scenario.</summary>
public sealed record Finding(string Title, string Where, string Evidence)
{
    /// <summary>The question of the matrix that it qualifies; null where it is about the runbook's own rule.</summary>
    public Aspect? Aspect { get; init; }

    /// <summary>What the runbook's own rule did; null where it is about something else.</summary>
    public OwnRule? Rule { get; init; }
}

public enum RuleBehaviour { Fired, Late, NeverFired, WrongReason }

/// <summary>What a rule of the runbook, as written, did in one run.</summary>
public sealed record OwnRule(string Alert, RuleBehaviour Behaviour);

public sealed record Verdict
{
    public const int CurrentSchema = 1;

    public int SchemaVersion { get; init; } = CurrentSchema;

    public required string Scenario { get; init; }

    public required Outcome Outcome { get; init; }

    public required IReadOnlyList<Check> Checks { get; init; }

    public required IReadOnlyList<Finding> Findings { get; init; }

    public required string RerunCommand { get; init; }

    /// <summary>Somebody cut the run short, and so it says nothing about the alerts.</summary>
    public bool IsCutShort { get; init; }

    /// <summary>How busy the machine was, for it may be why a run failed by a moment; null where nobody measured it.</summary>
    public string? Machine { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Timeline.Json);

    /// <summary>What an on-call engineer or a developer reads first; empty for a pass.</summary>
    public string FailureText(string artefacts)
    {
        var bad = Checks.Where(c => c.Outcome is not Outcome.Pass).ToList();
        if (bad.Count == 0)
            return "";
        var lines = bad.Select(c =>
            $"""
             {(c.Outcome is Outcome.Fail ? "FAIL" : "INCONCLUSIVE")}: {c.Name}
               expected:  {c.Expected}
               bound:     {c.Bound ?? "none"}
               last seen: {c.Seen}{(c.Offset is { } at ? $" (at {Seconds.Signed(at)})" : "")}
             """);
        return $"{Scenario}: {Outcome}\n{string.Join('\n', lines)}{(Machine is null ? "" : $"\n  machine:   {Machine}")}\n  artefacts: {artefacts}\n  rerun:     {RerunCommand}";
    }
}

/// <summary>The one way offsets and durations are written.</summary>
public static class Seconds
{
    public static string Signed(TimeSpan value) =>
        FormattableString.Invariant($"{(value < TimeSpan.Zero ? "-" : "+")}{Math.Abs(value.TotalSeconds):0.0} s");

    public static string Plain(TimeSpan value) => FormattableString.Invariant($"{value.TotalSeconds:0.0} s");

    /// <summary>The middle one, or the mean of the two in the middle.</summary>
    public static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
