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
        var restored = plan.HealsItself ? HealedItself(timeline) : Restored(timeline, plan);
        var checks = plan.Steps.Select(step => Step(timeline, step)).Append(restored).ToList();
        return new Ruling(checks, checks.Any(c => c.Outcome is not Outcome.Pass) ? [] : [.. Findings(timeline, plan, restored)]);
    }

    /// <summary>Only where all of it is proved does it say something of the runbook.</summary>
    private static IEnumerable<Finding> Findings(TimelineView timeline, MitigationPlan plan, Check restored)
    {
        var cause = timeline.Scenario.Cause;
        foreach (var step in plan.Steps.Where(s => !s.Heals))
        {
            var done = Done(timeline, step)!;
            yield return new Finding($"step {step.Step} does not help against \"{cause}\"", $"runbook, line {done.Line}: {done.Text}", $"{done.Detail}; {Going(timeline)}");
        }

        if (plan.HealsItself)
            yield return new Finding($"no step heals \"{cause}\", and none is needed", $"runbook, section {timeline.Scenario.Section}, Mitigation", restored.Seen);
        foreach (var step in plan.Steps.Where(s => s.Step is null))
        {
            var done = Done(timeline, step)!;
            yield return new Finding($"no step heals \"{cause}\"", $"runbook, section {timeline.Scenario.Section}, Mitigation", $"what does: {done.Detail}");
        }
    }

    /// <summary>What the runbook does not name is recorded as step 0.</summary>
    private static MitigationDone? Done(TimelineView timeline, MitigationStepPlan plan) =>
        timeline.All<MitigationDone>().LastOrDefault(m => m.Step == (plan.Step ?? 0));

    private static Check Step(TimelineView timeline, MitigationStepPlan plan)
    {
        var done = Done(timeline, plan);
        var helped = !plan.Heals && done?.StillBroken is false;
        return new Check
        {
            Name = plan.Step is { } number ? $"mitigation step {number}" : "mitigation beyond the runbook",
            Aspect = Aspect.Mitigation,
            Expected = (done?.Text ?? "carried out") + (plan.Heals ? "" : ", which does not help against this cause"),
            Seen = done is null ? "not carried out" : done.Detail + (plan.Heals ? "" : helped ? "; it helped, so the scenario is wrong" : $"; {Going(timeline)}"),
            Offset = done is null ? null : timeline.Offset(done),
            Outcome = done is null ? Outcome.Inconclusive : done.Succeeded && !helped && (plan.Heals || done.StillBroken is true) ? Outcome.Pass : Outcome.Fail,
        };
    }

    /// <summary>What a burst leaves: nobody needs to heal it, and the page comes for something that is over.</summary>
    private static Check HealedItself(TimelineView timeline)
    {
        var began = timeline.All<SymptomObserved>().FirstOrDefault(e => e.Acute && e.At >= timeline.T0);
        var undo = timeline.Start(Phase.Undo);
        var healthy = timeline.WellAgain(timeline.Disturbed);
        var itself = healthy is not null && (undo is null || healthy.At < undo);
        var page = timeline.Scenario.Alerts.Select(a => timeline.FirstFiring(TimelineView.CorrectedFile, a.Alert)).FirstOrDefault();
        return new Check
        {
            Name = "health comes back by itself",
            Aspect = Aspect.Mitigation,
            Expected = $"{timeline.Scenario.Symptom.Well()} without a hand, before the fault is undone",
            Seen = began is null ? "the symptom never came, so nothing can be said"
                : !itself ? healthy is null ? "health never came back" : "health came only with Undo"
                : $"well again {Seconds.Plain(healthy!.At - began.At)} after it began"
                    + (page is null ? "" : $", {Seconds.Plain((page.At - healthy.At).Duration())} {(page.At > healthy.At ? "before" : "after")} the page"),
            Offset = healthy is null ? null : timeline.Offset(healthy),
            Outcome = began is null ? Outcome.Inconclusive : itself ? Outcome.Pass : Outcome.Fail,
        };
    }

    private static string Going(TimelineView timeline) => $"it went on: {timeline.Scenario.Symptom.Broken()}";

    private static Check Restored(TimelineView timeline, MitigationPlan plan)
    {
        var start = timeline.Start(Phase.Mitigate);
        var undo = timeline.Start(Phase.Undo);
        var before = start is { } s ? timeline.SymptomAt(s) : null;
        var wasThere = start is { } begun && timeline.IsSymptomThereAt(begun);
        var healthy = timeline.WellAgain(timeline.Disturbed);
        // What is shown not to help takes its time, and is no part of what does.
        var futile = plan.Steps.LastOrDefault(step => !step.Heals) is { } last ? Done(timeline, last) : null;
        var took = healthy?.At - (futile?.At ?? start);
        var within = plan.RestoresWithinMachineTime + LoadSymptomProbe.Memory(timeline.Scenario.Symptom, new TimeScale(timeline.Timeline.Speed));
        var byUndo = healthy is null || (undo is { } u && healthy.At >= u);
        var inTime = took <= within + timeline.Tolerance;
        return new Check
        {
            Name = "the mitigation restores health",
            Aspect = Aspect.Mitigation,
            Expected = $"{timeline.Scenario.Symptom.Broken()} just before it; after it, and before the fault is undone, {timeline.Scenario.Symptom.Well()}",
            Seen = start is null || before is null ? "the mitigation was not reached"
                : !wasThere ? $"already well before the mitigation: {before.Detail}"
                : byUndo ? healthy is null ? "health never came back" : "health came only with Undo"
                : $"healthy {Seconds.Plain(took!.Value.Duration())} {(took < TimeSpan.Zero ? "before" : "after")} {(futile is null ? "it" : "the step that heals")} began",
            Offset = healthy is null ? null : timeline.Offset(healthy),
            Took = byUndo ? null : took,
            Bound = $"at most {Seconds.Plain(within)} of machine time",
            Outcome = start is null || before is null ? Outcome.Inconclusive
                : wasThere && !byUndo && inTime ? Outcome.Pass : Outcome.Fail,
        };
    }
}
