using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Judging;

/// <summary>A mitigation is credited only if the system was still broken just before it and healthy after it, before Undo.</summary>
public sealed class MitigationJudge : IJudge
{
    public string Name => "mitigation";

    public Ruling Rule(TimelineView timeline)
    {
        if (timeline.Scenario.Mitigation is not { } plan)
            return Ruling.Of();
        var checks = plan.Steps.Select(step => Step(timeline, step)).Append(Restored(timeline, plan.RestoresWithinMachineTime)).ToList();
        return new Ruling(checks, checks.Any(c => c.Outcome is not Outcome.Pass) ? [] : [.. Findings(timeline, plan)]);
    }

    /// <summary>Only where all of it is proved does it say something of the runbook.</summary>
    private static IEnumerable<Finding> Findings(TimelineView timeline, MitigationPlan plan)
    {
        var cause = timeline.Scenario.Cause;
        foreach (var step in plan.Steps.Where(s => !s.Heals))
        {
            var done = timeline.All<MitigationDone>().Last(m => m.Step == step.Step);
            yield return new Finding($"step {step.Step} does not help against \"{cause}\"", $"runbook, line {done.Line}: {done.Text}", $"{done.Detail}; /readyz went on giving 503");
        }

        foreach (var step in plan.Steps.Where(s => s.Step is null))
        {
            var done = timeline.All<MitigationDone>().Last(m => m.Step == 0);
            yield return new Finding($"no step heals \"{cause}\"", $"runbook, section {timeline.Scenario.Section}, Mitigation", $"what does: {done.Detail}");
        }
    }

    private static Check Step(TimelineView timeline, MitigationStepPlan plan)
    {
        var done = timeline.All<MitigationDone>().LastOrDefault(m => m.Step == (plan.Step ?? 0));
        var helped = !plan.Heals && done?.StillBroken is false;
        return new Check
        {
            Name = plan.Step is { } number ? $"mitigation step {number}" : "mitigation beyond the runbook",
            Aspect = Aspect.Mitigation,
            Expected = (done?.Text ?? "carried out") + (plan.Heals ? "" : ", which does not help against this cause"),
            Seen = done is null ? "not carried out" : done.Detail + (plan.Heals ? "" : helped ? "; it helped, so the scenario is wrong" : "; /readyz went on giving 503"),
            Offset = done is null ? null : timeline.Offset(done),
            Outcome = done is null ? Outcome.Inconclusive : done.Succeeded && !helped && (plan.Heals || done.StillBroken is true) ? Outcome.Pass : Outcome.Fail,
        };
    }

    private static Check Restored(TimelineView timeline, TimeSpan within)
    {
        var start = timeline.Start(Phase.Mitigate);
        var undo = timeline.Start(Phase.Undo);
        var before = start is { } s ? timeline.SymptomAt(s) : null;
        var healthy = timeline.SymptomEnded;
        var took = healthy?.At - start;
        var byUndo = healthy is null || (undo is { } u && healthy.At >= u);
        var inTime = took <= within + TimelineView.Tolerance;
        return new Check
        {
            Name = "the mitigation restores health",
            Aspect = Aspect.Mitigation,
            Expected = "/readyz 503 just before it, 200 on every pod after it and before the fault is undone",
            Seen = start is null || before is null ? "the mitigation was not reached"
                : !before.Broken ? $"already well before the mitigation: {before.Detail}"
                : byUndo ? healthy is null ? "health never came back" : "health came only with Undo"
                : $"healthy {Seconds.Plain(took!.Value)} after it began",
            Offset = healthy is null ? null : timeline.Offset(healthy),
            Took = byUndo ? null : took,
            Bound = $"at most {Seconds.Plain(within)} of machine time",
            Outcome = start is null || before is null ? Outcome.Inconclusive
                : before.Broken && !byUndo && inTime ? Outcome.Pass : Outcome.Fail,
        };
    }
}
