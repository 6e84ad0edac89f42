using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.RuleChecks.Analysis;
using ValeoChaos.Core.RuleChecks.Proofs;

namespace ValeoChaos.Core.RuleChecks.Checks;

/// <summary>VC103 and VC104: functions of the one type of metric on the other.</summary>
internal static class MetricTypeCheck
{
    private static readonly string[] OfGauges =
    [
        "delta", "idelta", "deriv", "predict_linear", "holt_winters", "double_exponential_smoothing", "avg_over_time", "min_over_time", "max_over_time", "sum_over_time",
        "quantile_over_time", "stddev_over_time", "stdvar_over_time",
    ];

    /// <summary>A count that a new life does not reach within a test.</summary>
    private const int LongLife = 1_000_000_000;

    /// <summary>What they are given may be a native histogram, which has no ending and is counted up.</summary>
    private static readonly string[] OfHistograms = ["histogram_quantile", "histogram_count", "histogram_sum", "histogram_fraction"];

    private static readonly string[] OfCounters = ["rate", "irate", "increase", "resets"];

    public static IEnumerable<Finding> Of(RuleContext rule) => [.. Functions(rule), .. BareCounters(rule)];

    private static IEnumerable<Finding> Functions(RuleContext rule)
    {
        var native = rule.Expr.Calls(OfHistograms).SelectMany(call => call.All()).ToHashSet<PromQlExpression>(ReferenceEqualityComparer.Instance);
        foreach (var call in rule.Expr.Calls([.. OfGauges, .. OfCounters]).DistinctBy(rule.TextOf))
        {
            if (call.RangeArgument() is not RangeSelector { Vector: var vector })
                continue;
            var type = rule.Types.Of(vector);
            if (type.Type == MetricType.Counter && OfGauges.Contains(call.Name))
                yield return Found(rule, FindingKinds.GaugeFunctionOnCounter, call, vector, type, $"{call.Name}() is for gauges, and {vector.Metric()} is {type.Why}", Restart(rule, call, vector));
            else if (type.Type == MetricType.Gauge && OfCounters.Contains(call.Name) && (type.Stated || !native.Contains(call)))
                yield return Found(rule, FindingKinds.CounterFunctionOnGauge, call, vector, type, $"{call.Name}() is for counters, and {vector.Metric()} is {type.Why}", Fall(rule, call, vector));
        }
    }

    private static Finding Found(RuleContext rule, FindingKind kind, PromQlExpression part, VectorSelector vector, SeriesType type, string reason, TestCase[] proof) =>
        rule.Found(kind, part, reason, proof) with { Lowered = type.Stated ? null : IsNamedForIt(vector.Metric()!) ? Severity.Warning : Severity.Info };

    /// <summary>Gauges are called ..._count and ..._sum as well, and many counters of exporters have no ending.</summary>
    private static bool IsNamedForIt(string metric) => metric.EndsWith("_total", StringComparison.Ordinal) || metric.EndsWith("_bucket", StringComparison.Ordinal);

    /// <summary>Ten events with every sample, and a restart amid them.</summary>
    private static TestCase[] Restart(RuleContext rule, FunctionCall call, VectorSelector vector)
    {
        var window = rule.Timing.Count(call.Window()!.Value);
        var data = rule.NewData();
        data.Put(vector, new Shape(new Piece(LongLife, 10, window + 4), new Piece(0, 10, (2 * window) + 4)), []);
        // A change is seen while both lives are in the window, idelta's at once; a level once the old one has left it.
        var samples = call.Name switch
        {
            "idelta" => 0,
            "delta" or "deriv" or "predict_linear" or "holt_winters" or "double_exponential_smoothing" or "stddev_over_time" or "stdvar_over_time" => window / 2,
            _ => window + 1,
        };
        var (before, after) = (rule.Timing.Interval * (window + 2), rule.Timing.Interval * (window + 4 + samples));
        var (text, range) = (rule.TextOf(call), rule.TextOf(call.RangeArgument()!));
        var seen = call.Name switch
        {
            "delta" or "idelta" or "deriv" => $"max({text}) < bool 0",
            "stddev_over_time" or "stdvar_over_time" => $"min({text}) > bool {LongLife / 10}",
            _ => $"max({text}) < bool {LongLife}",
        };
        return
        [
            new TestCase($"ten events with every sample, and a restart amid them - {text} takes it for a change, and increase() does not", data.Series,
            [Ask.IsTrue(before, $"min(increase({range})) > bool 0"), Ask.IsTrue(after, $"min(increase({range})) > bool 0"), Ask.IsTrue(after, seen)]),
        ];
    }

    private static TestCase[] Fall(RuleContext rule, FunctionCall call, VectorSelector vector)
    {
        var window = rule.Timing.Count(call.Window()!.Value);
        var data = rule.NewData();
        data.Put(vector, Shape.Steps((100, window + 2), (50, window + 2)), []);
        // The last two samples are all that irate sees.
        var at = rule.Timing.Interval * (window + 2);
        var (text, range) = (rule.TextOf(call), rule.TextOf(call.RangeArgument()!));
        return
        [
            new TestCase($"the gauge only falls, from 100 to 50 - {text} is above zero", data.Series,
            [Ask.IsTrue(at, $"max(delta({range})) < bool 0"), Ask.IsTrue(at, $"min({text}) > bool 0")]),
        ];
    }

    /// <summary>A counter's bare value is that of its process's whole life.</summary>
    private static IEnumerable<Finding> BareCounters(RuleContext rule)
    {
        var guards = Condition.Alternatives(rule.Expr).Where(all => all.Count > 1).SelectMany(all => all).Where(d => d is { Operator: ">", Threshold: 0 }).Select(d => d.Comparison.Span).ToHashSet();
        // Above zero beside another decision is whether anything was ever counted.
        foreach (var decision in rule.Decisions.Where(d => d.WantsMore && d.Threshold >= 0 && !guards.Contains(d.Comparison.Span)))
        {
            var bare = Bare(decision.Core).FirstOrDefault(s => rule.Types.Of(s).Type == MetricType.Counter);
            if (bare is null)
                continue;
            var type = rule.Types.Of(bare);
            yield return Found(
                rule, FindingKinds.GaugeFunctionOnCounter, decision.Comparison, bare, type,
                $"{bare.Metric()} is {type.Why}, and its value since the process began is compared, not what has happened lately", Afterwards(rule));
        }
    }

    /// <summary>Selectors that no function looks at over time.</summary>
    private static IEnumerable<VectorSelector> Bare(PromQlExpression value) => value.Bare() switch
    {
        VectorSelector selector => [selector],
        // A difference of two moments is an increase made by hand.
        BinaryOperation { Operator: "-" } => [],
        BinaryOperation operation => operation.Parts.SelectMany(Bare),
        Aggregation { Name: not ("count" or "group"), Inner: var inner } => Bare(inner),
        FunctionCall { Name: "histogram_quantile", Arguments: [.., var buckets] } => Bare(buckets),
        _ => [],
    };

    /// <summary>All that ever happened lies at the beginning, and the alert is there to stay. What looks back over time would need something to happen.</summary>
    private static TestCase[] Afterwards(RuleContext rule)
    {
        var data = rule.Expr.All().Any(part => part is RangeSelector or Subquery or VectorSelector { Offset: not null }) ? null : rule.Firing();
        return data is null ? [] :
        [
            new TestCase("nothing happens any more - the alert still fires", data.Series,
            [Ask.Fires(rule.Rule, rule.Timing.End, true), Ask.HasResult(rule.Timing.End, Ask.Alerts(rule.Rule, "firing"))]),
        ];
    }
}
