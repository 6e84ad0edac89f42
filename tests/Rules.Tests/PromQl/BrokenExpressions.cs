using System.Text.RegularExpressions;
using CsCheck;

namespace ValeoChaos.RulesTests.PromQl;

/// <summary>Expressions with something taken out, doubled, moved or put in: mostly wrong ones, and each in a way of its own.</summary>
internal static partial class BrokenExpressions
{
    private static readonly string[] Pieces =
    [
        "(", ")", "{", "}", "[5m]", "[5m:]", "[1h:30s]", ",", "+", "-", "^", "==", "=~", "!~", "=", "and", "or", "unless", "atan2", "bool", "on", "on(a)", "ignoring (a, b)",
        "group_left", "group_right(c)", "by", "by (a)", "without(b)", "offset", "offset 5m", "offset -5m", "@", "@ 1", "@ start()", "sum", "topk", "rate", "time()", "1", "0x", "1e",
        "017", "Inf", "nan", "5m", "1d12h", "5s5m", "0s", "'a'", "\"", "`b`", "'\\x4'", "# c\n", "\n", ":", "foo", "foo:bar", "a=\"b\"", "a=~\".*\"", "a=~\"(\"", "__name__='x'", "!", "_", "é", ";",
    ];

    private static readonly string[] PatternPieces =
    [
        "a", "b", "-", "é", "\U0001F600", ".", "*", "+", "?", "|", "^", "$", "(", ")", "(?:", "(?P<n>", "(?i)", "(?-s:", "(?", "(?=", "[", "]", "[^", "[a-z]", "[]a]", "[[:alpha:]]", "[[:^digit:]]", "[[:x:]]",
        "{2}", "{0,3}", "{2,}", "{,2}", "{3,1}", "{0}", "{40}", "\\d", "\\W", "\\b", "\\B", "\\A", "\\z", "\\Z", "\\.", "\\-", "\\1", "\\12", "\\07", "\\x41", "\\x{1F600}", "\\x4", "\\Q", "\\E", "\\C",
        "\\n", "\\pL", "\\p{Lu}", "\\P{^Greek}", "\\pX", "\\",
    ];

    public static Gen<string> Patterns { get; } = Gen.OneOf(PatternPieces).Array[0, 6].Select(string.Concat);

    public static Gen<string> From(IReadOnlyList<string> expressions)
    {
        var any = Gen.OneOf([.. expressions]);
        return Gen.Select(any, any, Gen.Int[0, 5], Gen.Double.Unit, Gen.Double.Unit, Gen.OneOf(Pieces)).Select(Broken);
    }

    private static string Broken(string expression, string other, int way, double place, double second, string piece)
    {
        var tokens = Token().Matches(expression).Select(m => m.Value).ToList();
        var at = (int)(place * tokens.Count);
        var swap = (int)(second * tokens.Count);
        switch (way)
        {
            case 0:
                tokens.RemoveAt(at);
                break;
            case 1:
                tokens.Insert(at, tokens[swap]);
                break;
            case 2:
                (tokens[at], tokens[swap]) = (tokens[swap], tokens[at]);
                break;
            case 3:
                tokens[at] = piece;
                break;
            case 4:
                tokens.Insert(at, $" {piece} ");
                break;
            default:
                var others = Token().Matches(other).Select(m => m.Value).ToList();
                tokens = [.. tokens[..at], .. others[(int)(second * others.Count)..]];
                break;
        }

        return string.Concat(tokens);
    }

    [GeneratedRegex(@"\w+|\s+|[^\w\s]")]
    private static partial Regex Token();
}
