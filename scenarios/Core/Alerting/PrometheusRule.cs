namespace ValeoChaos.Core.Alerting;

/// <summary>What alerting and recording rules have in common. Lines count from 1 in the file as it was given.</summary>
/// <param name="Name">The alert, or the metric that is recorded.</param>
public abstract record PrometheusRule(
    string Group, string Name, string Expr, IReadOnlyDictionary<string, string> Labels, TimeSpan? Interval, int Line);

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
