using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.RuleChecks.Analysis;
using ValeoChaos.Core.RuleChecks.Proofs;

namespace ValeoChaos.Core.RuleChecks.Checks;

/// <summary>VC101: a comparison that no value can meet, and that empties the whole condition.</summary>
internal static class ValueRangeCheck
{
    private const double Much = 1000;

    public static IEnumerable<Finding> Of(RuleContext rule)
    {
        if (rule.Alert is null)
            yield break;
        var ranges = rule.Input.NewRanges();
        if (!ranges.Of(rule.Expr).IsNothing || ranges.Impossible is not [var comparison, ..])
            yield break;
        var (value, other) = comparison.Left.Constant() is null ? (comparison.Left, comparison.Right) : (comparison.Right, comparison.Left);
        var bounds = rule.Input.NewRanges().Of(value);
        yield return rule.Found(
            FindingKinds.NeverByValue, comparison, $"{rule.TextOf(value)} is {Words(bounds)}{Because(value)}: it cannot be {Compared(comparison)} {rule.TextOf(other)}",
            Proof(rule, comparison, value.Bare(), bounds));
    }

    private static IEnumerable<TestCase> Proof(RuleContext rule, BinaryOperation comparison, PromQlExpression value, ValueRange bounds)
    {
        if (value.Calls("absent", "absent_over_time").Any())
            return [Case(rule, value, bounds, "nothing is there", _ => new Shape(), [])];
        var half = rule.Timing.Samples / 2;
        return
        [
            Case(rule, value, bounds, "everything falls", Falling, rule.Expr.Selectors(), Loss(rule, comparison, value)),
            Case(rule, value, bounds, "everything grows", s => IsBinary(s) ? Shape.Level(1, 2 * half) : Shape.Slope(10, 2 * half), rule.Expr.Selectors()),
            Case(rule, value, bounds, "everything jumps", s => Shape.Steps((0, half), (IsBinary(s) ? 1 : Much, half + 1)), rule.Expr.Selectors()),
        ];

        Shape Falling(VectorSelector selector) => IsBinary(selector) ? Shape.Steps((1, half), (0, half + 1))
            : rule.Types.Of(selector).Type == MetricType.Counter ? Shape.Level(Much, 2 * half) : Shape.Steps((Much, half), (Much / 2, half / 2), (0, half));

        static bool IsBinary(VectorSelector selector) => MetricTypes.IsBinary(selector.Metric());
    }

    /// <summary>A loss of that size is there, and delta() sees it.</summary>
    private static ValueExpectation? Loss(RuleContext rule, BinaryOperation comparison, PromQlExpression value) =>
        value is FunctionCall { Name: "increase" } call && comparison is { Operator: "<" or "<=" } && comparison.Right.Constant() is < 0 and > -Much / 2 && rule.Types.Of(call.Selectors().First()).Type == MetricType.Gauge
            ? Ask.IsTrue(Middle(rule), $"min(delta({rule.TextOf(call.RangeArgument()!)})) {comparison.Operator} bool {rule.TextOf(comparison.Right)}") : null;

    private static TimeSpan Middle(RuleContext rule) => (rule.Timing.Evaluation * Math.Floor(rule.Timing.End / 2 / rule.Timing.Evaluation)) + (2 * rule.Timing.Evaluation);

    private static void Fill(FiringData data, VectorSelector selector)
    {
        if (selector.Metric()?.EndsWith("_bucket", StringComparison.Ordinal) != true)
        {
            data.Put(selector, new Shape(), []);
            return;
        }

        foreach (var bound in new[] { "0.5", "10", "+Inf" })
            data.Put(selector, new Shape(), new Dictionary<string, string> { ["le"] = bound });
    }

    /// <summary>The value is there and within its bounds, and the alert does not even become pending.</summary>
    private static TestCase Case(
        RuleContext rule, PromQlExpression value, ValueRange bounds, string name, Func<VectorSelector, Shape> shape, IEnumerable<VectorSelector> selectors, Expectation? besides = null)
    {
        var data = rule.NewData((selector, _) => shape(selector));
        foreach (var selector in selectors)
            Fill(data, selector);
        var (end, text) = (rule.Timing.End, rule.TextOf(value));
        var always = $"({text})[{PrometheusDuration.Format(end)}:{PrometheusDuration.Format(rule.Timing.Evaluation)}]";
        List<Expectation> expected = [Ask.HasResult(end, $"count_over_time({always})")];
        if (double.IsFinite(bounds.Min))
            expected.Add(Ask.HasResult(end, $"min_over_time({always}) < {Shape.Number(bounds.Min)}", false));
        if (double.IsFinite(bounds.Max))
            expected.Add(Ask.HasResult(end, $"max_over_time({always}) > {Shape.Number(bounds.Max)}", false));
        if (besides is not null)
            expected.Add(besides);
        return new TestCase(
            $"{name}{(besides is null ? "" : " (delta() sees it)")} - {text} is {Words(bounds)}, and the alert is not even pending", data.Series, [.. expected, Ask.NeverHolds(rule.Rule, rule.Timing.End)]);
    }

    private static string Words(ValueRange bounds) => (double.IsFinite(bounds.Min), double.IsFinite(bounds.Max)) switch
    {
        (true, true) when bounds.Min == bounds.Max => $"always {Shape.Number(bounds.Min)}",
        (true, true) => $"between {Shape.Number(bounds.Min)} and {Shape.Number(bounds.Max)}",
        (true, false) => $"never below {Shape.Number(bounds.Min)}",
        _ => $"never above {Shape.Number(bounds.Max)}",
    };

    private static string Compared(BinaryOperation comparison) => (comparison.Left.Constant() is null ? comparison.Operator : Syntax.Mirrored(comparison.Operator)) switch
    {
        "<" => "below", "<=" => "at most", ">" => "above", ">=" => "at least", "==" => "equal to", _ => "other than",
    };

    private static string Because(PromQlExpression value) => value.Bare() switch
    {
        Aggregation { Name: "count" } => " (of nothing it has no result, which is not zero)",
        _ when value.Calls("rate", "irate", "increase").Any() && !value.All().OfType<BinaryOperation>().Any() => " (a fall is taken for a restart of the process, and added)",
        _ => "",
    };
}
