using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.RuleChecks.Analysis;

/// <summary>The labels an expression's result can have.</summary>
/// <param name="Open">Whether there may be others than <paramref name="Known"/>: those of the series, whatever they are.</param>
/// <param name="Gone">Labels it does not have, even so.</param>
internal sealed record ResultLabels(bool Open, IReadOnlySet<string> Known, IReadOnlySet<string> Gone)
{
    private static readonly HashSet<string> Empty = [];

    private static ResultLabels None { get; } = new(false, Empty, Empty);

    private static ResultLabels Whatever { get; } = new(true, Empty, Empty);

    public bool Lacks(string label) => Gone.Contains(label) || (!Open && !Known.Contains(label));

    public static ResultLabels Of(PromQlExpression expression) => expression switch
    {
        Parenthesised { Inner: var inner } => Of(inner),
        UnaryOperation { Inner: var inner } => Of(inner),
        NumberLiteral => None,
        Subquery { Inner: var inner } => Of(inner),
        FunctionCall call => OfCall(call),
        Aggregation aggregation => OfAggregation(aggregation),
        BinaryOperation operation => OfOperation(operation),
        _ => Whatever,
    };

    private static ResultLabels OfCall(FunctionCall call) => call.Name switch
    {
        "vector" or "time" or "scalar" or "pi" => None,
        "absent" or "absent_over_time" => Only(OfAbsent(call.Arguments[0].Bare())),
        "histogram_quantile" => Of(call.Arguments[^1]).Without(["le"]),
        "label_replace" or "label_join" when call.Arguments is [var inner, TextLiteral { Value: var label }, ..] => Of(inner).With([label]),
        _ => (call.RangeArgument() ?? call.VectorArgument()) is { } argument ? Of(argument) : None,
    };

    /// <summary>Of a plain selector, absent() keeps the labels that are asked for by one value; of anything else, none.</summary>
    private static IEnumerable<string> OfAbsent(PromQlExpression argument) => argument switch
    {
        RangeSelector { Vector: var vector } => OfAbsent(vector),
        VectorSelector selector => selector.Matchers.Where(m => m.Kind == MatchKind.Equal && m.Label != "__name__").Select(m => m.Label),
        _ => [],
    };

    private static ResultLabels OfAggregation(Aggregation aggregation)
    {
        var inner = Of(aggregation.Inner);
        if (aggregation.Name is "topk" or "bottomk")
            return inner;
        var kept = aggregation.Grouping switch
        {
            null => None,
            { Without: true, Labels: var dropped } => inner.Without([.. dropped, "__name__"]),
            { Labels: var labels } => Only(labels.Where(label => !inner.Lacks(label))),
        };
        return aggregation is { Name: "count_values", Parameter: TextLiteral { Value: var label } } ? kept.With([label]) : kept;
    }

    private static ResultLabels OfOperation(BinaryOperation operation)
    {
        var (left, right) = (Of(operation.Left), Of(operation.Right));
        if (operation.Operator is "and" or "unless")
            return left;
        if (operation.Operator == "or")
            return left.Or(right);
        if (operation.Left.Kind is ValueKind.Scalar || operation.Left.Constant() is not null)
            return right;
        if (operation.Right.Kind is ValueKind.Scalar || operation.Right.Constant() is not null)
            return left;
        return operation.Matching switch
        {
            { Side: GroupSide.Left, Include: var labels } => left.With(labels),
            { Side: GroupSide.Right, Include: var labels } => right.With(labels),
            // A comparison that filters keeps its left side as it is, but for the labels that were not matched on.
            { On: true, Labels: var on } => Only(on),
            { On: false, Labels: var ignored } => left.Without(ignored),
            _ => left,
        };
    }

    private ResultLabels Or(ResultLabels other) =>
        new(Open || other.Open, Known.Concat(other.Known).ToHashSet(), Gone.Where(other.Lacks).Concat(other.Gone.Where(Lacks)).ToHashSet());

    private ResultLabels With(IEnumerable<string> labels) => new(Open, Known.Concat(labels).ToHashSet(), Gone.Except(labels).ToHashSet());

    private ResultLabels Without(IEnumerable<string> labels) => new(Open, Known.Except(labels).ToHashSet(), Gone.Concat(labels).ToHashSet());

    private static ResultLabels Only(IEnumerable<string> labels) => new(false, labels.ToHashSet(), Empty);
}
