using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.RuleChecks.Analysis;

/// <summary>Divisions of a part by the whole it belongs to.</summary>
internal static class Shares
{
    /// <summary>Whether both sides are the same expression, but for matchers that the dividend has besides.</summary>
    public static bool IsShare(BinaryOperation division) => division.Operator == "/" && IsPart(division.Left.Bare(), division.Right.Bare());

    private static bool IsPart(PromQlExpression part, PromQlExpression whole) => (part, whole) switch
    {
        (VectorSelector a, VectorSelector b) => a.IsPartOf(b) && a.Offset?.Value == b.Offset?.Value,
        (RangeSelector a, RangeSelector b) => a.Range.Value == b.Range.Value && IsPart(a.Vector, b.Vector),
        (FunctionCall { Name: "rate" or "increase" } a, FunctionCall b) => a.Name == b.Name && a.Arguments.Count == b.Arguments.Count && IsPart(a.Arguments[0].Bare(), b.Arguments[0].Bare()),
        (Aggregation { Name: "sum" } a, Aggregation { Name: "sum" } b) => SameGroups(a.Grouping, b.Grouping) && IsPart(a.Inner.Bare(), b.Inner.Bare()),
        _ => false,
    };

    private static bool SameGroups(Grouping? one, Grouping? other) =>
        (one?.Without ?? false) == (other?.Without ?? false) && (one?.Labels ?? []).ToHashSet().SetEquals(other?.Labels ?? []);
}
