namespace ValeoChaos.Core.PromQl;

/// <summary>
/// Reads PromQL as Prometheus 2.42 does and refuses what it refuses, wrong types included. Every part comes with its place in
/// the text, so that a window or a threshold can be changed and nothing else.
/// </summary>
public sealed class PromQlParser
{
    /// <summary>Far beyond any rule, and far from the end of the stack.</summary>
    private const int DeepestNesting = 500;

    private readonly PromQlReader reader;
    private readonly PromQlSelectors selectors;
    private readonly PromQlChecks checks;
    private int depth;

    private PromQlParser(string expression)
    {
        reader = new PromQlReader(expression);
        checks = new PromQlChecks(expression);
        selectors = new PromQlSelectors(reader, checks);
    }

    /// <exception cref="PromQlSyntaxException">Prometheus would refuse the expression, or it is nested more than 500 levels deep.</exception>
    public static PromQlExpression Parse(string expression)
    {
        var parser = new PromQlParser(expression);
        if (parser.reader.Current.Kind == TokenKind.End)
            throw new PromQlSyntaxException(expression, 0, "no expression: the text is empty");
        var parsed = parser.Expression(0);
        return parser.reader.Current.Kind == TokenKind.End ? parsed : throw parser.reader.Unexpected("an operator or the end");
    }

    /// <param name="least">The weakest operator that may stand in this expression; a stronger one binds its operands first.</param>
    private PromQlExpression Expression(int least)
    {
        var outer = depth;
        Deeper();
        var left = Operand();
        while (PromQlOperators.Strength(reader.Current) is { } strength && strength >= least)
        {
            Deeper();
            var operation = reader.Take();
            var returnsBool = reader.TakeIf("bool");
            var matching = selectors.Matching();
            var right = Expression(PromQlOperators.IsRightAssociative(operation.Text) ? strength : strength + 1);
            left = checks.Checked(new BinaryOperation(left, operation.Text, operation.Span, right, returnsBool, matching) { Span = left.Span with { End = right.Span.End } });
        }

        depth = outer;
        return left;
    }

    private void Deeper()
    {
        if (++depth > DeepestNesting)
            throw reader.Error(reader.Current.Span.Start, $"nested more than {DeepestNesting} levels deep. Record parts of it by rules of their own");
    }

    private PromQlExpression Operand()
    {
        if (!reader.Current.Is("+") && !reader.Current.Is("-"))
            return WithModifiers(Primary());
        var sign = reader.Take();
        var inner = Expression(PromQlOperators.Power);
        var span = new TextSpan(sign.Span.Start, inner.Span.End);
        return inner is NumberLiteral number ? new NumberLiteral(sign.Text == "-" ? -number.Value : number.Value) { Span = span }
            : checks.Checked(new UnaryOperation(sign.Text, inner) { Span = span });
    }

    private PromQlExpression WithModifiers(PromQlExpression inner)
    {
        while (selectors.Modified(inner) is { } modified)
        {
            Deeper();
            inner = modified;
        }

        return inner;
    }

    private PromQlExpression Primary()
    {
        var token = reader.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return new NumberLiteral(reader.TakeNumber()) { Span = token.Span };
            case TokenKind.Text:
                return new TextLiteral(reader.TakeText()) { Span = token.Span };
            case TokenKind.Identifier or TokenKind.MetricName:
            case TokenKind.Keyword when PromQlKeywords.CanBeMetric(token.Text):
                return Named();
            case TokenKind.Symbol when token.Text == "{":
                return selectors.Vector(null, token.Span.Start);
            case TokenKind.Symbol when token.Text == "(":
                reader.Take();
                var inner = Expression(0);
                reader.Expect(")", "to close the parenthesis");
                return new Parenthesised(inner) { Span = reader.From(token.Span.Start) };
            default:
                throw reader.Unexpected("an expression");
        }
    }

    private PromQlExpression Named()
    {
        var name = reader.Take();
        if (name.Kind == TokenKind.Keyword && PromQlKeywords.Aggregations.Contains(name.Text) && (reader.Current.Is("(") || reader.Current.Is("by") || reader.Current.Is("without")))
            return Aggregate(name);
        if (name.Kind == TokenKind.Identifier && reader.Current.Is("("))
            return checks.Checked(new FunctionCall(name.Text, name.Span, Arguments()) { Span = reader.From(name.Span.Start) });
        return selectors.Vector(reader.Written(name), name.Span.Start);
    }

    private Aggregation Aggregate(PromQlToken name)
    {
        var before = selectors.Grouping();
        var arguments = Arguments();
        var grouping = before ?? selectors.Grouping();
        var expected = PromQlKeywords.AggregationsWithParameter.Contains(name.Text) ? 2 : 1;
        if (arguments.Count != expected)
            throw reader.Error(name.Span.Start, $"{name.Text} takes {Counted.Of(expected, "argument")}, and here are {arguments.Count}");
        return checks.Checked(new Aggregation(name.Text, name.Span, expected == 2 ? arguments[0] : null, arguments[^1], grouping) { Span = reader.From(name.Span.Start) });
    }

    private List<PromQlExpression> Arguments()
    {
        reader.Expect("(", "before the arguments");
        var arguments = new List<PromQlExpression>();
        if (reader.TakeIf(")"))
            return arguments;
        do
        {
            arguments.Add(Expression(0));
        }
        while (reader.TakeIf(","));
        reader.Expect(")", "or \",\" behind the argument");
        return arguments;
    }
}
