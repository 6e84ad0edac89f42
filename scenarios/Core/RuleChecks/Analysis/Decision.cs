using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.RuleChecks.Analysis;

/// <summary>What kind of value decides.</summary>
internal enum DecisionKind
{
    Other,

    /// <summary>One vector divided by another.</summary>
    Ratio,

    Quantile,

    /// <summary>Events or a change within a window.</summary>
    Events,

    /// <summary>Events per second.</summary>
    PerSecond,

    /// <summary>A series as it is.</summary>
    Level,
}

/// <summary>A comparison of a value with a number, which an alert's condition consists of. The value stands on the left, whatever is written.</summary>
internal sealed record Decision(BinaryOperation Comparison, PromQlExpression Value, string Operator, double Threshold)
{
    /// <summary>The same with the whole of what is compared, as 1 - x, and the number that is written.</summary>
    public Decision Written => Condition.AsWritten(Comparison)!;

    public DecisionKind Kind => Core switch
    {
        BinaryOperation { Operator: "/" } => DecisionKind.Ratio,
        FunctionCall { Name: "histogram_quantile" } => DecisionKind.Quantile,
        FunctionCall { Name: "increase" or "delta" or "idelta" or "changes" or "resets" } => DecisionKind.Events,
        FunctionCall { Name: "rate" or "irate" } => DecisionKind.PerSecond,
        BinaryOperation { Operator: "-", Left: var left, Right: var right } when ShiftOf(left, right) is not null => DecisionKind.Events,
        VectorSelector => DecisionKind.Level,
        _ => DecisionKind.Other,
    };

    /// <summary>The value without aggregations, constant factors and functions that keep its nature.</summary>
    public PromQlExpression Core => Strip(Value);

    public bool WantsMore => Operator is ">" or ">=";

    public bool WantsLess => Operator is "<" or "<=" || (Operator is "==" or "!=" && (Operator == "==" ? Threshold == 0 : Threshold == 1));

    /// <summary>How long a single step is seen by the value: the window of its function, and of what remembers it.</summary>
    public TimeSpan? Seen => SeenBy(Value.Bare());

    public static PromQlExpression Strip(PromQlExpression value) => value.Bare() switch
    {
        Aggregation { Name: not ("count" or "count_values" or "stddev" or "stdvar" or "group"), Inner: var inner } => Strip(inner),
        UnaryOperation { Inner: var inner } => Strip(inner),
        BinaryOperation { Operator: "*" or "/" or "+", Left: var left, Right: var right } when right.Constant() is not null => Strip(left),
        BinaryOperation { Operator: "*" or "+" or "-", Left: var left, Right: var right } when left.Constant() is not null => Strip(right),
        FunctionCall { Name: "abs" or "ceil" or "floor" or "round" or "clamp" or "clamp_min" or "clamp_max" or "sort" or "sort_desc" or "label_replace" or "label_join" or "scalar" or "vector", Arguments: [var inner, ..] } => Strip(inner),
        FunctionCall { Name: "max_over_time" or "min_over_time" or "avg_over_time" or "last_over_time" or "quantile_over_time" } call when call.RangeArgument() is Subquery { Inner: var inner } => Strip(inner),
        var core => core,
    };

    /// <summary>The distance in time of two looks at the same series; null where these are none.</summary>
    public static TimeSpan? ShiftOf(PromQlExpression left, PromQlExpression right) =>
        Strip(left) is VectorSelector a && Strip(right) is VectorSelector b && a.SameSeries(b) && (a.Offset?.Value ?? TimeSpan.Zero) - (b.Offset?.Value ?? TimeSpan.Zero) is var shift && shift != TimeSpan.Zero
            ? shift : null;

    private static TimeSpan? SeenBy(PromQlExpression value) => value switch
    {
        FunctionCall { Name: "max_over_time" } call when call.RangeArgument() is Subquery { Inner: var inner, Range: var range } => SeenBy(inner.Bare()) + range.Value,
        FunctionCall { Name: "increase" or "delta" or "changes" or "resets" or "rate" } call => call.Window()?.Value,
        BinaryOperation { Operator: "-", Left: var left, Right: var right } when ShiftOf(left, right) is { } shift => shift.Duration(),
        _ => Strip(value) is var core && !ReferenceEquals(core, value) ? SeenBy(core) : value.Parts.Select(p => SeenBy(p.Bare())).FirstOrDefault(seen => seen is not null),
    };
}

/// <summary>An alert's condition: it holds where all decisions of one of the alternatives hold.</summary>
internal static class Condition
{
    public static IReadOnlyList<IReadOnlyList<Decision>> Alternatives(PromQlExpression expression) => expression.Bare() switch
    {
        BinaryOperation { Operator: "or" } or => [.. Alternatives(or.Left), .. Alternatives(or.Right)],
        BinaryOperation { Operator: "and" } and =>
            [.. Alternatives(and.Left).SelectMany(left => Alternatives(and.Right).Select(right => (IReadOnlyList<Decision>)[.. left, .. right]))],
        BinaryOperation { Operator: "unless" } unless => Alternatives(unless.Left),
        BinaryOperation { IsComparison: true, ReturnsBool: false } comparison when Of(comparison) is { } decision => [[.. Within(decision.Value), decision]],
        Aggregation { Name: not ("count" or "group"), Inner: var inner } => Alternatives(inner),
        _ => [[]],
    };

    /// <summary>Every decision once, in the order in which it is written.</summary>
    public static IEnumerable<Decision> Decisions(PromQlExpression expression) => Alternatives(expression).SelectMany(a => a).DistinctBy(d => d.Comparison.Span);

    /// <summary>Filters within a chain: a &gt; 1 &lt; 5.</summary>
    private static IReadOnlyList<Decision> Within(PromQlExpression value) =>
        value.Bare() is BinaryOperation { IsComparison: true, ReturnsBool: false } ? Alternatives(value)[0] : [];

    private static Decision? Of(BinaryOperation comparison) => AsWritten(comparison) is { } written ? Turned(written) : null;

    /// <summary>Who wants 1 - x to be more wants x to be less.</summary>
    private static Decision Turned(Decision decision) => decision.Value switch
    {
        UnaryOperation { Operator: "-", Inner: var inner } => Turned(decision with { Value = inner.Bare(), Operator = Syntax.Mirrored(decision.Operator), Threshold = 0 - decision.Threshold }),
        BinaryOperation { Operator: "-", Left: var left, Right: var right } when left.Constant() is { } number =>
            Turned(decision with { Value = right.Bare(), Operator = Syntax.Mirrored(decision.Operator), Threshold = number - decision.Threshold }),
        _ => decision,
    };

    /// <returns>Null where no number is compared with; a comparison with infinity only takes out what a division by zero gives.</returns>
    internal static Decision? AsWritten(BinaryOperation comparison)
    {
        if (!double.IsFinite(comparison.Right.Constant() ?? comparison.Left.Constant() ?? 0))
            return null;
        if (comparison.Right.Constant() is { } right && comparison.Left.Constant() is null)
            return new Decision(comparison, comparison.Left.Bare(), comparison.Operator, right);
        return comparison.Left.Constant() is { } left && comparison.Right.Constant() is null
            ? new Decision(comparison, comparison.Right.Bare(), Syntax.Mirrored(comparison.Operator), left) : null;
    }
}
