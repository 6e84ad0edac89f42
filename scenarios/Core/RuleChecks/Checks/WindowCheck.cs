using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.RuleChecks.Analysis;
using ValeoChaos.Core.RuleChecks.Proofs;

namespace ValeoChaos.Core.RuleChecks.Checks;

/// <summary>VC102: a step that leaves the window before for is over.</summary>
internal static class WindowCheck
{
    public static IEnumerable<Finding> Of(RuleContext rule)
    {
        if (rule.Alert is not { For: var hold } || hold == TimeSpan.Zero || rule.Input.NewRanges().Of(rule.Expr).IsNothing)
            yield break;
        // A minimum of events beside a share or quantile is not what decides.
        if (rule.Decisions.Any(d => d.Kind is DecisionKind.Ratio or DecisionKind.Quantile))
            yield break;
        foreach (var decision in rule.Decisions.Where(d => d.Kind is DecisionKind.Events or DecisionKind.PerSecond && Meant(d)))
        {
            if (decision.Seen is not { } seen || hold < seen)
                continue;
            var finding = rule.Found(
                FindingKinds.ForOutlivesWindow, decision.Comparison,
                $"a burst is seen for {PrometheusDuration.Format(seen)} and has to last {PrometheusDuration.Format(hold)}, so however large it is, the alert does not fire",
                Proof(rule, decision));
            yield return decision.Kind == DecisionKind.PerSecond ? finding with { Lowered = Severity.Info } : finding;
        }
    }

    /// <summary>Few events, or none, last by nature.</summary>
    private static bool Meant(Decision decision) => decision.WantsMore ? decision.Threshold >= 0 : decision is { Operator: "<" or "<=", Threshold: < 0 };

    private static TestCase[] Proof(RuleContext rule, Decision decision)
    {
        var quiet = rule.Timing.Count(rule.Timing.Lookback) + 4;
        // Large enough for any threshold, also of a rate over the whole window.
        var step = Math.Max(1000, Math.Abs(decision.Threshold) * 10 * Math.Max(1, decision.Seen!.Value.TotalSeconds));
        var falls = decision.Threshold < 0 || decision.Core is BinaryOperation { Operator: "-" } difference && IsEarlierFirst(difference);
        var burst = decision.Core is FunctionCall { Name: "changes" or "resets" } flips ? Flips(quiet, flips.Name, decision.Threshold, rule.Timing.Samples) : falls ? Shape.Steps((step, quiet), (0, rule.Timing.Samples)) : Shape.Steps((0, quiet), (step, rule.Timing.Samples));
        var moving = decision.Core.Selectors().ToList();
        var data = rule.NewData((selector, shape) => moving.Contains(selector) ? burst : shape);
        return data.Drive(rule.Expr, null)
            ? [
                new TestCase($"{Shape.Number(step)} at once - the alert is pending and never fires", data.Series,
                [Ask.IsPending(rule.Rule, rule.Timing.End, true), Ask.Fires(rule.Rule, rule.Timing.End, false)]),
            ]
            : [];
    }

    /// <summary>Just more than the threshold, with every sample one: more would go on for longer than the window.</summary>
    private static Shape Flips(int quiet, string function, double threshold, int samples)
    {
        var count = ((int)Math.Floor(threshold) + 1) * (function == "resets" ? 2 : 1);
        return Shape.Steps([(0, quiet), .. Enumerable.Range(1, count).Select(i => ((double)(i % 2), i < count ? 1 : samples))]);
    }

    private static bool IsEarlierFirst(BinaryOperation difference) => Decision.ShiftOf(difference.Left, difference.Right) > TimeSpan.Zero;
}
