using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.RuleChecks.Analysis;

/// <summary>Expressions that Prometheus loads and may yet refuse to evaluate.</summary>
internal static class Failures
{
    /// <summary>They refuse some of their arguments, or give two series one name.</summary>
    private static readonly string[] Refusing = ["label_replace", "label_join", "holt_winters", "double_exponential_smoothing", "count_values", "topk", "bottomk"];

    /// <summary>
    /// Two series for one where each of one side is matched with one of the other, or of one name where labels are changed. Series that
    /// are told apart by all labels and not by the metric's name are matched one by one.
    /// </summary>
    /// <param name="expression">The whole of it.</param>
    /// <param name="ranges">Of its parts: where one side of an operation gives nothing, the other is not looked at.</param>
    public static bool Possible(PromQlExpression expression, ValueRanges ranges) => expression switch
    {
        VectorSelector selector => selector.Metric() is null,
        FunctionCall call when Refusing.Contains(call.Name) => true,
        Aggregation aggregation when Refusing.Contains(aggregation.Name) => true,
        BinaryOperation { IsSetOperation: false, Matching: not null } matched when !ranges.Of(matched.Left).IsNothing && !ranges.Of(matched.Right).IsNothing => true,
        _ => expression.Parts.Any(part => Possible(part, ranges)),
    };
}
