using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.RuleChecks.Analysis;

/// <summary>Bounds of an expression's values, from what Prometheus's functions can give.</summary>
/// <param name="rangeOf">What is known of the series that a selector chooses; nothing where there are none.</param>
/// <param name="known">
/// The ranges are those of the values that are there. Otherwise they are what names lead to expect, and so is what follows: a part of a
/// whole is no more than it, and what is counted never falls.
/// </param>
/// <param name="lastBound">The highest finite bound of a histogram's buckets by the buckets' name, where /metrics were given.</param>
internal sealed class ValueRanges(Func<VectorSelector, ValueRange> rangeOf, bool known, Func<string, double?> lastBound)
{
    private static readonly Dictionary<string, ValueRange> Fixed = new()
    {
        ["absent"] = new(1, 1), ["absent_over_time"] = new(1, 1), ["present_over_time"] = new(1, 1), ["count_over_time"] = new(1, double.PositiveInfinity),
        ["changes"] = ValueRange.NotNegative, ["resets"] = ValueRange.NotNegative, ["stddev_over_time"] = ValueRange.NotNegative,
        ["stdvar_over_time"] = ValueRange.NotNegative, ["exp"] = ValueRange.NotNegative, ["sqrt"] = ValueRange.NotNegative, ["abs"] = ValueRange.NotNegative,
        ["sgn"] = new(-1, 1), ["time"] = ValueRange.NotNegative, ["timestamp"] = ValueRange.NotNegative, ["minute"] = new(0, 59), ["hour"] = new(0, 23),
        ["day_of_week"] = new(0, 6), ["day_of_month"] = new(1, 31), ["days_in_month"] = new(28, 31), ["day_of_year"] = new(1, 366), ["month"] = new(1, 12),
        ["sin"] = new(-1, 1), ["cos"] = new(-1, 1),
    };

    /// <summary>Their result lies between the least and the greatest of what they are given.</summary>
    private static readonly string[] Within =
    [
        "avg_over_time", "min_over_time", "max_over_time", "last_over_time", "quantile_over_time", "label_replace", "label_join", "sort", "sort_desc", "vector", "scalar",
    ];

    /// <summary>
    /// Seldom more than they are given: rounded up, of many series no number, infinite for a quantile that is none.
    /// </summary>
    private static readonly string[] Beyond = ["round", "scalar", "quantile_over_time", "quantile"];

    /// <summary>Zero of what is always the same.</summary>
    private static readonly string[] Changes = ["rate", "increase", "irate", "delta", "idelta", "deriv", "changes", "resets"];

    /// <summary>Comparisons that no value can meet, innermost first.</summary>
    public List<BinaryOperation> Impossible { get; } = [];

    public ValueRange Of(PromQlExpression expression) => expression switch
    {
        Parenthesised { Inner: var inner } => Of(inner),
        NumberLiteral { Value: var value } => new ValueRange(value, value),
        UnaryOperation { Operator: "-", Inner: var inner } => Of(inner).Negated,
        UnaryOperation { Inner: var inner } => Of(inner),
        VectorSelector selector => rangeOf(selector),
        RangeSelector { Vector: var vector } => Of(vector),
        Subquery { Inner: var inner } => Of(inner),
        FunctionCall call => OfCall(call),
        Aggregation aggregation => OfAggregation(aggregation),
        BinaryOperation operation => OfOperation(operation),
        _ => ValueRange.Any,
    };

    private ValueRange OfCall(FunctionCall call)
    {
        var parts = call.Arguments.Select(Of).ToList();
        var inner = (call.RangeArgument() ?? call.VectorArgument() ?? (call.Arguments is [.., var last] ? last : null)) is { } argument ? Of(argument) : ValueRange.Any;
        // absent() of what never is gives its one, and scalar() gives what is no number.
        if (call.Name is "absent" or "absent_over_time")
            return Fixed[call.Name];
        if (inner.IsNothing)
            return call.Name == "scalar" ? ValueRange.Any : ValueRange.Nothing;
        if (Changes.Contains(call.Name) && inner.Min == inner.Max)
            return new ValueRange(0, 0);
        if (known && Beyond.Contains(call.Name))
            return ValueRange.Any;
        if (Fixed.TryGetValue(call.Name, out var always))
            return always;
        return call.Name switch
        {
            "rate" or "increase" or "irate" => (known ? inner.IsNotNegative : NeverFalls(call)) ? ValueRange.NotNegative : ValueRange.Any,
            "sum_over_time" => inner.IsNotNegative ? ValueRange.NotNegative : ValueRange.Any,
            "histogram_quantile" => OfQuantile(call),
            "ceil" => inner.Map(Math.Ceiling),
            "floor" => inner.Map(Math.Floor),
            "round" => inner.Map(v => v),
            "clamp_min" when call.Arguments is [_, var least] && least.Constant() is { } min => inner.Map(v => Math.Max(v, min)),
            "clamp_max" when call.Arguments is [_, var most] && most.Constant() is { } max => inner.Map(v => Math.Min(v, max)),
            "clamp" when call.Arguments is [_, var least, var most] && least.Constant() is { } min && most.Constant() is { } max => parts[0].Map(v => Math.Clamp(v, min, max)),
            "vector" or "scalar" => inner,
            "label_replace" or "label_join" => parts[0],
            _ when Within.Contains(call.Name) => inner,
            _ => ValueRange.Any,
        };
    }

    /// <summary>What falls is taken for a restart, so an increase is below zero only where the series itself is.</summary>
    private static bool NeverFalls(FunctionCall call) =>
        call.RangeArgument() is RangeSelector { Vector: var vector } ? !MetricTypes.MayBeNegative(vector.Metric()) : call.RangeArgument() is not Subquery;

    private ValueRange OfQuantile(FunctionCall call)
    {
        if (!known && call.Arguments[^1].HasBuckets() && ResultLabels.Of(call.Arguments[^1]).Lacks("le"))
            return ValueRange.Nothing;
        var bounds = call.Arguments[^1].Selectors().Select(s => s.Metric()).Distinct().Select(name => name is null ? null : lastBound(name)).ToList();
        return new ValueRange(double.NegativeInfinity, bounds is [{ } last] ? last : double.PositiveInfinity);
    }

    private ValueRange OfAggregation(Aggregation aggregation)
    {
        var inner = Of(aggregation.Inner);
        if (inner.IsNothing)
            return ValueRange.Nothing;
        return aggregation.Name switch
        {
            _ when known && Beyond.Contains(aggregation.Name) => ValueRange.Any,
            // Of nothing there is no count, so zero is none of its results.
            "count" or "count_values" => new ValueRange(1, double.PositiveInfinity),
            "group" => new ValueRange(1, 1),
            "stddev" or "stdvar" => ValueRange.NotNegative,
            "sum" => new ValueRange(inner.IsNotNegative ? inner.Min : double.NegativeInfinity, inner.Max <= 0 ? inner.Max : double.PositiveInfinity),
            _ => inner,
        };
    }

    private ValueRange OfOperation(BinaryOperation operation)
    {
        var (left, right) = (Of(operation.Left), Of(operation.Right));
        if (operation.IsComparison)
            return OfComparison(operation, left, right);
        return operation.Operator switch
        {
            "and" => left.IsNothing || right.IsNothing ? ValueRange.Nothing : left,
            "unless" => left,
            "or" => left.Or(right),
            _ when left.IsNothing || right.IsNothing => ValueRange.Nothing,
            "+" => left.Plus(right),
            "-" => left.Plus(right.Negated),
            "*" => left.Times(right),
            "/" => OfDivision(operation, left, right),
            "%" or "^" => left.IsNotNegative && right.IsNotNegative ? ValueRange.NotNegative : ValueRange.Any,
            _ => ValueRange.Any,
        };
    }

    private ValueRange OfComparison(BinaryOperation operation, ValueRange left, ValueRange right)
    {
        if (left.IsNothing || right.IsNothing)
            return ValueRange.Nothing;
        // Of what is no number nothing is true, so only the nought is certain.
        if (operation.ReturnsBool)
            return new ValueRange(0, left.Can(operation.Operator, right) ? 1 : 0);
        if (!left.Can(operation.Operator, right))
            Impossible.Add(operation);
        // A number that is compared with a vector is kept as the vector's value.
        return operation.Left.Constant() is not null && operation.Right.Constant() is null
            ? right.Where(Syntax.Mirrored(operation.Operator), left) : left.Where(operation.Operator, right);
    }

    private ValueRange OfDivision(BinaryOperation division, ValueRange left, ValueRange right)
    {
        if (Shares.IsShare(division) && (!known || (left.IsNotNegative && right.IsNotNegative)))
            return new ValueRange(0, 1);
        if (right.Min > 0 || right.Max < 0)
            return left.Times(new ValueRange(1 / right.Max, 1 / right.Min));
        return left.IsNotNegative && right.IsNotNegative ? ValueRange.NotNegative : ValueRange.Any;
    }
}
