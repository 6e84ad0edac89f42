namespace ValeoChaos.Core.PromQl;

internal static class PromQlOperators
{
    /// <summary>A sign binds weaker than this one only.</summary>
    public const int Power = 6;

    /// <returns>Greater binds first; null where the token is no operator between two operands.</returns>
    public static int? Strength(PromQlToken token) => token.Kind is not (TokenKind.Symbol or TokenKind.Keyword) ? null : token.Text switch
    {
        "or" => 1,
        "and" or "unless" => 2,
        "==" or "!=" or "<" or ">" or "<=" or ">=" => 3,
        "+" or "-" => 4,
        "*" or "/" or "%" or "atan2" => 5,
        "^" => Power,
        _ => null,
    };

    public static bool IsRightAssociative(string text) => text == "^";
}
