namespace ValeoChaos.Core.Mutations;

/// <summary>What kind of mistake a mutant is.</summary>
public enum MutationOperator { Threshold, Comparison, Window, For, Label, Function, Aggregation, Operand, Severity }

/// <summary>A rule file with one mistake in one rule.</summary>
/// <param name="Index">The rule's place among the rules of its file, from 0.</param>
/// <param name="Rule">The alert, or the metric that is recorded.</param>
/// <param name="Line">Of the changed part, in the file as it was given.</param>
/// <param name="Change">What was and what is now: <c>> 0.05 -> > 0.055</c>. Several mutants of a rule may have the same.</param>
/// <param name="Missing">The smallest case that tells the mutant from the rule, in words.</param>
/// <param name="Text">The whole file, in the form that Prometheus loads.</param>
public sealed record Mutant(int Index, string Rule, MutationOperator Operator, int Line, string Change, string Missing, string Text)
{
    /// <summary>The change, with a number where several mutants of the rule have the same: <c>[5m] -> [10m] (2 of 4)</c>.</summary>
    public string Label { get; init; } = Change;
}

/// <summary>A mistake in an expression: what stands between two characters is replaced.</summary>
internal sealed record ExpressionEdit(MutationOperator Operator, PromQl.TextSpan Span, string Replacement, string Change, string Missing)
{
    public string Apply(string expr) => string.Concat(expr.AsSpan(0, Span.Start), Replacement, expr.AsSpan(Span.End));
}
