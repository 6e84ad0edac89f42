using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.RuleChecks.Analysis;
using ValeoChaos.Core.RuleChecks.Proofs;

namespace ValeoChaos.Core.RuleChecks.Checks;

/// <summary>VC107: a quantile of each series; VC109: a quantile of buckets without bounds.</summary>
internal static class QuantileCheck
{
    public static IEnumerable<Finding> Of(RuleContext rule) => [.. WithoutLe(rule), .. PerSeries(rule)];

    private static IEnumerable<Finding> WithoutLe(RuleContext rule)
    {
        foreach (var call in rule.Expr.Calls("histogram_quantile").Where(c => c.Arguments is [_, _]).DistinctBy(rule.TextOf))
        {
            if (!call.Arguments[1].HasBuckets() || !ResultLabels.Of(call.Arguments[1]).Lacks("le"))
                continue;
            var data = rule.NewData();
            foreach (var bound in new[] { "1", "10", "+Inf" })
            {
                foreach (var selector in call.Arguments[1].Selectors())
                    data.Put(selector, Shape.Slope(bound == "1" ? 0 : 10, rule.Timing.Samples), new Dictionary<string, string> { ["le"] = bound });
            }

            List<Expectation> expected = [Ask.HasResult(rule.Timing.End, rule.TextOf(call.Arguments[1])), Ask.HasResult(rule.Timing.End, rule.TextOf(call), false)];
            if (rule.Alert is not null)
                expected.Add(Ask.Fires(rule.Rule, rule.Timing.End, false));
            yield return rule.Found(
                FindingKinds.QuantileWithoutLe, call, $"{rule.TextOf(call.Arguments[1])} has no label le, so the quantile has no result",
                [new TestCase("every observation is between 1 and 10 - the buckets have a result and the quantile has none", data.Series, expected)]);
        }
    }

    private static IEnumerable<Finding> PerSeries(RuleContext rule)
    {
        foreach (var decision in rule.Decisions.Where(d => d is { Kind: DecisionKind.Quantile, WantsMore: true }))
        {
            var call = (FunctionCall)decision.Core;
            if (call.Arguments is not [var quantile, var buckets] || buckets.All().OfType<Aggregation>().Any()
                || buckets.Selectors().Any(s => s.Metric()?.Contains(':', StringComparison.Ordinal) != false) || buckets.Calls("rate", "irate", "increase").FirstOrDefault() is not { } rate)
                continue;
            yield return rule.Found(
                FindingKinds.QuantilePerSeries, call, $"every series has a quantile of its own: a few slow requests on a rare path are that path's {rule.TextOf(quantile)}",
                Proof(rule, decision, quantile, rate)) with { Lowered = rule.IsOfParts ? Severity.Info : null };
        }
    }

    /// <summary>A hundred quick ones a second on one series, and two slow ones within the window on another.</summary>
    private static TestCase[] Proof(RuleContext rule, Decision decision, PromQlExpression quantile, FunctionCall rate)
    {
        if (rate.RangeArgument() is not RangeSelector { Vector: var vector, Range.Value: var window } || decision.Threshold <= 0)
            return [];
        var data = rule.NewData();
        var quick = Shape.Slope(100 * rule.Timing.Interval.TotalSeconds, rule.Timing.Samples);
        var slow = Shape.Drops(Math.Max(1, rule.Timing.Count(window) / 2), rule.Timing.Samples);
        string[] bounds = [Shape.Number(decision.Threshold / 2), Shape.Number(decision.Threshold * 4), "+Inf"];
        foreach (var bound in bounds)
        {
            data.Put(vector, quick, new Dictionary<string, string> { ["le"] = bound });
            data.Put(vector, bound == bounds[0] ? Shape.Level(0, rule.Timing.Samples) : slow, new Dictionary<string, string> { ["le"] = bound, ["replica"] = "rare" });
        }

        var whole = $"histogram_quantile({rule.TextOf(quantile)}, sum by (le) ({rule.TextOf(rate)}))";
        return
        [
            new TestCase("two slow requests within the window on a rare series, beside a hundred quick ones a second - the alert fires", data.Series,
            [Ask.IsTrue(rule.Timing.End, $"{whole} {decision.Operator} bool {Shape.Number(decision.Threshold)}", false), Ask.Fires(rule.Rule, rule.Timing.End, true)]),
        ];
    }
}
