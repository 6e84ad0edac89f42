namespace ValeoChaos.Core.PromQl;

internal enum TokenKind
{
    /// <summary>The end of the expression.</summary>
    End,
    Identifier,

    /// <summary>A name with a colon: a metric, and neither a function nor a label.</summary>
    MetricName,
    Keyword,
    Number,
    Duration,
    Text,

    /// <summary>An operator, a bracket, a comma.</summary>
    Symbol,
}

/// <param name="Text">As written, but keywords in lower case.</param>
internal readonly record struct PromQlToken(TokenKind Kind, string Text, TextSpan Span)
{
    public bool Is(string text) => Kind is TokenKind.Symbol or TokenKind.Keyword && Text == text;

    public string Described => Kind == TokenKind.End ? "the end" : $"\"{Text}\"";
}

internal static class PromQlKeywords
{
    public static readonly HashSet<string> Aggregations = new(StringComparer.Ordinal)
    {
        "sum", "avg", "count", "min", "max", "group", "stddev", "stdvar", "topk", "bottomk", "count_values", "quantile",
    };

    public static readonly HashSet<string> AggregationsWithParameter = new(StringComparer.Ordinal) { "topk", "bottomk", "count_values", "quantile" };

    /// <summary>Words with a meaning of their own between operands, so that no metric can bear their name without <c>__name__</c>.</summary>
    private static readonly HashSet<string> NoMetrics = new(StringComparer.Ordinal) { "atan2", "bool", "on", "ignoring", "group_left", "group_right" };

    private static readonly HashSet<string> All =
        [.. Aggregations, .. NoMetrics, "and", "or", "unless", "offset", "by", "without", "start", "end"];

    public static bool Contains(string lowerCase) => All.Contains(lowerCase);

    public static bool CanBeMetric(string keyword) => !NoMetrics.Contains(keyword);

    /// <summary>In 2.42 every keyword but this one can be a label in a list of labels.</summary>
    public static bool CanBeLabel(string keyword) => keyword != "without";
}
