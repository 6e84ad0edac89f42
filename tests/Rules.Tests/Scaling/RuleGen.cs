using System.Globalization;
using CsCheck;

namespace ValeoChaos.RulesTests.Scaling;

/// <summary>One rule file of its own: what it records, and an alert on that or on the series.</summary>
internal sealed record GeneratedRule(string? Recorded, string Expression, string For, string KeepFiringFor)
{
    public string Yaml(int number)
    {
        var alert = Expression.Replace(RuleGen.RecordedName, $"rec:{number}", StringComparison.Ordinal);
        var record = Recorded is null ? "" : $"  - record: rec:{number}\n    expr: {Recorded}\n";
        return $"groups:\n- name: g{number}\n  interval: 30s\n  limit: 1000\n  rules:\n{record}  - alert: A{number}\n    expr: {alert}\n    for: {For}\n    keep_firing_for: {KeepFiringFor}\n";
    }
}

/// <summary>
/// Rules and samples. Thresholds are no whole numbers and no two sides are alike, for a tie is decided by the last digit of the
/// arithmetic of times and not by squeezing them.
/// </summary>
internal static class RuleGen
{
    public const string RecordedName = "recorded";

    public const int Samples = 60;

    /// <summary>More than any sample is.</summary>
    private const string OutOfReach = "5000.37";

    public static GeneratedRule Never { get; } = new(null, $"clients > {OutOfReach}", "0s", "0s");

    private static readonly Gen<string> Counter = Gen.OneOf("errors", "requests");

    private static readonly Gen<string> Gauge = Gen.OneOf("up", "clients");

    private static readonly Gen<string> Metric = Gen.OneOf<string>(Counter, Gauge);

    /// <summary>Now and then one that does not divide, or is too long.</summary>
    private static readonly Gen<string> Duration = Gen.Frequency<string>(
        (30, Gen.Int[1, 40].Select(n => $"{n * 15}s")), (1, Gen.Int[1, 9].Select(n => $"{n}s")), (1, Gen.Const("1d")));

    private static readonly Gen<string> Selector = Gen.Frequency<string>((3, Metric), (1, Gen.Select(Metric, Duration, (m, d) => $"{m} offset {d}")));

    private static readonly Gen<string> Threshold = Gen.Frequency<string>((5, Gen.Int[0, 40].Select(n => (n + 0.37).ToString(CultureInfo.InvariantCulture))), (1, Gen.Const(OutOfReach)));

    private static readonly Gen<string> Comparison = Gen.OneOf(">", "<", ">=", "<=");

    private static readonly Gen<string> Step = Gen.Frequency<string>((8, Gen.Int[1, 4].Select(n => $":{n * 15}s")), (2, Gen.Const(":")), (1, Gen.Const(":1s")));

    private static readonly Gen<string> OverRange = Gen.OneOf(
        "increase", "delta", "max_over_time", "min_over_time", "avg_over_time", "sum_over_time", "last_over_time", "stddev_over_time", "count_over_time");

    private static readonly Gen<string> Counted = Gen.OneOf("changes", "resets", "count_over_time", "present_over_time", "absent_over_time");

    private static readonly Gen<string> Aggregation = Gen.OneOf("sum", "max", "min", "avg", "count");

    private static readonly Gen<string> Unscalable = Gen.OneOf<string>(
        Gen.Const("time() - up"), Gen.Const("timestamp(up)"), Gen.Const("hour()"), Gen.Const("up @ 300"), Gen.Const("predict_linear(clients[5m], 60)"),
        Gen.Const("rate(errors[5m]) > 0.37"), Gen.Const("deriv(clients[5m])"), Gen.Const("irate(requests[2m])"));

    private static Gen<string> Value(int depth) => depth == 0 ? Selector : Gen.Frequency<string>(
        (2, Selector),
        (4, Gen.Select(OverRange, Metric, Duration, (f, m, d) => $"{f}({m}[{d}])")),
        (2, Gen.Select(Counted, Selector, Duration, Step, (f, s, d, step) => $"{f}(({s})[{d}{step}])")),
        (3, Gen.Select(OverRange, Value(depth - 1), Duration, Step, (f, v, d, step) => $"{f}(({v})[{d}{step}])")),
        (1, Gen.Select(Counter, Duration, (m, d) => $"holt_winters({m}[{d}], 0.5, 0.5)")),
        (2, Gen.Select(Counter, Counter, Duration, (a, b, d) => $"sum(rate({a}[{d}])) / sum(rate({b}[{d}])) * 20")),
        (2, Gen.Select(Aggregation, Value(depth - 1), (a, v) => $"{a} by (pod) ({v})")),
        (1, Gen.Select(Value(depth - 1), Value(depth - 1), (a, b) => $"({a}) + on (pod) ({b}) * 1.37")),
        (1, Unscalable));

    private static Gen<string> Condition(int depth) => Gen.Frequency<string>(
        (6, Gen.Select(Value(depth), Comparison, Threshold, (v, c, t) => $"({v}) {c} {t}")),
        (1, Gen.Select(Metric, Gen.Int[0, 3], (m, n) => $"{m} == {n}")),
        (2, Gen.Select(Value(depth), v => $"({v}) > {OutOfReach}")),
        (1, Gen.Select(Counter, Duration, (m, d) => $"rate({m}[{d}]) > 0")),
        (1, Gen.Select(Metric, (m) => $"absent({m})")),
        (1, Gen.Select(Unscalable, Comparison, Threshold, (u, c, t) => $"({u}) {c} {t}")),
        (1, Gen.Select(Value(depth), Value(depth), Comparison, (a, b, c) => $"({a}) {c} on (pod) ({b}) * 1.37")));

    private static readonly Gen<string> Expression = Gen.Frequency<string>(
        (4, Condition(2)),
        (2, Gen.Select(Condition(1), Gen.OneOf("and", "or", "unless"), Condition(1), (a, set, b) => $"({a}) {set} on (pod) ({b})")));

    private static readonly Gen<string> Hold = Gen.Frequency<string>((4, Gen.Const("0s")), (8, Gen.Int[2, 10].Select(n => $"{n * 15}s")), (1, Gen.Const("10s")));

    public static readonly Gen<GeneratedRule> Rule = Gen.Frequency<GeneratedRule>(
        (3, Gen.Select(Expression, Hold, Hold, (e, hold, keep) => new GeneratedRule(null, e, hold, keep))),
        (1, Gen.Select(Value(1), Comparison, Threshold, Hold, (v, c, t, hold) => new GeneratedRule(v, $"{RecordedName} {c} {t}", hold, "0s"))));

    /// <summary>No gap is as long as Prometheus looks back, which promtool cannot squeeze.</summary>
    private static Gen<string> Values(Gen<string> value) =>
        Gen.Frequency<string>((12, value), (1, Gen.Const("_")), (1, Gen.Const("_ _ _"))).Array[Samples].Select(all => string.Join(' ', all.Prepend("0")));

    private static readonly Gen<string> CounterValues =
        Gen.Frequency<int>((6, Gen.Const(0)), (4, Gen.Int[1, 9]), (1, Gen.Const(-1))).Array[Samples].Select(Counting);

    private static string Counting(int[] steps)
    {
        var value = 0;
        return string.Join(' ', steps.Select(step => (value = step < 0 ? 0 : value + step).ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The series that the rules ask for, on two pods.</summary>
    public static readonly Gen<string[]> Series = Gen.Select(
        CounterValues.Array[4], Values(Gen.Int[0, 1].Select(n => $"{n}")).Array[2], Values(Gen.Int[0, 60].Select(n => $"{n}")).Array[2],
        (counters, ups, clients) => new[]
        {
            Line("errors", "a", counters[0]), Line("errors", "b", counters[1]), Line("requests", "a", counters[2]), Line("requests", "b", counters[3]),
            Line("up", "a", ups[0]), Line("up", "b", ups[1]), Line("clients", "a", clients[0]), Line("clients", "b", clients[1]),
        });

    private static string Line(string metric, string pod, string values) => $"  - {{series: '{metric}{{pod=\"{pod}\"}}', values: '{values}'}}\n";
}
