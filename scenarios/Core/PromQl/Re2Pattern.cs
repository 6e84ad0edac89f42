using System.Text.RegularExpressions;

namespace ValeoChaos.Core.PromQl;

/// <summary>
/// Regular expressions as Prometheus reads them (RE2, in Go): whether one is valid, and whether it matches the empty text, as
/// a label that is not there. The names of Unicode's scripts are taken on trust.
/// </summary>
internal sealed partial class Re2Pattern
{
    private const int MostRepeats = 1000;

    private const string Categories = "Any C Cc Cf Co Cs L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs Han Lao Nko Vai Yi";

    private static readonly HashSet<string> PosixClasses =
        [.. "alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit".Split(' ')];

    private readonly string text;
    private int position;
    private int depth;

    private Re2Pattern(string pattern) => text = pattern;

    /// <param name="Empty">Whether it matches the empty text.</param>
    /// <param name="Repeats">The product of the counted repetitions within each other.</param>
    /// <param name="Quoted">More than one character as written, of which a repetition repeats the last.</param>
    private readonly record struct Part(bool Empty, int Repeats, bool Quoted = false);

    /// <returns>Null where the pattern is valid.</returns>
    public static string? Problem(string pattern)
    {
        try
        {
            new Re2Pattern(pattern).Whole();
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    /// <exception cref="FormatException">The pattern is not valid.</exception>
    public static bool MatchesEmpty(string pattern) => new Re2Pattern(pattern).Whole().Empty;

    private Part Whole()
    {
        var whole = Alternatives();
        return position == text.Length ? whole : throw new FormatException("a closing parenthesis without an opening one");
    }

    private Part Alternatives()
    {
        if (++depth > MostRepeats)
            throw new FormatException("parentheses within each other, too deep");
        var all = Sequence();
        while (TakeIf("|"))
        {
            var next = Sequence();
            all = new Part(all.Empty || next.Empty, Math.Max(all.Repeats, next.Repeats));
        }

        depth--;
        return all;
    }

    private Part Sequence()
    {
        var done = new Part(true, 1);
        Part? last = null;
        var repeated = false;
        while (position < text.Length && text[position] is not ('|' or ')'))
        {
            if (Repetition() is { } times)
            {
                if (last is not { } operand)
                    throw new FormatException("a repetition of nothing");
                if (repeated)
                    throw new FormatException("a repetition of a repetition");
                (last, repeated) = (Repeated(operand, times), true);
            }
            else if (Atom() is { } atom)
            {
                done = Joined(done, last);
                (last, repeated) = (atom, false);
            }
            else
            {
                repeated = false;
            }
        }

        return Joined(done, last);
    }

    private static Part Joined(Part done, Part? last) =>
        last is { } part ? new Part(done.Empty && part.Empty, Math.Max(done.Repeats, part.Repeats)) : done;

    private static Part Repeated(Part operand, (int Least, int? Most, bool Counted) times)
    {
        if (!times.Counted)
            return operand with { Empty = MayBeEmpty(operand, times.Least) };
        if (times.Least > MostRepeats || times.Most > MostRepeats || times.Least > times.Most)
            throw new FormatException("a repetition that counts down, or beyond 1000");
        var repeats = times.Most == 0 ? 1 : operand.Repeats * Math.Max(1, times.Most ?? times.Least);
        return repeats <= MostRepeats ? new Part(MayBeEmpty(operand, times.Least), repeats)
            : throw new FormatException("repetitions within each other, more than 1000 together");
    }

    private static bool MayBeEmpty(Part operand, int least) => operand.Empty || (least == 0 && !operand.Quoted);

    private (int Least, int? Most, bool Counted)? Repetition()
    {
        var match = RepetitionShape().Match(text, position);
        if (!match.Success)
            return null;
        position += match.Length;
        return match.Groups["sign"].Value switch
        {
            "*" => (0, null, false),
            "+" => (1, null, false),
            "?" => (0, 1, false),
            _ => (Count(match.Groups["least"].Value), match.Groups["comma"].Length == 0 ? Count(match.Groups["least"].Value)
                : match.Groups["most"].Length == 0 ? null : Count(match.Groups["most"].Value), true),
        };
    }

    private static int Count(string digits) => digits.Length <= 4 ? int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) : int.MaxValue;

    /// <returns>Null for what matches nothing of its own: flags for what follows, a quotation of nothing.</returns>
    private Part? Atom()
    {
        switch (text[position])
        {
            case '(':
                return Group();
            case '[':
                Class();
                return new Part(false, 1);
            case '^' or '$':
                position++;
                return new Part(true, 1);
            case '\\':
                return Escaped();
            default:
                position += char.IsSurrogatePair(text, position) ? 2 : 1;
                return new Part(false, 1);
        }
    }

    private Part? Group()
    {
        var head = GroupShape().Match(text, position);
        if (!head.Success)
            throw new FormatException("a group that RE2 does not know, such as one that looks ahead");
        position += head.Length;
        if (head.Value.EndsWith(')'))
            return null;
        var inner = Alternatives();
        return TakeIf(")") ? inner : throw new FormatException("an opening parenthesis without a closing one");
    }

    private Part? Escaped()
    {
        if (TakeIf(@"\Q"))
            return Quotation();
        if (TakeIf(@"\A") || TakeIf(@"\z") || TakeIf(@"\B"))
            return new Part(true, 1);
        if (!TakeIf(@"\b") && !ClassEscape())
            Character();
        return new Part(false, 1);
    }

    /// <summary>Prometheus puts a group around the pattern, whose end an open quotation would swallow.</summary>
    private Part? Quotation()
    {
        var end = text.IndexOf(@"\E", position, StringComparison.Ordinal);
        if (end < 0)
            throw new FormatException(@"a \Q without an \E");
        var quoted = text[position..end].EnumerateRunes().Count();
        position = end + 2;
        return quoted == 0 ? null : new Part(false, 1, Quoted: quoted > 1);
    }

    private void Class()
    {
        position++;
        TakeIf("^");
        for (var first = true; first || Peek() != ']'; first = false)
        {
            if (!PosixClass() && !ClassEscape())
                Range();
        }

        position++;
    }

    private void Range()
    {
        var low = Character();
        if (Peek() != '-' || position + 1 == text.Length || text[position + 1] == ']')
            return;
        position++;
        if (Character() < low)
            throw new FormatException("a range of characters that counts down");
    }

    private bool PosixClass()
    {
        var match = PosixShape().Match(text, position);
        if (match.Success && !PosixClasses.Contains(match.Groups["name"].Value))
            throw new FormatException($"no class of characters is called {match.Value}");
        position += match.Length;
        return match.Success;
    }

    private bool ClassEscape()
    {
        var match = ClassEscapeShape().Match(text, position);
        if (match.Groups["name"] is { Success: true, Value: var name } && name.Length <= 3 && !Categories.Split(' ').Contains(name))
            throw new FormatException($"Unicode has no category {name}");
        position += match.Length;
        return match.Success;
    }

    /// <returns>Its code point.</returns>
    private int Character()
    {
        var match = CharacterShape().Match(text, position);
        if (!match.Success)
            throw new FormatException(position == text.Length ? "it ends within a class or behind a backslash" : $"no escape is written {text[position..Math.Min(text.Length, position + 2)]}");
        position += match.Length;
        var code = match.Groups["hex"] is { Success: true, Value: var hex } ? Convert.ToInt64(hex, 16)
            : match.Groups["octal"] is { Success: true, Value: var octal } ? Convert.ToInt32(octal, 8)
            : match.Groups["control"] is { Success: true, Value: var control } ? "\a\f\n\r\t\v"["afnrtv".IndexOf(control[0])]
            : char.ConvertToUtf32(match.Value.TrimStart('\\') is { Length: > 0 } plain ? plain : "\\", 0);
        return code <= 0x10FFFF ? (int)code : throw new FormatException("a character beyond Unicode");
    }

    private char Peek() => position < text.Length ? text[position] : throw new FormatException("a class of characters without a closing bracket");

    private bool TakeIf(string token)
    {
        if (string.CompareOrdinal(text, position, token, 0, token.Length) != 0)
            return false;
        position += token.Length;
        return true;
    }

    [GeneratedRegex(@"\G(?:(?<sign>[*+?])|\{(?<least>\d+)(?:(?<comma>,)(?<most>\d*))?\})\??", RegexOptions.ECMAScript)]
    private static partial Regex RepetitionShape();

    [GeneratedRegex(@"\G\((?:(?!\?)|\?P<\w+>|\?[imsU]*(?:-[imsU]+)?[:)])", RegexOptions.ECMAScript)]
    private static partial Regex GroupShape();

    [GeneratedRegex(@"\G\[:\^?(?<name>[^:]*(?::(?!\])[^:]*)*):\]")]
    private static partial Regex PosixShape();

    [GeneratedRegex(@"\G\\(?:[dswDSW]|[pP](?:(?<name>[^{\\])|\{\^?(?<name>[^}]*)\}))")]
    private static partial Regex ClassEscapeShape();

    [GeneratedRegex(@"\G(?:[^\\\uD800-\uDFFF]|[\uD800-\uDBFF][\uDC00-\uDFFF]|\\(?:x\{(?<hex>[0-9a-fA-F]{1,15})\}|x(?<hex>[0-9a-fA-F]{2})|(?<octal>0[0-7]{0,2}|[1-7][0-7]{1,2})|(?<control>[afnrtv])|[!-/:-@\[-`{-~]))")]
    private static partial Regex CharacterShape();
}
