namespace ValeoChaos.Core.PromQl;

/// <summary>An expression that Prometheus would refuse, too. The message begins with the place: <c>line 1, column 7: ...</c>.</summary>
/// <param name="problem">What is wrong, without the place.</param>
public sealed class PromQlSyntaxException(string expression, int offset, string problem)
    : Exception($"line {LineAt(expression, offset)}, column {ColumnAt(expression, offset)}: {problem}")
{
    public string Problem { get; } = problem;

    /// <summary>In characters from the beginning of the expression; its length where something is missing at the end.</summary>
    public int Offset { get; } = offset;

    /// <summary>Counts from 1, in the expression.</summary>
    public int Line { get; } = LineAt(expression, offset);

    /// <summary>Counts from 1.</summary>
    public int Column { get; } = ColumnAt(expression, offset);

    private static int LineAt(string expression, int offset) => expression.AsSpan(0, offset).Count('\n') + 1;

    private static int ColumnAt(string expression, int offset) => offset - expression.AsSpan(0, offset).LastIndexOf('\n');
}
