using System.Globalization;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.Mutations;

/// <summary>The mistakes that people make in an expression, in the order in which their places stand in it.</summary>
internal sealed class ExpressionMutations(string expr)
{
    private const int LongestQuote = 70;

    private static readonly Dictionary<string, string[]> Comparisons = new()
    {
        [">"] = [">=", "<"], ["<"] = ["<=", ">"], [">="] = [">", "<="], ["<="] = ["<", ">="], ["=="] = ["!=", ">=", "<="], ["!="] = ["==", ">", "<"],
    };

    private static readonly Dictionary<string, string[]> Functions = new()
    {
        ["rate"] = ["increase", "irate"], ["irate"] = ["rate"], ["increase"] = ["rate"], ["delta"] = ["increase"], ["deriv"] = ["delta"],
        ["max_over_time"] = ["avg_over_time", "min_over_time"], ["min_over_time"] = ["avg_over_time", "max_over_time"],
        ["avg_over_time"] = ["max_over_time", "min_over_time"], ["sum_over_time"] = ["count_over_time"], ["count_over_time"] = ["sum_over_time"],
        ["last_over_time"] = ["max_over_time", "min_over_time"], ["changes"] = ["resets"], ["resets"] = ["changes"], ["ceil"] = ["floor"], ["floor"] = ["ceil"],
    };

    private static readonly Dictionary<string, string[]> Aggregations = new()
    {
        ["sum"] = ["max", "avg", "count"], ["avg"] = ["sum", "max", "min"], ["max"] = ["min", "sum"], ["min"] = ["max", "avg"], ["count"] = ["sum", "avg"],
        ["topk"] = ["bottomk"], ["bottomk"] = ["topk"], ["stddev"] = ["stdvar"], ["stdvar"] = ["stddev"],
    };

    private static readonly double[] Quantiles = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

    /// <exception cref="PromQlSyntaxException">Prometheus would refuse the expression.</exception>
    public static IEnumerable<ExpressionEdit> Of(string expr) => new ExpressionMutations(expr).All();

    private IEnumerable<ExpressionEdit> All() => PromQlParser.Parse(expr).All().SelectMany(Of).OrderBy(edit => edit.Span.Start);

    private IEnumerable<ExpressionEdit> Of(PromQlExpression part) => part switch
    {
        BinaryOperation { IsComparison: true } comparison => [.. Compared(comparison), .. Thresholds(comparison), .. Matched(comparison)],
        BinaryOperation { IsSetOperation: true } set => [.. Operands(set), .. Matched(set)],
        BinaryOperation other => Matched(other),
        RangeSelector range => Windows(range.Range, $"[{range.Range.Span.Of(expr)}]", d => $"[{d}]"),
        Subquery query => [.. Windows(query.Range, $"[{query.Range.Span.Of(expr)}:]", d => $"[{d}:]"), .. Offsets(query.Offset)],
        VectorSelector vector => [.. Matchers(vector), .. Offsets(vector.Offset)],
        FunctionCall call => [.. Replaced(call.NameSpan, call.Name, Functions, MutationOperator.Function), .. Quantile(call)],
        Aggregation aggregation => [.. Replaced(aggregation.NameSpan, aggregation.Name, Aggregations, MutationOperator.Aggregation), .. Grouped(aggregation)],
        _ => [],
    };

    private IEnumerable<ExpressionEdit> Compared(BinaryOperation comparison)
    {
        var (left, right) = (Quote(comparison.Left), Quote(comparison.Right));
        foreach (var other in Comparisons[comparison.Operator])
        {
            var missing = (comparison.Operator + other) is ">>=" or ">=>" or "<<=" or "<=<" ? $"a moment at which {left} is exactly {right}"
                : other is ">=" or "<=" ? $"a moment at which {left} is {(other == ">=" ? "above" : "below")} {right}"
                : $"a moment at which {left} is {comparison.Operator} {right}, and one at which it is not";
            yield return new ExpressionEdit(MutationOperator.Comparison, comparison.OperatorSpan, other,
                $"{comparison.Operator} {right} -> {other} {right}", missing);
        }
    }

    private IEnumerable<ExpressionEdit> Thresholds(BinaryOperation comparison)
    {
        var equality = comparison.Operator is "==" or "!=";
        foreach (var (side, other) in new[] { (comparison.Left, comparison.Right), (comparison.Right, comparison.Left) })
        {
            foreach (var number in Numbers(side))
            {
                foreach (var value in Beside(number.Value, equality))
                {
                    var (was, now) = (number.Span.Of(expr), Number(value));
                    var op = side == comparison.Right && Unwrapped(side) is NumberLiteral ? $"{comparison.Operator} " : "";
                    var missing = equality ? $"a moment at which {Quote(other)} is {now}, and one at which it is {was}"
                        : $"a moment at which {Quote(other)} lies between the bounds that {was} and {now} give, or on one of them";
                    yield return new ExpressionEdit(MutationOperator.Threshold, number.Span, now, $"{op}{was} -> {op}{now}", missing);
                }
            }
        }
    }

    /// <summary>The number itself, or the factors and summands of the bound.</summary>
    private static IEnumerable<NumberLiteral> Numbers(PromQlExpression side) => Unwrapped(side) switch
    {
        NumberLiteral number => [number],
        BinaryOperation { Operator: "*" or "/" or "+" or "-" } sum => Numbers(sum.Left).Concat(Numbers(sum.Right)),
        _ => [],
    };

    private static PromQlExpression Unwrapped(PromQlExpression part) => part is Parenthesised { Inner: var inner } ? Unwrapped(inner) : part;

    private static double[] Beside(double value, bool equality)
    {
        if (value == 0)
            return [1];
        if (value != Math.Round(value))
            return [value * 0.9, value * 1.1];
        var step = equality ? 1 : Math.Max(1, Math.Round(Math.Abs(value) / 10));
        return [value - step, value + step];
    }

    private IEnumerable<ExpressionEdit> Windows(DurationLiteral duration, string was, Func<string, string> written)
    {
        foreach (var (value, between) in new[] { (duration.Value / 2, "shorter"), (duration.Value * 2, "longer") })
        {
            var now = PrometheusDuration.Format(value);
            yield return new ExpressionEdit(MutationOperator.Window, duration.Span, now, $"{was} -> {written(now)}",
                $"something that happened between {(between == "shorter" ? now : duration.Span.Of(expr))} and {(between == "shorter" ? duration.Span.Of(expr) : now)} before a decision and decides it");
        }
    }

    private IEnumerable<ExpressionEdit> Offsets(DurationLiteral? offset) =>
        offset is null || offset.Value == TimeSpan.Zero ? [] : Windows(offset with { Value = offset.Value.Duration() }, $"offset {offset.Span.Of(expr)}", d => $"offset {d}");

    private IEnumerable<ExpressionEdit> Matchers(VectorSelector vector)
    {
        var metric = vector.Name ?? Quote(vector);
        for (var i = 0; i < vector.Matchers.Count; i++)
        {
            var matcher = vector.Matchers[i];
            var text = matcher.Span.Of(expr);
            var gone = i + 1 < vector.Matchers.Count ? new TextSpan(matcher.Span.Start, vector.Matchers[i + 1].Span.Start)
                : i > 0 ? new TextSpan(vector.Matchers[i - 1].Span.End, matcher.Span.End) : matcher.Span;
            yield return new ExpressionEdit(MutationOperator.Label, gone, "", $"{metric}: {text} -> none",
                $"a series of {metric} that {text} does not choose, and that decides otherwise than those it chooses");
            var opposite = $"{matcher.Label}{Opposite(matcher.Kind)}{matcher.ValueSpan.Of(expr)}";
            yield return new ExpressionEdit(MutationOperator.Label, matcher.Span, opposite, $"{metric}: {text} -> {opposite}",
                $"a series of {metric} that {text} chooses, and that decides");
        }
    }

    private static string Opposite(MatchKind kind) => kind switch
    {
        MatchKind.Equal => "!=",
        MatchKind.NotEqual => "=",
        MatchKind.Matches => "!~",
        _ => "=~",
    };

    private IEnumerable<ExpressionEdit> Grouped(Aggregation aggregation) => aggregation.Grouping is not { } grouping ? []
        : Shorter(grouping.Labels, grouping.Span, label => $"two groups that differ in {label} alone, one of which decides otherwise than the other");

    private IEnumerable<ExpressionEdit> Matched(BinaryOperation operation) => operation.Matching is not { } matching ? []
        : Shorter(matching.Labels, matching.Span, label => $"a series on the one side of {operation.Operator} whose {label} no series on the other side has");

    private IEnumerable<ExpressionEdit> Shorter(IReadOnlyList<string> labels, TextSpan clause, Func<string, string> missing)
    {
        var text = clause.Of(expr);
        var (open, close) = (text.IndexOf('(', StringComparison.Ordinal), text.IndexOf(')', StringComparison.Ordinal));
        foreach (var label in labels)
        {
            var rest = $"({string.Join(", ", labels.Where(l => l != label))})";
            var now = text[..open] + rest + text[(close + 1)..];
            yield return new ExpressionEdit(MutationOperator.Label, clause, now, $"{text} -> {now}", missing(label));
        }
    }

    private static IEnumerable<ExpressionEdit> Replaced(TextSpan span, string name, Dictionary<string, string[]> others, MutationOperator kind) =>
        others.GetValueOrDefault(name, []).Select(other => new ExpressionEdit(kind, span, other, $"{name} -> {other}", $"values of which {name} and {other} make something that decides differently"));

    private IEnumerable<ExpressionEdit> Quantile(FunctionCall call)
    {
        if (call.Name is not ("histogram_quantile" or "quantile_over_time") || call.Arguments[0] is not NumberLiteral quantile)
            return [];
        return new[] { Quantiles.Where(q => q < quantile.Value).LastOrDefault(), Quantiles.FirstOrDefault(q => q > quantile.Value) }.Where(q => q > 0)
            .Select(q => new ExpressionEdit(MutationOperator.Function, quantile.Span, Number(q), $"{call.Name}({quantile.Span.Of(expr)} -> {call.Name}({Number(q)}",
                $"a share of large values between {Number(Math.Round(1 - Math.Max(q, quantile.Value), 6))} and {Number(Math.Round(1 - Math.Min(q, quantile.Value), 6))}"));
    }

    private IEnumerable<ExpressionEdit> Operands(BinaryOperation set)
    {
        var (left, right) = (set.Left.Span.Of(expr), set.Right.Span.Of(expr));
        var (leftQuote, rightQuote) = (Quote(set.Left), Quote(set.Right));
        yield return new ExpressionEdit(MutationOperator.Operand, set.Span, left, $"{set.Operator} without its right side", set.Operator switch
        {
            "or" => $"a moment at which {rightQuote} gives something and {leftQuote} nothing",
            "and" => $"a moment at which {leftQuote} gives something and {rightQuote} nothing",
            _ => $"a moment at which both {leftQuote} and {rightQuote} give something",
        });
        yield return new ExpressionEdit(MutationOperator.Operand, set.Span, right, $"{set.Operator} without its left side", set.Operator switch
        {
            "or" => $"a moment at which {leftQuote} gives something and {rightQuote} nothing",
            "and" => $"a moment at which {rightQuote} gives something and {leftQuote} nothing, or at which the left side's value matters",
            _ => $"any moment at which only one of {leftQuote} and {rightQuote} gives something",
        });
    }

    private static string Number(double value) => Math.Round(value, 9).ToString("0.#########", CultureInfo.InvariantCulture);

    /// <summary>On one line, without comments, and short.</summary>
    private string Quote(PromQlExpression part)
    {
        var lines = part.Span.Of(expr).Split('\n').Select(line => line.Trim()).Where(line => !line.StartsWith('#'));
        var text = string.Join(' ', lines);
        return text.Length <= LongestQuote ? text : $"{text[..LongestQuote]}...";
    }
}
