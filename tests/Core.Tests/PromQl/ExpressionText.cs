using System.Globalization;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.Tests.PromQl;

/// <summary>Expressions in words: to be parsed again, or to be compared without their places.</summary>
internal static class ExpressionText
{
    private static readonly string[] Blanks = [" ", "  ", "\n", "\t", " # [5m] \"'{\n", " #\r\n "];

    /// <param name="seed">Chooses between the ways in which the same can be written.</param>
    public static string Written(this PromQlExpression expression, int seed)
    {
        var random = new Random(seed);
        return string.Concat(Tokens(expression).Select(token => (random.Next(3) == 0 ? Cased(token, random) : token) + Blanks[random.Next(4) == 0 ? random.Next(Blanks.Length) : 0]));
    }

    /// <summary>All that an expression says but where it stands.</summary>
    public static string Shape(this PromQlExpression expression) => expression switch
    {
        NumberLiteral e => e.Value.ToString("R", CultureInfo.InvariantCulture),
        TextLiteral e => Quoted(e.Value, '"'),
        VectorSelector e => $"<{e.Name ?? "-"} {string.Join(' ', e.Matchers.Select(m => $"{m.Label} {m.Kind} {Quoted(m.Value, '"')}"))} {Shifted(e.Offset, e.At)}>",
        RangeSelector e => $"range({e.Vector.Shape()} {e.Range.Value})",
        Subquery e => $"sub({e.Inner.Shape()} {e.Range.Value} {e.Step?.Value} {Shifted(e.Offset, e.At)})",
        FunctionCall e => $"call {e.Name}({Shapes(e)})",
        Aggregation e => $"{e.Name}({Shapes(e)} {e.Grouping?.Without} {Listed(e.Grouping?.Labels)})",
        BinaryOperation e => $"({e.Left.Shape()} {e.Operator} {e.ReturnsBool} {e.Matching?.On} {Listed(e.Matching?.Labels)} {e.Matching?.Side} {Listed(e.Matching?.Include)} {e.Right.Shape()})",
        UnaryOperation e => $"{e.Operator}{e.Inner.Shape()}",
        Parenthesised e => $"paren({e.Inner.Shape()})",
        _ => throw new ArgumentOutOfRangeException(nameof(expression), expression, "no expression"),
    };

    /// <summary>The expression with a parenthesis around every operation.</summary>
    public static string Grouped(this PromQlExpression expression, string text) => expression switch
    {
        BinaryOperation o => $"({o.Left.Grouped(text)} {o.Operator} {o.Right.Grouped(text)})",
        UnaryOperation o => $"({o.Operator}{o.Inner.Grouped(text)})",
        _ => expression.Span.Of(text),
    };

    private static string Shapes(PromQlExpression e) => string.Join(", ", e.Parts.Select(Shape));

    private static string Listed(IEnumerable<string>? labels) => labels is null ? "none" : $"[{string.Join(' ', labels)}]";

    private static string Shifted(DurationLiteral? offset, AtModifier? at) => $"{offset?.Value} {at?.Text}";

    private static IEnumerable<string> Tokens(PromQlExpression expression) => expression switch
    {
        NumberLiteral e => Number(e.Value),
        TextLiteral e => [Quoted(e.Value, '"')],
        VectorSelector e => [.. Vector(e), .. Modifiers(e.Offset, e.At)],
        RangeSelector e => [.. Vector(e.Vector), $"[{Duration(e.Range)}", "]", .. Modifiers(e.Vector.Offset, e.Vector.At)],
        Subquery e => [.. Tokens(e.Inner), $"[ {Duration(e.Range)}", ":", e.Step is null ? "" : Duration(e.Step), "]", .. Modifiers(e.Offset, e.At)],
        FunctionCall e => [e.Name, .. InParentheses(e.Arguments.Select(Tokens))],
        // The clause stands before the arguments or behind them.
        Aggregation { Grouping.Without: true } e => [e.Name, .. Clause("without", e.Grouping.Labels), .. InParentheses(e.Parts.Select(Tokens))],
        Aggregation e => [e.Name, .. InParentheses(e.Parts.Select(Tokens)), .. e.Grouping is null ? [] : Clause("by", e.Grouping.Labels)],
        BinaryOperation e => [.. Tokens(e.Left), e.Operator, e.ReturnsBool ? "bool" : "", .. Matching(e.Matching), .. Tokens(e.Right)],
        UnaryOperation e => [e.Operator, .. Tokens(e.Inner)],
        Parenthesised e => ["(", .. Tokens(e.Inner), ")"],
        _ => throw new ArgumentOutOfRangeException(nameof(expression), expression, "no expression"),
    };

    private static string[] Number(double value) => double.IsNaN(value) ? ["NaN"]
        : [double.IsNegative(value) ? "-" : "", double.IsInfinity(value) ? "Inf" : Math.Abs(value).ToString("R", CultureInfo.InvariantCulture)];

    private static IEnumerable<string> Vector(VectorSelector vector)
    {
        IEnumerable<string> matchers = vector.Matchers.SelectMany((m, i) =>
            new[] { m.Label, m.Kind switch { MatchKind.Equal => "=", MatchKind.NotEqual => "!=", MatchKind.Matches => "=~", _ => "!~" }, Quoted(m.Value, i % 2 == 0 ? '\'' : '`'), "," });
        return [vector.Name ?? "", .. vector.Matchers.Count > 0 ? ["{", .. matchers, "}"] : Array.Empty<string>()];
    }

    private static IEnumerable<string> Modifiers(DurationLiteral? offset, AtModifier? at) =>
        [.. offset is null ? Array.Empty<string>() : ["offset", offset.Value < TimeSpan.Zero ? "-" : "", Duration(offset)], .. at is null ? Array.Empty<string>() : ["@", at.Text]];

    private static IEnumerable<string> Matching(VectorMatching? matching) => matching is null ? []
        : [.. Clause(matching.On ? "on" : "ignoring", matching.Labels), .. matching.Side == GroupSide.None ? [] : Clause(matching.Side == GroupSide.Left ? "group_left" : "group_right", matching.Include)];

    private static IEnumerable<string> Clause(string keyword, IEnumerable<string> labels) => [keyword, .. InParentheses(labels.Select(l => new[] { l }))];

    private static IEnumerable<string> InParentheses(IEnumerable<IEnumerable<string>> parts) => ["(", .. parts.SelectMany((part, i) => i == 0 ? part : part.Prepend(",")), ")"];

    private static string Duration(DurationLiteral duration) => PrometheusDuration.Format(duration.Value.Duration());

    private static string Quoted(string value, char quote) => quote == '`' && !value.Contains('`') ? $"`{value}`"
        : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    /// <summary>Words of the language are the same in capitals, where they are no names.</summary>
    private static string Cased(string token, Random random) =>
        token is "bool" or "ignoring" or "without" or "unless" or "group_right" or "quantile" ? random.Next(2) == 0 ? token.ToUpperInvariant() : char.ToUpperInvariant(token[0]) + token[1..] : token;
}
