using System.Text;

namespace ValeoChaos.Core.RuleChecks.Analysis;

/// <summary>
/// Texts that a regular expression of a label matcher may accept, readable rather than random: <c>5..</c> gives 500. What it does
/// not understand gives a text that is not accepted; the caller tests each.
/// </summary>
internal sealed class RegexSample
{
    private const string Digits = "0123456789";

    private readonly string pattern;
    private int at;

    private RegexSample(string pattern) => this.pattern = pattern;

    /// <summary>One text for each alternative at the top.</summary>
    public static IReadOnlyList<string> Of(string pattern)
    {
        var reader = new RegexSample(pattern);
        var alternatives = reader.Alternatives();
        return reader.at == pattern.Length ? alternatives : [];
    }

    private bool More => at < pattern.Length;

    private List<string> Alternatives()
    {
        var found = new List<string> { Sequence() };
        while (More && pattern[at] == '|')
        {
            at++;
            found.Add(Sequence());
        }

        return found;
    }

    private string Sequence()
    {
        var text = new StringBuilder();
        while (More && pattern[at] is not ('|' or ')'))
        {
            var part = Part(text.Length > 0 ? text[^1] : ' ');
            for (var times = Repeats(); times > 0; times--)
                text.Append(part);
        }

        return text.ToString();
    }

    private string Part(char before)
    {
        var c = pattern[at++];
        switch (c)
        {
            case '^' or '$':
                return "";
            case '.':
                return char.IsAsciiDigit(before) ? "0" : "a";
            case '(':
                return Group();
            case '[':
                return Set();
            case '\\' when More:
                return pattern[at++] switch { 'd' => "0", 'w' => "a", 's' => " ", 'D' or 'S' => "a", 'W' => "-", var escaped => escaped.ToString() };
            default:
                return c.ToString();
        }
    }

    private string Group()
    {
        // (?: and (?i: are written before the group's content.
        if (More && pattern[at] == '?')
            at = pattern.IndexOfAny([':', ')'], at) is var end and > 0 ? end + (pattern[end] == ':' ? 1 : 0) : pattern.Length;
        var inner = Alternatives();
        if (More)
            at++;
        return inner[0];
    }

    private string Set()
    {
        var negated = More && pattern[at] == '^';
        var end = pattern.IndexOf(']', Math.Min(pattern.Length, at + (negated ? 2 : 1)));
        if (end < 0)
        {
            at = pattern.Length;
            return "";
        }

        var set = pattern[(at + (negated ? 1 : 0))..end].Replace("\\d", Digits, StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal);
        at = end + 1;
        return negated ? "axz019".First(c => !set.Contains(c, StringComparison.Ordinal)).ToString() : set[0].ToString();
    }

    private int Repeats()
    {
        if (!More)
            return 1;
        switch (pattern[at])
        {
            case '?' or '*' or '+':
                at++;
                if (More && pattern[at] == '?')
                    at++;
                return 1;
            case '{':
                var end = pattern.IndexOf('}', at);
                var text = end < 0 ? "" : pattern[(at + 1)..end].Split(',')[0];
                at = end < 0 ? pattern.Length : end + 1;
                return int.TryParse(text, out var times) ? Math.Max(times, 1) : 1;
            default:
                return 1;
        }
    }
}
