namespace ValeoChaos.Core.PromQl;

/// <summary>An expression, token by token; knows the next token and where the last one ended.</summary>
internal sealed class PromQlReader
{
    private readonly string text;
    private readonly PromQlLexer lexer;
    private int lastEnd;

    public PromQlReader(string expression)
    {
        text = expression;
        lexer = new PromQlLexer(expression);
        Current = lexer.Next();
    }

    public PromQlToken Current { get; private set; }

    public PromQlToken Take()
    {
        var token = Current;
        lastEnd = token.Span.End;
        Current = lexer.Next();
        return token;
    }

    public bool TakeIf(string symbol)
    {
        if (!Current.Is(symbol))
            return false;
        Take();
        return true;
    }

    public void Expect(string symbol, string why)
    {
        if (!TakeIf(symbol))
            throw Unexpected($"\"{symbol}\" {why}");
    }

    public double TakeNumber()
    {
        var token = Take();
        return PromQlLiterals.Number(token.Text) ?? throw Error(token.Span.Start, $"\"{token.Text}\" is no number that Prometheus can hold");
    }

    public string TakeText()
    {
        var token = Take();
        return PromQlLiterals.Unquote(token.Text, out var problem) ?? throw Error(token.Span.Start + problem.Offset, problem.Reason);
    }

    /// <summary>Keywords in their own case, too.</summary>
    public string Written(PromQlToken token) => token.Span.Of(text);

    /// <summary>From there to the end of the last token taken.</summary>
    public TextSpan From(int start) => new(start, lastEnd);

    public PromQlSyntaxException Unexpected(string expected) => Error(Current.Span.Start, $"expected {expected}, got {Current.Described}");

    public PromQlSyntaxException Error(int offset, string problem) => new(text, offset, problem);
}
