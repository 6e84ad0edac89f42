using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Judging;

/// <summary>A command is credited only if its output in the fault differs from health in the way the scenario states.</summary>
public sealed class DiagnoseJudge : IJudge
{
    public string Name => "diagnose";

    public Ruling Rule(TimelineView timeline)
    {
        var rulings = timeline.Scenario.Diagnose.SelectMany(expected => Judged(timeline, expected)).ToList();
        return new Ruling([.. rulings.Select(r => r.Check)], [.. rulings.Select(r => r.Finding).OfType<Finding>()]);
    }

    private static IEnumerable<(Check Check, Finding? Finding)> Judged(TimelineView timeline, DiagnoseExpectation expected)
    {
        var tells = $"\"{expected.Comment}\" tells fault from health";
        if (Runs.Of(timeline, expected.Comment, corrected: false) is not { } own)
            yield return (NotRun(timeline, tells, expected.Comment, corrected: false), null);
        else if (expected.IsReliable)
            yield return (Discriminates(timeline, tells, expected.InFault, expected.InHealth, expected.ShowsRecovery, own), null);
        else
            yield return expected.BlindBecause is { } because ? Blind(timeline, expected, because, own) : Chancy(timeline, expected, own);
        if (expected.Corrected is not { } better)
            yield break;
        var name = $"\"{expected.Comment}\", corrected, tells fault from health";
        yield return (Runs.Of(timeline, expected.Comment, corrected: true) is { } runs
            ? Discriminates(timeline, name, better.InFault, better.InHealth, !better.Remembers, runs)
            : NotRun(timeline, name, expected.Comment, corrected: true), null);
    }

    private static Check Discriminates(
        TimelineView timeline, string name, OutputPattern? inFault, OutputPattern? inHealth, bool showsRecovery, Runs runs)
    {
        var faults = new List<string>();
        Require(faults, "in health", runs.Health, inHealth);
        Require(faults, "in the fault", runs.Fault, inFault);
        if (showsRecovery)
            Require(faults, "afterwards", runs.After, inHealth);
        if (inFault is { } sign && Holds(sign, runs.Health))
            faults.Add($"the sign of the fault ({sign}) is there in health, too");
        return new Check
        {
            Name = name,
            Aspect = Aspect.Diagnose,
            Expected = $"fault: {inFault}; health: {inHealth}",
            Seen = faults.Count == 0 ? Seen(runs) : string.Join("; ", faults),
            Offset = timeline.Offset(runs.Fault),
            Took = runs.Fault.Duration,
            Outcome = faults.Count == 0 ? Outcome.Pass : Outcome.Fail,
        };
    }

    private static (Check, Finding?) Blind(TimelineView timeline, DiagnoseExpectation expected, string because, Runs runs)
    {
        var (health, fault) = (runs.Health, runs.Fault);
        var same = expected.InHealth is { } pattern
            ? Holds(pattern, health) && Holds(pattern, fault)
            : health.ExitCode == fault.ExitCode && health.Output == fault.Output && health.Error == fault.Error;
        var check = new Check
        {
            Name = $"\"{expected.Comment}\" is blind to this cause",
            Aspect = Aspect.Diagnose,
            Expected = $"{(expected.InHealth is { } sign ? $"{sign}, in fault and health alike" : "the same output in fault and health")}, because {because}",
            Seen = same ? $"the same: {Short(fault)}" : $"{Seen(runs)}. State what it shows in the scenario",
            Offset = timeline.Offset(fault),
            Took = fault.Duration,
            Outcome = same ? Outcome.Pass : Outcome.Fail,
        };
        return (check, same ? Found(timeline, expected, "cannot tell this fault from health", because, fault) : null);
    }

    /// <summary>Whether it showed the fault this time decides nothing; that it is silent in health does.</summary>
    private static (Check, Finding?) Chancy(TimelineView timeline, DiagnoseExpectation expected, Runs runs)
    {
        var silent = expected.InHealth is not { } health || Holds(health, runs.Health);
        var check = new Check
        {
            Name = $"\"{expected.Comment}\" shows this cause by chance",
            Aspect = Aspect.Diagnose,
            Expected = $"health: {expected.InHealth}; fault: by chance, because {expected.ChanceBecause}",
            Seen = Seen(runs),
            Offset = timeline.Offset(runs.Fault),
            Took = runs.Fault.Duration,
            Outcome = silent ? Outcome.Pass : Outcome.Fail,
        };
        return (check, Found(timeline, expected, "shows this fault only by chance", $"{expected.ChanceBecause}; this time: {Short(runs.Fault)}", runs.Fault));
    }

    /// <summary>What is wrong with the command, and what works in its place: its correction, or other commands of the section.</summary>
    private static Finding Found(TimelineView timeline, DiagnoseExpectation expected, string wrong, string because, CommandRan fault)
    {
        var others = timeline.Scenario.Diagnose.Where(d => d.IsReliable).Select(d => $"\"{d.Comment}\"").ToList();
        var works = expected.Corrected is { } corrected ? $"; what works: {corrected.Command}" : others.Count > 0 ? $"; what tells it: {string.Join(", ", others)}" : "";
        return new Finding($"\"{expected.Comment}\" {wrong}", $"runbook, line {fault.Line}: {fault.Command}", because + works) { Aspect = Aspect.Diagnose };
    }

    private static Check NotRun(TimelineView timeline, string name, string comment, bool corrected)
    {
        DiagnoseMoment[] missing = [.. Enum.GetValues<DiagnoseMoment>().Where(m => Runs.Last(timeline, comment, corrected, m) is null)];
        return new Check
        {
            Name = name,
            Aspect = Aspect.Diagnose,
            Expected = "run in health, in the fault and afterwards",
            Seen = $"not run in: {string.Join(", ", missing.Select(m => m.ToString().ToLowerInvariant()))}",
            Outcome = Outcome.Inconclusive,
        };
    }

    private static void Require(List<string> faults, string when, CommandRan run, OutputPattern? pattern)
    {
        if (pattern is not null && !Holds(pattern, run))
            faults.Add($"{when}: expected {pattern}, got {Short(run)}");
    }

    private static bool Holds(OutputPattern pattern, CommandRan run) => pattern.Holds(run.ExitCode, run.Output + run.Error);

    private static string Seen(Runs runs) => $"fault: {Short(runs.Fault)}; health: {Short(runs.Health)}";

    private static string Short(CommandRan run)
    {
        var lines = (run.Output + run.Error).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // The reason of a failure stands at the end of a line, the subject at its beginning.
        var text = lines.Length == 0 ? "no output" : lines[^1].Length > 120 ? $"{lines[^1][..40]} ... {lines[^1][^75..]}" : lines[^1];
        return $"exit {run.ExitCode}, \"{text}\"";
    }

    /// <summary>The last run of a command at each moment.</summary>
    private sealed record Runs(CommandRan Health, CommandRan Fault, CommandRan After)
    {
        /// <summary>Null where it was not run at one of them.</summary>
        public static Runs? Of(TimelineView timeline, string comment, bool corrected) =>
            Last(timeline, comment, corrected, DiagnoseMoment.Health) is { } health
            && Last(timeline, comment, corrected, DiagnoseMoment.Fault) is { } fault
            && Last(timeline, comment, corrected, DiagnoseMoment.After) is { } after ? new Runs(health, fault, after) : null;

        public static CommandRan? Last(TimelineView timeline, string comment, bool corrected, DiagnoseMoment moment) =>
            timeline.All<CommandRan>().LastOrDefault(c => c.Comment == comment && c.Corrected == corrected && c.Moment == moment);
    }
}
