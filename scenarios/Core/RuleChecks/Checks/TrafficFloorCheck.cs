using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.RuleChecks.Analysis;
using ValeoChaos.Core.RuleChecks.Proofs;

namespace ValeoChaos.Core.RuleChecks.Checks;

/// <summary>VC108: a share or quantile that a handful of events decides.</summary>
internal static class TrafficFloorCheck
{
    private static readonly string[] Endings = ["_total", "_bucket", "_count", "_sum"];

    public static IEnumerable<Finding> Of(RuleContext rule)
    {
        if (rule.Alert is null || rule.Input.NewRanges().Of(rule.Expr).IsNothing)
            yield break;
        foreach (var alternative in Condition.Alternatives(rule.Expr))
        {
            var decision = alternative.FirstOrDefault(d => d.Kind is DecisionKind.Ratio or DecisionKind.Quantile && Rates(d).Any());
            if (decision is null || decision.Operator is "==" or "!=" || alternative.Any(d => IsFloor(d, decision)))
                continue;
            var what = decision.Kind == DecisionKind.Ratio ? "share" : "quantile";
            yield return rule.Found(FindingKinds.NoMinimumTraffic, decision.Comparison, $"nothing demands a number of events beside the {what}", Proof(rule, decision));
        }
    }

    private static IEnumerable<FunctionCall> Rates(Decision decision) => decision.Core.Calls("rate", "irate", "increase").Where(c => c.RangeArgument() is RangeSelector);

    /// <summary>At least so many events of the same kind; recorded names are given the benefit of the doubt.</summary>
    private static bool IsFloor(Decision other, Decision decision) => other != decision && other is { WantsMore: true, Kind: DecisionKind.Events or DecisionKind.PerSecond or DecisionKind.Level or DecisionKind.Other }
        && other.Value.Selectors().Any(o => decision.Value.Selectors().Any(d => o.Metric()?.Contains(':', StringComparison.Ordinal) == true || Family(o) == Family(d)));

    private static string Family(VectorSelector selector)
    {
        var name = selector.Metric() ?? "";
        return Endings.Where(end => name.EndsWith(end, StringComparison.Ordinal)).Select(end => name[..^end.Length]).FirstOrDefault(name);
    }

    private static TestCase[] Proof(RuleContext rule, Decision decision)
    {
        var window = Rates(decision).Min(c => c.Window()!.Value);
        var pause = Math.Max(1, rule.Timing.Count(window) / 2);
        var data = rule.NewData();
        return Fill(rule, decision, data, pause)
            ? [
                new TestCase($"one event in {Alerting.PrometheusDuration.Format(rule.Timing.Interval * pause)}, all of them bad, and no other - the alert fires", data.Series,
                [Ask.Fires(rule.Rule, rule.Timing.End, true)]),
            ]
            : [];
    }

    private static bool Fill(RuleContext rule, Decision decision, FiringData data, int pause)
    {
        var (lone, none) = (Shape.Drops(pause, rule.Timing.Samples), Shape.Level(0, rule.Timing.Samples));
        if (decision.Core is BinaryOperation ratio)
        {
            FillRatio(decision, ratio, data, lone, none, bad: Shape.Drops(pause, rule.Timing.Samples, Math.Max(2, Math.Ceiling(decision.Threshold * 2))));
            return true;
        }

        if (decision is not { WantsMore: true, Threshold: > 0, Core: FunctionCall { Arguments: [_, var buckets] } })
            return false;
        foreach (var (bound, shape) in new[] { (Shape.Number(decision.Threshold / 2), none), (Shape.Number(decision.Threshold * 4), lone), ("+Inf", lone) })
        {
            foreach (var selector in buckets.Selectors())
                data.Put(selector, shape, new Dictionary<string, string> { ["le"] = bound });
        }

        return true;
    }

    /// <summary>Where too small a share is bad, every event is of the whole and none of the part.</summary>
    private static void FillRatio(Decision decision, BinaryOperation ratio, FiringData data, Shape lone, Shape none, Shape bad)
    {
        var (above, below) = (ratio.Left.Selectors().ToList(), ratio.Right.Selectors().ToList());
        foreach (var selector in above)
            data.Put(selector, decision.WantsLess ? none : below.Exists(selector.IsPartOf) ? lone : bad, []);
        foreach (var selector in below)
        {
            var rest = above.Where(a => a.IsPartOf(selector)).Select(a => FiringData.Rest(a, selector)).FirstOrDefault(r => r is not null);
            if (rest is null)
                data.Put(selector, lone, []);
            else if (decision.WantsLess)
                data.Put(selector, lone, new Dictionary<string, string> { [rest.Value.Label] = rest.Value.Value });
        }
    }
}
