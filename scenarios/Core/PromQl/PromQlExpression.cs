namespace ValeoChaos.Core.PromQl;

/// <summary>Where a part stands in the expression's text: from <paramref name="Start"/> up to, and without, <paramref name="End"/>.</summary>
public readonly record struct TextSpan(int Start, int End)
{
    public string Of(string text) => text[Start..End];
}

/// <summary>What an expression gives.</summary>
public enum ValueKind { Scalar, InstantVector, RangeVector, Text }

/// <summary>A parsed PromQL expression. It is analysed and edited here, and evaluated by Prometheus only.</summary>
public abstract record PromQlExpression
{
    public required TextSpan Span { get; init; }

    public abstract ValueKind Kind { get; }

    /// <summary>The direct parts, from left to right.</summary>
    public virtual IEnumerable<PromQlExpression> Parts => [];

    /// <summary>This expression and everything in it, outermost first.</summary>
    public IEnumerable<PromQlExpression> All() => Parts.SelectMany(part => part.All()).Prepend(this);
}

/// <param name="Value">With the sign before it, if any; the sign belongs to the span.</param>
public sealed record NumberLiteral(double Value) : PromQlExpression
{
    public override ValueKind Kind => ValueKind.Scalar;
}

public sealed record TextLiteral(string Value) : PromQlExpression
{
    public override ValueKind Kind => ValueKind.Text;
}

public enum MatchKind { Equal, NotEqual, Matches, MatchesNot }

/// <param name="Span">The whole matcher: <c>status=~"5.."</c>.</param>
public sealed record LabelMatcher(string Label, MatchKind Kind, string Value, TextSpan Span)
{
    /// <summary>The value with its quotes.</summary>
    public TextSpan ValueSpan { get; init; }
}

/// <summary>A duration as written.</summary>
/// <param name="Value">Negative in an offset that looks ahead.</param>
/// <param name="Span">The duration's text alone, without a sign: <c>5m</c>.</param>
public sealed record DurationLiteral(TimeSpan Value, TextSpan Span);

/// <summary><c>@ 1609746000</c>, <c>@ start()</c> or <c>@ end()</c>.</summary>
/// <param name="Text">What stands behind @, without blanks.</param>
/// <param name="Span">From @ on.</param>
public sealed record AtModifier(string Text, TextSpan Span)
{
    public bool IsNumber => !Text.EndsWith(')');
}

/// <param name="Name">Null where only matchers choose; a matcher on <c>__name__</c> stands among the matchers.</param>
/// <remarks>The span includes offset and @, unless a range stands between: then it is that of <c>name{...}</c>.</remarks>
public sealed record VectorSelector(string? Name, IReadOnlyList<LabelMatcher> Matchers, DurationLiteral? Offset = null, AtModifier? At = null) : PromQlExpression
{
    public override ValueKind Kind => ValueKind.InstantVector;
}

/// <summary><c>name{...}[5m]</c>; offset and @ stand on the vector.</summary>
public sealed record RangeSelector(VectorSelector Vector, DurationLiteral Range) : PromQlExpression
{
    public override ValueKind Kind => ValueKind.RangeVector;

    public override IEnumerable<PromQlExpression> Parts => [Vector];
}

/// <param name="Step">Null where the evaluation interval is the step: <c>[5m:]</c>.</param>
public sealed record Subquery(PromQlExpression Inner, DurationLiteral Range, DurationLiteral? Step, DurationLiteral? Offset = null, AtModifier? At = null) : PromQlExpression
{
    public override ValueKind Kind => ValueKind.RangeVector;

    public override IEnumerable<PromQlExpression> Parts => [Inner];
}

/// <param name="NameSpan">The function's name alone; the span ends with the closing parenthesis.</param>
public sealed record FunctionCall(string Name, TextSpan NameSpan, IReadOnlyList<PromQlExpression> Arguments) : PromQlExpression
{
    public override ValueKind Kind => PromQlFunction.Find(Name)?.Returns ?? ValueKind.InstantVector;

    public override IEnumerable<PromQlExpression> Parts => Arguments;
}

/// <param name="Without">False for <c>by</c>.</param>
/// <param name="Span">The whole clause: <c>by (namespace, le)</c>.</param>
public sealed record Grouping(bool Without, IReadOnlyList<string> Labels, TextSpan Span);

/// <param name="Name">Lower case: <c>sum</c>, <c>topk</c>.</param>
/// <param name="Parameter">The first argument of topk, quantile and count_values.</param>
public sealed record Aggregation(string Name, TextSpan NameSpan, PromQlExpression? Parameter, PromQlExpression Inner, Grouping? Grouping) : PromQlExpression
{
    public override ValueKind Kind => ValueKind.InstantVector;

    public override IEnumerable<PromQlExpression> Parts => Parameter is null ? [Inner] : [Parameter, Inner];
}

public enum GroupSide { None, Left, Right }

/// <param name="On">False for <c>ignoring</c>.</param>
/// <param name="Span">From <c>on</c> to the end of <c>group_left (...)</c>.</param>
public sealed record VectorMatching(bool On, IReadOnlyList<string> Labels, GroupSide Side, IReadOnlyList<string> Include, TextSpan Span);

/// <param name="Operator">As written, lower case: <c>+ - * / % ^ atan2 == != &lt; &gt; &lt;= &gt;= and or unless</c>.</param>
/// <param name="OperatorSpan">The operator alone, without <c>bool</c>.</param>
public sealed record BinaryOperation(PromQlExpression Left, string Operator, TextSpan OperatorSpan, PromQlExpression Right, bool ReturnsBool = false, VectorMatching? Matching = null) : PromQlExpression
{
    public bool IsComparison => Operator is "==" or "!=" or "<" or ">" or "<=" or ">=";

    public bool IsSetOperation => Operator is "and" or "or" or "unless";

    public override ValueKind Kind => Left.Kind == ValueKind.Scalar && Right.Kind == ValueKind.Scalar ? ValueKind.Scalar : ValueKind.InstantVector;

    public override IEnumerable<PromQlExpression> Parts => [Left, Right];
}

public sealed record UnaryOperation(string Operator, PromQlExpression Inner) : PromQlExpression
{
    public override ValueKind Kind => Inner.Kind;

    public override IEnumerable<PromQlExpression> Parts => [Inner];
}

public sealed record Parenthesised(PromQlExpression Inner) : PromQlExpression
{
    public override ValueKind Kind => Inner.Kind;

    public override IEnumerable<PromQlExpression> Parts => [Inner];
}
