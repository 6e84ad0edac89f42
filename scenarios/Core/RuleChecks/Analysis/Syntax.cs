using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.RuleChecks.Analysis;

/// <summary>Questions to a parsed expression that need no meaning.</summary>
internal static class Syntax
{
    public static PromQlExpression Bare(this PromQlExpression expression) => expression is Parenthesised { Inner: var inner } ? inner.Bare() : expression;

    /// <summary>The number that an expression of numbers alone is; null for any other.</summary>
    public static double? Constant(this PromQlExpression expression) => expression.Bare() switch
    {
        NumberLiteral number => number.Value,
        UnaryOperation { Operator: "-", Inner: var inner } => -inner.Constant(),
        UnaryOperation { Inner: var inner } => inner.Constant(),
        FunctionCall { Name: "vector" or "scalar", Arguments: [var inner] } => inner.Constant(),
        BinaryOperation { Left: var left, Right: var right } operation when left.Constant() is { } a && right.Constant() is { } b => operation.Operator switch
        {
            "+" => a + b, "-" => a - b, "*" => a * b, "/" => a / b, "%" => a % b, "^" => Math.Pow(a, b),
            _ => null,
        },
        _ => null,
    };

    public static IEnumerable<VectorSelector> Selectors(this PromQlExpression expression) => expression.All().OfType<VectorSelector>();

    public static IEnumerable<FunctionCall> Calls(this PromQlExpression expression, params string[] names) =>
        expression.All().OfType<FunctionCall>().Where(call => names.Contains(call.Name));

    /// <summary>The range selector or subquery a range function is called with.</summary>
    public static PromQlExpression? RangeArgument(this FunctionCall call) => call.Arguments.Select(a => a.Bare()).FirstOrDefault(a => a is RangeSelector or Subquery);

    /// <summary>The vector a function works on; others take numbers before or behind it.</summary>
    public static PromQlExpression? VectorArgument(this FunctionCall call) => call.Arguments.FirstOrDefault(a => a.Kind is ValueKind.InstantVector);

    public static DurationLiteral? Window(this FunctionCall call) => call.RangeArgument() switch
    {
        RangeSelector range => range.Range,
        Subquery query => query.Range,
        _ => null,
    };

    /// <summary>The metric's name, whether it stands in front of the braces or in them.</summary>
    public static string? Metric(this VectorSelector selector) =>
        selector.Name ?? selector.Matchers.FirstOrDefault(m => m is { Label: "__name__", Kind: MatchKind.Equal })?.Value;

    /// <summary>Whether some series may be buckets with a label le. Those of a native histogram have none, and a plain name.</summary>
    public static bool HasBuckets(this PromQlExpression expression) =>
        expression.Selectors().Any(s => s.Metric() is not { } name || name.EndsWith("_bucket", StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal));

    /// <summary>Whether the two select the same metric with the same matchers, at whatever time.</summary>
    public static bool SameSeries(this VectorSelector one, VectorSelector other) => one.Metric() == other.Metric() && Names(one).SetEquals(Names(other));

    /// <summary>Whether every series of this selector is one of the other, which asks for less.</summary>
    public static bool IsPartOf(this VectorSelector part, VectorSelector whole) =>
        part.Metric() is { } name && name == whole.Metric() && Names(part).IsProperSupersetOf(Names(whole));

    public static string Of(this PromQlExpression part, string text) => part.Span.Of(text);

    /// <summary>An operator with its sides exchanged.</summary>
    public static string Mirrored(string comparison) => comparison switch { "<" => ">", ">" => "<", "<=" => ">=", ">=" => "<=", var same => same };

    private static HashSet<(string, MatchKind, string)> Names(VectorSelector selector) =>
        [.. selector.Matchers.Where(m => m.Label != "__name__").Select(m => (m.Label, m.Kind, m.Value))];
}
