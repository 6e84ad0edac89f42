using System.Text;

namespace ValeoChaos.Core.Running;

/// <summary>
/// Finds durations where PromQL puts them (range selectors, sub-queries, offset) and scales them. Strings, comments and label
/// matchers are passed over, so a metric called <c>m5m</c> or a label value "[5m]" stays.
/// </summary>
internal sealed class PromQlDurations(TimeScale scale, string source, long line, List<ScaleWarning> warnings)
{
    private static readonly HashSet<string> Clocks = new(StringComparer.Ordinal)
    {
        "time", "timestamp", "minute", "hour", "day_of_week", "day_of_month", "day_of_year", "days_in_month", "month", "year",
    };

    private static readonly HashSet<string> PerSecond = new(StringComparer.Ordinal) { "rate", "irate", "deriv" };

    private readonly StringBuilder result = new();
    private bool perSecond;
    private bool relative;
    private bool compared;

    public string Scale(string expression)
    {
        for (var i = 0; i < expression.Length;)
            i = Step(expression, i);
        if (perSecond && compared && !relative)
            warnings.Add(new ScaleWarning(source, line, "compares events per second with a number, which squeezing time does not preserve"));
        return result.ToString();
    }

    private int Step(string text, int i)
    {
        switch (text[i])
        {
            case '"' or '\'' or '`':
                return Copy(text, i, EndOfString(text, i));
            case '#':
                return Copy(text, i, End(text, i, c => c != '\n'));
            case '{':
                return Copy(text, i, EndOfMatchers(text, i));
            case '[':
                return Range(text, i);
            case '@':
                throw new TimeScaleException($"{source}, line {line}: @ names a moment of the calendar, which does not scale. Prove this rule at 1x.");
            case '/':
                relative = true;
                break;
            case '<' or '>':
                compared = true;
                break;
            case var c when IsName(c) && !char.IsAsciiDigit(c):
                return Name(text, i);
            case var c when char.IsAsciiDigit(c):
                return Copy(text, i, End(text, i, d => IsName(d) || d == '.'));
            default:
                break;
        }

        return Copy(text, i, i + 1);
    }

    private int Name(string text, int i)
    {
        var end = End(text, i, IsName);
        var name = text[i..end];
        var next = End(text, end, char.IsWhiteSpace);
        var call = next < text.Length && text[next] == '(';
        if (call && Clocks.Contains(name))
            throw new TimeScaleException($"{source}, line {line}: {name}() reads the calendar's clock, which does not scale. Prove this rule at 1x.");
        perSecond |= call && PerSecond.Contains(name);
        relative |= call && name == "histogram_quantile";
        Copy(text, i, end);
        if (!name.Equals("offset", StringComparison.OrdinalIgnoreCase))
            return end;
        var start = End(text, end, c => char.IsWhiteSpace(c) || c == '-');
        Copy(text, end, start);
        return Duration(text, start);
    }

    private int Range(string text, int i)
    {
        i = Copy(text, i, i + 1);
        while (i < text.Length && text[i] != ']')
            i = char.IsAsciiDigit(text[i]) ? Duration(text, i) : Copy(text, i, i + 1);
        return i;
    }

    private int Duration(string text, int i)
    {
        var end = End(text, i, char.IsAsciiLetterOrDigit);
        result.Append(scale.ScaleText(text[i..end], source, line));
        return end;
    }

    private int Copy(string text, int start, int end)
    {
        result.Append(text, start, end - start);
        return end;
    }

    private static int EndOfMatchers(string text, int i)
    {
        for (i++; i < text.Length && text[i] != '}';)
            i = text[i] is '"' or '\'' or '`' ? EndOfString(text, i) : i + 1;
        return Math.Min(i + 1, text.Length);
    }

    private static int EndOfString(string text, int i)
    {
        var quote = text[i];
        for (i++; i < text.Length && text[i] != quote; i++)
        {
            if (text[i] == '\\' && quote != '`')
                i++;
        }

        return Math.Min(i + 1, text.Length);
    }

    private static int End(string text, int i, Func<char, bool> part)
    {
        while (i < text.Length && part(text[i]))
            i++;
        return i;
    }

    private static bool IsName(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or ':';
}
