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
        return Ruling.Of(plan.Steps.Select(step => Step(timeline, step.Step)).Append(Restored(timeline, plan.RestoresWithinMachineTime)));
    }

    private static Check Step(TimelineView timeline, int number)
    {
        var done = timeline.All<MitigationDone>().LastOrDefault(m => m.Step == number);
        return new Check
        {
            Name = $"mitigation step {number}",
            Aspect = Aspect.Mitigation,
            Expected = done?.Text ?? "carried out",
            Seen = done?.Detail ?? "not carried out",
            Offset = done is null ? null : timeline.Offset(done),
            Outcome = done is null ? Outcome.Inconclusive : done.Succeeded ? Outcome.Pass : Outcome.Fail,
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
