using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.RuleChecks.Analysis;

namespace ValeoChaos.Core.RuleChecks.Proofs;

/// <summary>The questions that proofs put to promtool.</summary>
internal static class Ask
{
    /// <summary>Whether the alert fires at any moment up to this one.</summary>
    public static ValueExpectation Fires(PrometheusRule rule, TimeSpan end, bool expected) => Ever(rule, "firing", end, expected);

    public static ValueExpectation IsPending(PrometheusRule rule, TimeSpan end, bool expected) => Ever(rule, "pending", end, expected);

    /// <summary>Neither pending nor firing up to this moment: the condition never holds.</summary>
    public static ValueExpectation NeverHolds(PrometheusRule rule, TimeSpan end) => Ever(rule, null, end, false);

    public static ValueExpectation HasResult(TimeSpan at, string expr, bool expected = true) => IsTrue(at, $"(count({expr}) or vector(0)) > bool 0", expected);

    /// <param name="condition">A comparison with bool that gives one sample.</param>
    public static ValueExpectation IsTrue(TimeSpan at, string condition, bool expected = true) => new(at, condition, expected ? 1 : 0);

    /// <summary>The alert's own series; what else bears its name is left out by the labels the rule sets.</summary>
    public static string Alerts(PrometheusRule rule, string? state)
    {
        var labels = rule.Labels.Where(l => !AnnotationTemplate.HasTemplate(l.Value)).Select(l => $"{l.Key}=\"{SeriesName.Escaped(l.Value)}\"");
        var states = state is null ? [] : new[] { $"alertstate=\"{state}\"" };
        return $"ALERTS{{{string.Join(", ", [$"alertname=\"{SeriesName.Escaped(rule.Name)}\"", .. states, .. labels])}}}";
    }

    private static ValueExpectation Ever(PrometheusRule rule, string? state, TimeSpan end, bool expected) =>
        HasResult(end, $"count_over_time({Alerts(rule, state)}[{PrometheusDuration.Format(end + TimeSpan.FromMinutes(1))}])", expected);
}
