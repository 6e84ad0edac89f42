namespace ValeoChaos.Core.PromQl;

/// <summary>What is well formed and yet means nothing: wrong types, wrong counts, a modifier where none can be.</summary>
internal sealed class PromQlChecks(string text)
{
    private const string NameLabel = "__name__";

    public LabelMatcher Checked(LabelMatcher matcher)
    {
        if (matcher.Kind is MatchKind.Matches or MatchKind.MatchesNot && Re2Pattern.Problem(matcher.Value) is { } problem)
            throw Error(matcher.Span, $"the label {matcher.Label} is matched with {matcher.ValueSpan.Of(text)}, which is no regular expression of RE2: {problem}");
        return matcher;
    }

    public VectorSelector Checked(VectorSelector selector)
    {
        if (selector.Name is null ? selector.Matchers.All(MatchesNothing) : selector.Matchers.Any(m => m.Label == NameLabel))
        {
            throw Error(selector.Span, selector.Name is null
                ? "this selects every series there is. Add a matcher that an empty label does not satisfy"
                : $"the metric is named twice: {selector.Name} and {NameLabel}");
        }

        return selector;
    }

    /// <summary>Whether a series without the label satisfies it.</summary>
    private static bool MatchesNothing(LabelMatcher matcher) => matcher.Kind switch
    {
        MatchKind.Equal => matcher.Value.Length == 0,
        MatchKind.NotEqual => matcher.Value.Length > 0,
        MatchKind.Matches => Re2Pattern.MatchesEmpty(matcher.Value),
        _ => !Re2Pattern.MatchesEmpty(matcher.Value),
    };

    public FunctionCall Checked(FunctionCall call)
    {
        var function = PromQlFunction.Find(call.Name)
            ?? throw Error(call.NameSpan, $"Prometheus has no function {call.Name}{Hint(call.Name)}");
        var count = call.Arguments.Count;
        if (count < function.Least || count > function.Most)
            throw Error(call.Span, $"{call.Name} takes {Range(function)}, and here are {count}");
        for (var i = 0; i < count; i++)
            Expect(call.Arguments[i], function.Parameters[Math.Min(i, function.Parameters.Count - 1)], $"an argument of {call.Name}");
        return call;
    }

    private static string Hint(string name) => PromQlFunction.Find(name.ToLowerInvariant()) is { } function ? $"; {function.Name} is written in lower case" : "";

    private static string Range(PromQlFunction function) => function switch
    {
        { Most: null } => $"at least {function.Least} arguments",
        { Least: var least, Most: var most } when least == most => Counted.Of(least, "argument"),
        _ => $"{function.Least} to {function.Most} arguments",
    };

    public Aggregation Checked(Aggregation aggregation)
    {
        Expect(aggregation.Inner, ValueKind.InstantVector, $"what {aggregation.Name} aggregates");
        if (aggregation.Parameter is { } parameter)
            Expect(parameter, aggregation.Name == "count_values" ? ValueKind.Text : ValueKind.Scalar, $"the parameter of {aggregation.Name}");
        return aggregation;
    }

    public UnaryOperation Checked(UnaryOperation operation)
    {
        ExpectNumbers(operation.Inner, "a sign");
        return operation;
    }

    public Subquery Checked(Subquery query)
    {
        Expect(query.Inner, ValueKind.InstantVector, "what a sub-query evaluates");
        return query;
    }

    public BinaryOperation Checked(BinaryOperation operation)
    {
        ExpectNumbers(operation.Left, operation.Operator);
        ExpectNumbers(operation.Right, operation.Operator);
        if (Problem(operation) is { } problem)
            throw Error(operation.OperatorSpan, problem);
        return operation;
    }

    private static string? Problem(BinaryOperation operation)
    {
        var scalars = new[] { operation.Left, operation.Right }.Count(part => part.Kind == ValueKind.Scalar);
        var matching = operation.Matching;
        return operation switch
        {
            { ReturnsBool: true, IsComparison: false } => "bool belongs to a comparison only",
            { ReturnsBool: false, IsComparison: true } when scalars == 2 => "two numbers are compared with bool only: 1 == bool 1",
            { IsSetOperation: true } when scalars > 0 => $"{operation.Operator} joins two vectors, and one side here is a number",
            { IsSetOperation: true } when matching is { Side: not GroupSide.None } => $"{operation.Operator} cannot be grouped",
            _ when scalars > 0 && matching is { Labels.Count: > 0 } => "labels are matched between two vectors only, and one side here is a number",
            _ when matching is { On: true } && matching.Labels.Intersect(matching.Include).FirstOrDefault() is { } label => $"the label {label} stands both in on and in group_{matching.Side.ToString().ToLowerInvariant()}",
            _ => null,
        };
    }

    /// <summary>The expression with an offset or an @ behind it.</summary>
    /// <param name="modifier">Where the modifier stands.</param>
    public PromQlExpression Modified(PromQlExpression inner, DurationLiteral? offset, AtModifier? at, TextSpan modifier)
    {
        var (givenOffset, givenAt) = inner switch
        {
            VectorSelector vector => (vector.Offset, vector.At),
            RangeSelector range => (range.Vector.Offset, range.Vector.At),
            Subquery query => (query.Offset, query.At),
            _ => throw Error(modifier, "offset and @ stand behind a selector or a sub-query only"),
        };
        if ((offset is not null && givenOffset is not null) || (at is not null && givenAt is not null))
            throw Error(modifier, $"{(offset is null ? "@" : "offset")} is given twice");
        offset ??= givenOffset;
        at ??= givenAt;
        var span = inner.Span with { End = modifier.End };
        return inner switch
        {
            VectorSelector vector => vector with { Offset = offset, At = at, Span = span },
            RangeSelector range => range with { Vector = range.Vector with { Offset = offset, At = at }, Span = span },
            Subquery query => query with { Offset = offset, At = at, Span = span },
            _ => inner,
        };
    }

    private void Expect(PromQlExpression part, ValueKind kind, string role)
    {
        if (part.Kind != kind)
            throw Error(part.Span, $"{role} has to be {Named(kind)}, and this is {Named(part.Kind)}");
    }

    private void ExpectNumbers(PromQlExpression part, string operation)
    {
        if (part.Kind is not (ValueKind.Scalar or ValueKind.InstantVector))
            throw Error(part.Span, $"{operation} takes numbers and instant vectors, and this is {Named(part.Kind)}");
    }

    private static string Named(ValueKind kind) => kind switch
    {
        ValueKind.Scalar => "a number",
        ValueKind.InstantVector => "an instant vector",
        ValueKind.RangeVector => "a range vector",
        _ => "a text",
    };

    private PromQlSyntaxException Error(TextSpan span, string problem) => new(text, span.Start, problem);
}
