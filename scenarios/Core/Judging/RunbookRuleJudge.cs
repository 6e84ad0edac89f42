using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Judging;

/// <summary>
/// What the runbook's own rules did beside the corrected ones. A defective rule is a finding with evidence and
/// not a broken test.
/// </summary>
public sealed class RunbookRuleJudge : IJudge
{
    public string Name => "runbook rules";

    public Ruling Rule(TimelineView timeline)
    {
        if (timeline.LacksItsFault)
            return Ruling.Of();
        var findings = timeline.Timeline.Rules.Where(r => r.File == TimelineView.RunbookFile)
            .Select(rule => Judged(timeline, rule)).OfType<Finding>().ToList();
        return new Ruling([], findings);
    }

    private static Finding? Judged(TimelineView timeline, LoadedRule rule)
    {
        var expected = timeline.Scenario.Alerts.Any(a => a.Alert == rule.Alert);
        var firing = timeline.FirstFiring(rule.File, rule.Alert);
        var where = $"{rule.File}, line {rule.Line}: {rule.Expr}";
        var symptom = timeline.SymptomBegan;
        // What nobody read did not stay silent, and what was not measured is not known to be another cause.
        if (firing is null ? !timeline.RulesWereRead : expected && symptom is null)
            return null;
        if (expected && symptom is not null && firing is null)
        {
            var pending = timeline.Transitions(rule.File, rule.Alert).Any(e => e.State is AlertState.Pending && e.At >= timeline.T0);
            return new Finding(
                $"{rule.Alert} as written did not fire in the {Seconds.Plain(AlertJudge.SymptomLength(timeline))} in which {timeline.Scenario.Symptom.Broken()}",
                where,
                $"symptom from {Seconds.Signed(timeline.Offset(symptom))} ({symptom.Detail}); the rule was {(pending ? "pending at times" : "inactive all the time")}; "
                + $"its for is {Seconds.Plain(rule.For)} at this speed") { Rule = new OwnRule(rule.Alert, RuleBehaviour.NeverFired) };
        }

        if (expected && firing is not null && timeline.SymptomEnded is { } ended && firing.At > ended.At)
            return new Finding(
                $"{rule.Alert} as written fired {Seconds.Plain(firing.At - ended.At)} after its symptom had ended, and not before", where, FirstAlert(firing.Detail))
            {
                Rule = new OwnRule(rule.Alert, RuleBehaviour.WrongReason),
            };
        if (expected && firing is not null && symptom is not null)
        {
            var ceiling = timeline.Timeline.Bounds.FirstOrDefault(b => b.Alert == rule.Alert)?.Ceiling + timeline.WithoutReadyPod(symptom.At);
            var late = firing.At - symptom.At > ceiling + timeline.Tolerance;
            return new Finding($"{rule.Alert} as written fired {Seconds.Plain(firing.At - symptom.At)} after the symptom began ({timeline.Scenario.Symptom.Broken()})", where, FirstAlert(firing.Detail))
            {
                Rule = new OwnRule(rule.Alert, late ? RuleBehaviour.Late : RuleBehaviour.Fired),
            };
        }

        return firing is null ? null : new Finding(
            $"{rule.Alert} as written fired at {Seconds.Signed(timeline.Offset(firing))} for a cause that is not its own", where, FirstAlert(firing.Detail))
        {
            Rule = new OwnRule(rule.Alert, RuleBehaviour.WrongReason),
        };
    }

    /// <summary>One series of the alert says enough; the timeline has the others.</summary>
    private static string FirstAlert(string detail)
    {
        var alerts = detail.Split("; ");
        var firing = alerts.FirstOrDefault(a => a.StartsWith("firing", StringComparison.Ordinal)) ?? detail;
        return alerts.Length > 1 ? $"{firing} and {alerts.Length - 1} more series" : firing;
    }
}
