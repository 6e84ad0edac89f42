using System.Text.RegularExpressions;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.RuleChecks.Analysis;
using ValeoChaos.Core.RuleChecks.Proofs;
using ValeoChaos.Core.Runbooks;

namespace ValeoChaos.Core.RuleChecks;

/// <summary>One rule, what its expression means, and how to test it.</summary>
internal sealed partial record RuleContext(CheckInput Input, string File, PrometheusRule Rule, PromQlExpression Expr)
{
    /// <summary>Labels that a service's sum keeps.</summary>
    private static readonly string[] OfServices = ["alertname", "cluster", "job", "namespace", "service"];

    public AlertRule? Alert => Rule as AlertRule;

    public MetricTypes Types { get; } = Input.Types;

    public Timing Timing { get; } = Timing.Of(Rule, Expr);

    /// <summary>Every decision of the alert; none where it is a recording.</summary>
    public IReadOnlyList<Decision> Decisions { get; } = Rule is AlertRule ? [.. Condition.Decisions(Expr)] : [];

    /// <summary>The runbook's section on this alert, where a runbook was given and has one.</summary>
    public RunbookSection? Section => Alert is null ? null : Input.Runbook?.Sections.FirstOrDefault(s => s.Alert == Rule.Name);

    /// <summary>The alert's texts and the runbook's about it.</summary>
    public string Texts => string.Join("\n", (Alert?.Annotations.Values ?? []).Concat(Section is { } s ? [s.Title, s.Symptom] : []));

    /// <summary>An escalation asks for another alert and has no symptom of its own.</summary>
    public bool IsEscalation => Expr.Selectors().Any(s => s.Metric() == "ALERTS") && Expr.Selectors().All(s => s.Metric() == "ALERTS");

    /// <summary>
    /// The alert prints a label that tells a service's parts apart, as a device's or an instance's does: it is meant of each of them.
    /// </summary>
    public bool IsOfParts => (Alert?.Annotations.Values ?? []).SelectMany(AnnotationTemplate.Labels).Except([.. OfServices, .. Rule.Labels.Keys]).Any();

    public FiringData NewData(Func<VectorSelector, Shape, Shape>? change = null) =>
        new(Timing, Input.NewRanges(), FiringData.LabelsOf(Expr, (Alert?.Annotations.Values ?? []).SelectMany(AnnotationTemplate.Labels))) { Change = change ?? ((_, shape) => shape) };

    /// <summary>Series with which the alert is meant to fire; null where none could be worked out.</summary>
    public FiringData? Firing()
    {
        var data = NewData();
        return data.Drive(Expr, null) ? data : null;
    }

    /// <summary>So many events a second, throughout.</summary>
    public Shape Steady(double perSecond) => Shape.Slope(perSecond * Timing.Interval.TotalSeconds, Timing.Samples);

    /// <summary>The part as written, in one line and without comments.</summary>
    public string TextOf(PromQlExpression part) =>
        Between().Replace(part.Of(Rule.Expr), found => found.Value[0] is '"' or '\'' or '`' ? found.Value : " ").Trim();

    public Finding Found(FindingKind kind, PromQlExpression? part, string reason, IEnumerable<TestCase>? proof)
    {
        var cases = proof?.ToList();
        return new Finding(
            kind, File, part is null ? Rule.Line : Rule.Places.OfExpr(Rule.Expr, part.Span.Start), Rule.Name, reason,
            new UnitTests(cases is null or [] ? [] : [Test(cases)])) { Part = part is null ? "" : TextOf(part) };
    }

    public PromtoolTest Test(IReadOnlyList<TestCase> cases) => new([Rule], Timing.Interval, Timing.Evaluation, cases);

    [GeneratedRegex("""
        "(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|(?:\s+|\#[^\n]*)+
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Between();
}
