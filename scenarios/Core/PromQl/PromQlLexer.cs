namespace ValeoChaos.Core.PromQl;

/// <summary>
/// Cuts an expression into tokens as Prometheus 2.42 does. What a character means depends on where it stands: within braces
/// every word is a label, behind a bracket comes a duration.
/// </summary>
internal sealed class PromQlLexer(string text)
{
    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "=~", "!~", "+", "-", "*", "/", "%", "^", "<", ">", "=", "(", ")", "{", "}", "[", "]", ",", "@"];

    private int position;
    private bool inBraces;
    private bool inBrackets;
    private bool colonSeen;
    private bool durationNext;

    /// <exception cref="PromQlSyntaxException">No token begins here.</exception>
    public PromQlToken Next()
    {
        SkipBlanks();
        if (durationNext)
            return Window();
        if (position == text.Length)
            return new PromQlToken(TokenKind.End, "", new TextSpan(position, position));
        return text[position] switch
        {
            '"' or '\'' or '`' => Quoted(),
            var c when inBraces => IsLetter(c) ? Word(TokenKind.Identifier, IsWordPart) : Symbol(),
            var c when char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))) => NumberOrDuration(),
            var c when IsLetter(c) || c == ':' => inBrackets ? Colon() : Name(),
            _ => Symbol(),
        };
    }

    private PromQlSyntaxException Error(int offset, string problem) => new(text, offset, problem);

    private void SkipBlanks()
    {
        while (position < text.Length)
        {
            if (text[position] is ' ' or '\t' or '\n' or '\r')
                position++;
            else if (text[position] == '#' && !durationNext)
                position = EndOf(c => c is not ('\n' or '\r'));
            else
                return;
        }
    }

    private PromQlToken Symbol()
    {
        var symbol = Array.Find(Operators, o => string.CompareOrdinal(text, position, o, 0, o.Length) == 0)
            ?? throw Error(position, $"unexpected character '{text[position]}'");
        Track(symbol);
        return Take(TokenKind.Symbol, symbol.Length);
    }

    private void Track(string symbol)
    {
        switch (symbol)
        {
            case "[" when inBrackets:
                throw Error(position, "a \"[\" within brackets");
            case "[":
                (inBrackets, colonSeen, durationNext) = (true, false, true);
                break;
            case "]":
                inBrackets = false;
                break;
            case "{" or "}":
                inBraces = symbol == "{";
                break;
            default:
                break;
        }
    }

    private PromQlToken Window()
    {
        durationNext = false;
        var start = position;
        return char.IsAsciiDigit(Peek(0)) && NumberOrDuration() is { Kind: TokenKind.Duration } duration ? duration
            : throw Error(start, "expected a duration behind \"[\", for instance 5m");
    }

    /// <summary>Prometheus 2.42 takes any letter for the colon of a sub-query.</summary>
    private PromQlToken Colon()
    {
        if (colonSeen)
            throw Error(position, $"unexpected character '{text[position]}' behind the colon");
        colonSeen = true;
        return Take(TokenKind.Symbol, 1) with { Text = ":" };
    }

    private PromQlToken NumberOrDuration()
    {
        var start = position;
        var number = Take(TokenKind.Number, PromQlLiterals.NumberLength(text.AsSpan(position)));
        if (!IsWordPart(Peek(0)))
            return number;
        position = EndOf(IsWordPart);
        var span = new TextSpan(start, position);
        return PromQlLiterals.TryDuration(span.Of(text), out _) ? new PromQlToken(TokenKind.Duration, span.Of(text), span)
            : throw Error(start, $"\"{span.Of(text)}\" is neither a number nor a duration. Write, for instance, 300, 1e3 or 1h30m");
    }

    private PromQlToken Name()
    {
        var word = Word(TokenKind.Identifier, c => IsWordPart(c) || c == ':');
        var lower = word.Text.ToLowerInvariant();
        return lower switch
        {
            "inf" or "nan" => word with { Kind = TokenKind.Number },
            _ when PromQlKeywords.Contains(lower) => word with { Kind = TokenKind.Keyword, Text = lower },
            _ => word with { Kind = word.Text.Contains(':') ? TokenKind.MetricName : TokenKind.Identifier },
        };
    }

    private PromQlToken Word(TokenKind kind, Func<char, bool> part) => Take(kind, EndOf(part) - position);

    private PromQlToken Quoted()
    {
        var start = position;
        var quote = text[start];
        for (var i = start + 1; i < text.Length && (text[i] != '\n' || quote == '`'); i++)
        {
            if (text[i] == quote)
                return Take(TokenKind.Text, i + 1 - start);
            if (text[i] == '\\' && quote != '`')
                i++;
        }

        throw Error(start, $"the text that begins here has no closing {quote}");
    }

    private PromQlToken Take(TokenKind kind, int length)
    {
        var span = new TextSpan(position, position + length);
        position = span.End;
        return new PromQlToken(kind, span.Of(text), span);
    }

    private int EndOf(Func<char, bool> part)
    {
        var end = position;
        while (end < text.Length && part(text[end]))
            end++;
        return end;
    }

    private char Peek(int ahead) => position + ahead < text.Length ? text[position + ahead] : '\0';

    private static bool IsLetter(char c) => char.IsAsciiLetter(c) || c == '_';

    private static bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
