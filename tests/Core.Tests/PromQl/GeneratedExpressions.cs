using CsCheck;
using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.Tests.PromQl;

/// <summary>Expressions that Prometheus accepts, with every construct of the language. Their spans are empty: no text is theirs yet.</summary>
internal static class GeneratedExpressions
{
    private static readonly string[] ArithmeticOperators = ["+", "-", "*", "/", "%", "^", "atan2"];
    private static readonly string[] Comparisons = ["==", "!=", "<", ">", "<=", ">="];
    private static readonly string[] SetOperators = ["and", "or", "unless"];

    private static readonly Gen<string> Metrics =
        Gen.OneOf("up", "api_requests_total", "job:errors:rate5m", ":a", "_x9", "SUM", "offset", "and", "by", "end", "Without", "topk", "m5m");

    private static readonly Gen<string> Labels = Gen.OneOf("job", "le", "on", "group_left", "sum", "inf", "BOOL", "_", "status");

    /// <summary>Not every keyword is a label where labels are listed: "inf" is a number there, and 2.42 forgot "without".</summary>
    private static readonly Gen<List<string>> LabelLists = Gen.OneOf("job", "le", "On", "group_left", "sum", "BOOL", "atan2", "_", "status").List[0, 3];

    private static readonly Gen<string> Texts = Gen.String[Gen.OneOf("ab 5m[]{}#\"'`\\\n\tä€".ToCharArray()), 0, 6];

    private static readonly Gen<string> Patterns = Gen.OneOf("5..", "a|b", ".+", "(?i)x{2,3}", "[^/]+", "\\\\d\\\\.", "");

    private static readonly Gen<DurationLiteral> Durations =
        Gen.OneOf(Gen.Int[1, 5000], Gen.Int[1, 900].Select(s => s * 1000), Gen.Int[1, 400].Select(h => h * 3_600_000))
            .Select(ms => new DurationLiteral(TimeSpan.FromMilliseconds(ms), default));

    private static readonly Gen<DurationLiteral?> Offsets =
        Gen.Select(Durations, Gen.Int[0, 5]).Select((d, kind) => kind switch { 0 => d, 1 => d with { Value = -d.Value }, _ => null });

    private static readonly Gen<AtModifier?> Moments =
        Gen.OneOf<string?>("start()", "end()", "1609746000", "-1.5", "+3", null, null, null, null, null).Select(text => text is null ? null : new AtModifier(text, default));

    private static readonly Gen<LabelMatcher> Matchers = Gen.OneOf(
        Gen.Select(Labels, Gen.OneOf(MatchKind.Equal, MatchKind.NotEqual), Texts).Select((label, kind, value) => new LabelMatcher(label, kind, value, default)),
        Gen.Select(Labels, Gen.OneOf(MatchKind.Matches, MatchKind.MatchesNot), Patterns).Select((label, kind, value) => new LabelMatcher(label, kind, value, default)));

    private static readonly LabelMatcher Named = new("__name__", MatchKind.Matches, "a.+", default);

    private static readonly Gen<VectorSelector> Selectors = Gen.Select(Metrics, Matchers.List[0, 3], Gen.Int[0, 4], Offsets, Moments)
        .Select((name, matchers, kind, offset, at) => new VectorSelector(kind == 0 ? null : name, kind == 0 ? [Named, .. matchers] : matchers, offset, at) { Span = default });

    private static readonly Gen<VectorMatching?> Matchings =
        Gen.Select(Gen.Int[0, 2], Gen.Bool, LabelLists, Gen.OneOf(GroupSide.None, GroupSide.Left, GroupSide.Right), LabelLists).Select((given, on, labels, side, include) =>
            given == 0 ? null : new VectorMatching(on, labels, side, side == GroupSide.None ? [] : on ? [.. include.Except(labels)] : include, default));

    private static readonly Gen<PromQlExpression> Numbers = Gen.OneOf(
        Gen.OneOf(0.0, 0.05, 5, 1e3, 1e-7, double.PositiveInfinity, double.NaN), Gen.Double[-1e6, 1e6], Gen.Int.Select(i => (double)i))
        .Select(PromQlExpression (value) => new NumberLiteral(value) { Span = default });

    private static readonly Dictionary<(ValueKind Kind, int Depth), Gen<PromQlExpression>> Known = [];

    public static Gen<PromQlExpression> Any { get; } = Gen.OneOf(Of(ValueKind.InstantVector, 4), Of(ValueKind.Scalar, 3), Of(ValueKind.RangeVector, 3));

    private static Gen<PromQlExpression> Of(ValueKind kind, int depth)
    {
        if (Known.TryGetValue((kind, depth), out var known))
            return known;
        var gen = kind switch
        {
            ValueKind.Text => Texts.Select(PromQlExpression (value) => new TextLiteral(value) { Span = default }),
            ValueKind.RangeVector => Ranges(depth),
            ValueKind.Scalar => depth == 0 ? Numbers : Gen.OneOf(Numbers, Calls(kind, depth), ScalarOperations(depth), Wrapped(kind, depth)),
            _ when depth == 0 => Selectors.Select(PromQlExpression (s) => s),
            _ => Gen.OneOf(Calls(kind, depth), VectorOperations(depth), VectorOperations(depth), Aggregations(depth), Wrapped(kind, depth), Of(kind, 0)),
        };
        return Known[(kind, depth)] = gen;
    }

    private static Gen<PromQlExpression> Ranges(int depth)
    {
        var ranges = Gen.Select(Selectors, Durations).Select(PromQlExpression (vector, range) => new RangeSelector(vector, range) { Span = default });
        return depth == 0 ? ranges : Gen.OneOf(
            ranges,
            Gen.Select(Of(ValueKind.InstantVector, depth - 1), Durations, Durations, Gen.Bool, Offsets, Moments)
                .Select(PromQlExpression (inner, range, step, stepped, offset, at) => new Subquery(AtLeast(inner, int.MaxValue), range, stepped ? step : null, offset, at) { Span = default }));
    }

    private static Gen<PromQlExpression> Calls(ValueKind kind, int depth) =>
        Gen.OneOf(PromQlFunction.All.Values.Where(f => f.Returns == kind).OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => Arguments(f, depth - 1)
            .Select(PromQlExpression (arguments) => new FunctionCall(f.Name, default, arguments) { Span = default })).ToArray());

    private static Gen<List<PromQlExpression>> Arguments(PromQlFunction function, int depth)
    {
        var most = function.Most ?? function.Least + 2;
        var all = Enumerable.Range(0, most).Aggregate(
            Gen.Const(() => new List<PromQlExpression>()),
            (done, i) => Gen.Select(done, Of(function.Parameters[Math.Min(i, function.Parameters.Count - 1)], depth)).Select((list, next) => new List<PromQlExpression>([.. list, next])));
        return Gen.Select(all, Gen.Int[function.Least, most]).Select((list, count) => list[..count]);
    }

    private static Gen<PromQlExpression> ScalarOperations(int depth)
    {
        var scalars = Of(ValueKind.Scalar, depth - 1);
        return Gen.OneOf(
            Gen.Select(scalars, Gen.OneOf(ArithmeticOperators), scalars).Select((left, op, right) => Joined(left, op, right)),
            Gen.Select(scalars, Gen.OneOf(Comparisons), scalars).Select((left, op, right) => Joined(left, op, right, returnsBool: true)));
    }

    private static Gen<PromQlExpression> VectorOperations(int depth)
    {
        var (vectors, scalars) = (Of(ValueKind.InstantVector, depth - 1), Of(ValueKind.Scalar, depth - 1));
        var operators = Gen.OneOf(Gen.OneOf(ArithmeticOperators), Gen.OneOf(Comparisons));
        return Gen.OneOf(
            Gen.Select(vectors, Gen.OneOf(SetOperators), vectors, Matchings).Select((left, op, right, m) => Joined(left, op, right, false, m is null ? null : m with { Side = GroupSide.None, Include = [] })),
            Gen.Select(vectors, operators, vectors, Gen.Bool, Matchings).Select((left, op, right, asked, m) => Joined(left, op, right, asked, m)),
            Gen.Select(vectors, operators, scalars, Gen.Bool).Select((left, op, right, asked) => Joined(left, op, right, asked)),
            Gen.Select(scalars, operators, vectors, Gen.Bool).Select((left, op, right, asked) => Joined(left, op, right, asked)));
    }

    private static Gen<PromQlExpression> Aggregations(int depth) =>
        Gen.Select(Gen.OneOf(PromQlKeywords.Aggregations.Order(StringComparer.Ordinal).ToArray()), Of(ValueKind.Scalar, depth - 1), Texts, Of(ValueKind.InstantVector, depth - 1), Gen.Int[0, 2], LabelLists)
            .Select(PromQlExpression (name, number, text, inner, clause, labels) => new Aggregation(
                name, default, !PromQlKeywords.AggregationsWithParameter.Contains(name) ? null : name == "count_values" ? new TextLiteral(text) { Span = default } : number,
                inner, clause == 0 ? null : new Grouping(clause == 1, labels, default)) { Span = default });

    private static Gen<PromQlExpression> Wrapped(ValueKind kind, int depth) => Gen.Select(Of(kind, depth - 1), Gen.Int[0, 2]).Select(PromQlExpression (inner, form) =>
        form == 0 || inner is NumberLiteral ? new Parenthesised(inner) { Span = default } : new UnaryOperation(form == 1 ? "-" : "+", AtLeast(inner, PromQlOperators.Power)) { Span = default });

    private static PromQlExpression Joined(PromQlExpression left, string op, PromQlExpression right, bool returnsBool = false, VectorMatching? matching = null)
    {
        var strength = Strength(op);
        var rightFirst = PromQlOperators.IsRightAssociative(op);
        return new BinaryOperation(
            AtLeast(left, rightFirst ? strength + 1 : strength), op, default, AtLeast(right, rightFirst ? strength : strength + 1),
            returnsBool && Comparisons.Contains(op), matching) { Span = default };
    }

    private static PromQlExpression AtLeast(PromQlExpression inner, int strength)
    {
        var own = inner switch
        {
            BinaryOperation o => Strength(o.Operator),
            // A sign before an operand binds weaker than ^ behind it.
            UnaryOperation => PromQlOperators.Power - 1,
            NumberLiteral { Value: var value } when double.IsNegative(value) && !double.IsNaN(value) => PromQlOperators.Power - 1,
            _ => int.MaxValue,
        };
        return own >= strength ? inner : new Parenthesised(inner) { Span = default };
    }

    private static int Strength(string op) => PromQlOperators.Strength(new PromQlToken(TokenKind.Symbol, op, default))!.Value;
}
