namespace ValeoChaos.Core.Alerting;

/// <summary>A comment that speaks to ValeoChaos: what stands behind <c># valeo-chaos:</c>.</summary>
public sealed record RuleDirective(string Text, int Line);

/// <summary>Lines of a rule's parts in its file.</summary>
/// <param name="Keys">By path: <c>expr</c>, <c>for</c>, <c>labels.severity</c>, <c>annotations.summary</c>. That of expr is its text's first line.</param>
/// <param name="ExprInLines">The expression stands in the file line by line, as in a block.</param>
public sealed record RulePlaces(int Rule, IReadOnlyDictionary<string, int> Keys, bool ExprInLines)
{
    public static RulePlaces Unknown { get; } = new(1, new Dictionary<string, int>(), false);

    /// <summary>The part's line; the rule's own where the rule lacks it.</summary>
    public int Of(string key) => Keys.GetValueOrDefault(key, Rule);

    /// <summary>The line of a character of the expression.</summary>
    public int OfExpr(string expr, int offset) => Of("expr") + (ExprInLines ? expr.AsSpan(0, offset).Count('\n') : 0);
}

/// <summary>What alerting and recording rules have in common. Lines count from 1 in the file as it was given.</summary>
/// <param name="Name">The alert, or the metric that is recorded.</param>
public abstract record PrometheusRule(
    string Group, string Name, string Expr, IReadOnlyDictionary<string, string> Labels, TimeSpan? Interval, int Line)
{
    public RulePlaces Places { get; init; } = RulePlaces.Unknown;

    public IReadOnlyList<RuleDirective> Directives { get; init; } = [];
}

/// <summary>One alerting rule as written.</summary>
public sealed record AlertRule(
    string Group, string Alert, string Expr, TimeSpan For, IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Annotations, TimeSpan? Interval, int Line) : PrometheusRule(Group, Alert, Expr, Labels, Interval, Line)
{
    public TimeSpan KeepFiringFor { get; init; }
}

/// <summary>One recording rule as written.</summary>
public sealed record RecordingRule(
    string Group, string Record, string Expr, IReadOnlyDictionary<string, string> Labels, TimeSpan? Interval, int Line)
    : PrometheusRule(Group, Record, Expr, Labels, Interval, Line);

/// <summary>A rule file that cannot be read; the message names file, line and remedy.</summary>
public sealed class RuleFileException(string message, Exception? inner = null) : Exception(message, inner);
