using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Judging;

/// <summary>A command is credited only if its output in the fault differs from health in the way the scenario states.</summary>
public sealed class DiagnoseJudge : IJudge
{
    public string Name => "diagnose";

    public Ruling Rule(TimelineView timeline)
    {
        var rulings = timeline.Scenario.Diagnose.Select(expected => Judged(timeline, expected)).ToList();
        return new Ruling([.. rulings.Select(r => r.Check)], [.. rulings.Select(r => r.Finding).OfType<Finding>()]);
    }

    private static (Check Check, Finding? Finding) Judged(TimelineView timeline, DiagnoseExpectation expected)
    {
        var runs = timeline.All<CommandRan>().Where(c => c.Comment == expected.Comment).ToLookup(c => c.Moment);
        var health = runs[DiagnoseMoment.Health].LastOrDefault();
        var fault = runs[DiagnoseMoment.Fault].LastOrDefault();
        var after = runs[DiagnoseMoment.After].LastOrDefault();
        if (health is null || fault is null || after is null)
            return (Missing(expected, health, fault), null);
        return expected.BlindBecause is { } because
            ? Blind(timeline, expected, because, health, fault)
            : (Discriminates(timeline, expected, health, fault, after), null);
    }

    private static Check Discriminates(TimelineView timeline, DiagnoseExpectation expected, CommandRan health, CommandRan fault, CommandRan after)
    {
        var faults = new List<string>();
        Require(faults, "in health", health, expected.InHealth);
        Require(faults, "in the fault", fault, expected.InFault);
        if (!expected.Remembers)
            Require(faults, "afterwards", after, expected.InHealth);
        if (expected.InFault is { } sign && Holds(sign, health))
            faults.Add($"the sign of the fault ({sign}) is there in health, too");
        return new Check
        {
            Name = $"\"{expected.Comment}\" tells fault from health",
            Aspect = Aspect.Diagnose,
            Expected = $"fault: {expected.InFault}; health: {expected.InHealth}",
            Seen = faults.Count == 0 ? $"fault: {Short(fault)}; health: {Short(health)}" : string.Join("; ", faults),
            Offset = timeline.Offset(fault),
            Took = fault.Duration,
            Outcome = faults.Count == 0 ? Outcome.Pass : Outcome.Fail,
        };
    }

    private static (Check, Finding?) Blind(TimelineView timeline, DiagnoseExpectation expected, string because, CommandRan health, CommandRan fault)
    {
        var same = expected.InHealth is { } pattern
            ? Holds(pattern, health) && Holds(pattern, fault)
            : health.ExitCode == fault.ExitCode && health.Output == fault.Output && health.Error == fault.Error;
        var check = new Check
        {
            Name = $"\"{expected.Comment}\" is blind to this cause",
            Aspect = Aspect.Diagnose,
            Expected = $"{(expected.InHealth is { } sign ? $"{sign}, in fault and health alike" : "the same output in fault and health")}, because {because}",
            Seen = same ? $"the same: {Short(fault)}" : $"fault: {Short(fault)}; health: {Short(health)}. State what it shows in the scenario",
            Offset = timeline.Offset(fault),
            Took = fault.Duration,
            Outcome = same ? Outcome.Pass : Outcome.Fail,
        };
        return (check, same ? new Finding($"\"{expected.Comment}\" cannot tell this fault from health", $"runbook, line {fault.Line}: {fault.Command}", because) { Aspect = Aspect.Diagnose } : null);
    }

    private static Check Missing(DiagnoseExpectation expected, CommandRan? health, CommandRan? fault) => new()
    {
        Name = $"\"{expected.Comment}\" tells fault from health",
        Aspect = Aspect.Diagnose,
        Expected = "run in health, in the fault and afterwards",
        Seen = health is null ? "not run in health" : fault is null ? "not run in the fault" : "not run afterwards",
        Outcome = Outcome.Inconclusive,
    };

    private static void Require(List<string> faults, string when, CommandRan run, OutputPattern? pattern)
    {
        if (pattern is not null && !Holds(pattern, run))
            faults.Add($"{when}: expected {pattern}, got {Short(run)}");
    }

    private static bool Holds(OutputPattern pattern, CommandRan run) => pattern.Holds(run.ExitCode, run.Output + run.Error);

    private static string Short(CommandRan run)
    {
        var lines = (run.Output + run.Error).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // The reason of a failure stands at the end of a line, the subject at its beginning.
        var text = lines.Length == 0 ? "no output" : lines[^1].Length > 120 ? $"{lines[^1][..40]} ... {lines[^1][^75..]}" : lines[^1];
        return $"exit {run.ExitCode}, \"{text}\"";
    }
}
