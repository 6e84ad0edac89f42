using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.RuleChecks.Analysis;
using ValeoChaos.Core.RuleChecks.Checks;
using ValeoChaos.Core.RuleChecks.Proofs;

namespace ValeoChaos.Core.RuleChecks;

/// <summary>One rule put to promtool to see whether it loads and, where it is an alert, what it prints when it fires.</summary>
/// <param name="StandIn">The expression was replaced, since no series were found that fire the rule's own.</param>
public sealed record SurveyTest(string File, PrometheusRule Rule, PromtoolTest Test, bool StandIn);

/// <summary>What promtool made of it.</summary>
/// <param name="Refusal">promtool's words where it does not load the rule; null where it does.</param>
/// <param name="Alerts">The alerts that fire at the end of the test.</param>
public sealed record SurveyAnswer(SurveyTest Asked, string? Refusal, IReadOnlyList<FiringAlert> Alerts)
{
    /// <summary>The same test, expecting what promtool has printed.</summary>
    public PromtoolTest AsProof(string name)
    {
        var asked = Asked.Test.Cases[0];
        var expected = asked.Expectations.OfType<AlertsExpectation>().Single() with { Alerts = Alerts };
        return Asked.Test with { Cases = [asked with { Name = name, Expectations = [expected] }] };
    }
}

/// <summary>Templates are rendered by promtool, so that what is found is what Prometheus would send.</summary>
public static class AnnotationSurvey
{
    private const string StandInMetric = "valeo_chaos_stand_in";

    public static IReadOnlyList<SurveyTest> Of(CheckInput input) =>
        [.. RuleChecker.Contexts(input).SelectMany(rule => Attempts(rule))];

    /// <summary>Of a rule's answers, the first of an alert that fired by its own expression, else the stand-in's.</summary>
    internal static SurveyAnswer? Of(IReadOnlyList<SurveyAnswer> answers, PrometheusRule rule)
    {
        var own = answers.Where(a => ReferenceEquals(a.Asked.Rule, rule)).ToList();
        return own.Find(a => a.Refusal is not null) ?? own.Find(a => a.Alerts.Count > 0) ?? own.FirstOrDefault();
    }

    private static IEnumerable<SurveyTest> Attempts(RuleContext rule)
    {
        if (rule.Alert is not { } alert || !alert.Annotations.Values.Concat(alert.Labels.Values).Any(AnnotationTemplate.HasTemplate))
        {
            yield return Test(rule, rule.Rule, rule.Firing()?.Series ?? [], standIn: false);
            yield break;
        }

        // Data that shows a wrong unit best comes first.
        foreach (var data in new[] { PercentCheck.Busy(rule), rule.Firing() })
        {
            if (data is not null)
                yield return Test(rule, alert, data.Series, standIn: false);
        }

        var labels = alert.Annotations.Values.SelectMany(AnnotationTemplate.Labels).Concat(ResultLabels.Of(rule.Expr).Known)
            .Where(label => !alert.Labels.ContainsKey(label) && !ResultLabels.Of(rule.Expr).Lacks(label)).Distinct().Select(label => $"{label}=\"{label}-a\"");
        yield return Test(
            rule, alert with { Expr = $"{StandInMetric} > 0" }, [new TestSeries($"{StandInMetric}{{{string.Join(", ", labels)}}}", Shape.Level(1, rule.Timing.Samples).Text)], standIn: true);
    }

    private static SurveyTest Test(RuleContext rule, PrometheusRule tested, IReadOnlyList<TestSeries> series, bool standIn)
    {
        IReadOnlyList<Expectation> expected = tested is AlertRule ? [new AlertsExpectation(rule.Timing.End, tested.Name, [])] : [];
        return new SurveyTest(rule.File, rule.Rule, rule.Test([new TestCase("what it prints", series, expected)]) with { Rules = [tested] }, standIn);
    }
}
