using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.RuleChecks.Analysis;
using ValeoChaos.Core.RuleChecks.Proofs;

namespace ValeoChaos.Core.RuleChecks.Checks;

/// <summary>VC106: a division of rates that are not summed.</summary>
internal static class RatioCheck
{
    private const double Busy = 100;

    public static IEnumerable<Finding> Of(RuleContext rule)
    {
        foreach (var decision in rule.Decisions.Where(d => d.Kind == DecisionKind.Ratio && (d.WantsMore || d.WantsLess)))
        {
            var ratio = (BinaryOperation)decision.Core;
            var (above, below) = (Side(ratio.Left), Side(ratio.Right));
            if (above is null || below is null || IsSummedOutside(decision.Value, ratio))
                continue;
            if (above.Summed != below.Summed && ratio.Matching is null)
            {
                yield return rule.Found(
                    FindingKinds.RatioPerSeries, ratio, "one side is summed and the other is not: their labels never match, and the division has no result", Mismatch(rule, ratio));
            }
            else if (!above.Summed && !below.Summed)
            {
                var itself = above.Selector.IsPartOf(below.Selector);
                yield return rule.Found(
                    FindingKinds.RatioPerSeries, ratio,
                    itself ? "each series is divided by itself, for the labels that choose it are kept: the share is always one" : "the share is that of each series, not of the service",
                    itself ? Itself(rule, decision, ratio, above, below) : Rare(rule, decision, ratio, above, below))
                    // Whoever matches the sides by hand has thought of their labels.
                    with { Lowered = ratio.Matching is not null || (rule.IsOfParts && !itself) ? Severity.Info : null };
            }
        }
    }

    private sealed record RateSide(VectorSelector Selector, bool Summed);

    private static RateSide? Side(PromQlExpression side) => side.Calls("rate", "irate", "increase").ToList() is [var call] && call.RangeArgument() is RangeSelector { Vector: var vector }
        ? new RateSide(vector, side.All().OfType<Aggregation>().Any()) : null;

    private static bool IsSummedOutside(PromQlExpression value, BinaryOperation ratio) =>
        value.All().OfType<Aggregation>().Any(a => a.Span.Start <= ratio.Span.Start && a.Span.End >= ratio.Span.End);

    private static TestCase[] Mismatch(RuleContext rule, BinaryOperation ratio)
    {
        var data = rule.NewData();
        foreach (var selector in ratio.Selectors())
            data.Put(selector, Shape.Slope(Busy, rule.Timing.Samples), []);
        return
        [
            new TestCase("every event fails - both sides have a result, their division has none, and the alert is silent", data.Series,
            [
                Ask.HasResult(rule.Timing.End, rule.TextOf(ratio.Left)), Ask.HasResult(rule.Timing.End, rule.TextOf(ratio.Right)),
                Ask.HasResult(rule.Timing.End, rule.TextOf(ratio), false), Ask.Fires(rule.Rule, rule.Timing.End, false),
            ]),
        ];
    }

    /// <summary>A share that is always one fires at a single event, or never where too small a share is to fire.</summary>
    private static TestCase[] Itself(RuleContext rule, Decision decision, BinaryOperation ratio, RateSide above, RateSide below)
    {
        if (FiringData.Rest(above.Selector, below.Selector) is not (var label, var value))
            return [];
        var share = decision.WantsMore ? 0.0001 : 0.01;
        var data = rule.NewData();
        var rest = new Dictionary<string, string> { [label] = value };
        data.Put(above.Selector, rule.Steady(Busy * share), []);
        data.Put(below.Selector, rule.Steady(Busy * (1 - share)), rest);
        // Meant the other way round, a share that is always one never falls.
        return [Case(rule, decision, ratio, $"{Shape.Number(share * 100)} % of all events, in a series of their own", data, fires: decision.WantsMore)];
    }

    /// <summary>A busy series that is well, and one of a handful of events that is not.</summary>
    private static TestCase[] Rare(RuleContext rule, Decision decision, BinaryOperation ratio, RateSide above, RateSide below)
    {
        var data = rule.NewData();
        var rare = new Dictionary<string, string> { ["replica"] = "rare" };
        const double few = 0.02;
        var bound = Math.Max(decision.Threshold, 0.0001);
        var (well, ill) = decision.WantsMore ? (bound / 100, bound * 2) : (bound * 2, bound / 100);
        foreach (var (extra, perSecond, value) in new[] { ([], Busy, well), (rare, few, ill) })
        {
            data.Put(above.Selector, rule.Steady(perSecond * value), extra);
            data.Put(below.Selector, rule.Steady(perSecond), extra);
        }

        return [Case(rule, decision, ratio, "a rare series is ill and the service is well", data, fires: true)];
    }

    /// <summary>The alert decides otherwise than the whole service would.</summary>
    private static TestCase Case(RuleContext rule, Decision decision, BinaryOperation ratio, string name, FiringData data, bool fires)
    {
        var whole = $"sum({rule.TextOf(ratio.Left)}) / sum({rule.TextOf(ratio.Right)})";
        return new TestCase(
            $"{name} - {(fires ? "the alert fires" : "the alert is silent")}", data.Series,
            [
                Ask.IsTrue(rule.Timing.End, $"{whole} {decision.Operator} bool {Shape.Number(decision.Threshold)}", !fires),
                Ask.Fires(rule.Rule, rule.Timing.End, fires),
            ]);
    }
}
