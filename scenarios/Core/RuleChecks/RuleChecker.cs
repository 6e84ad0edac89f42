using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.RuleChecks.Analysis;
using ValeoChaos.Core.RuleChecks.Checks;
using ValeoChaos.Core.RuleChecks.Proofs;

namespace ValeoChaos.Core.RuleChecks;

/// <summary>
/// Finds what is wrong with rules. The order of work: <see cref="AnnotationSurvey"/> asks promtool what the alerts print,
/// <see cref="Find"/> collects findings with the unit tests that would prove them, promtool runs these, and
/// <see cref="Conclude"/> keeps what it accepted.
/// </summary>
public static class RuleChecker
{
    private static readonly Func<RuleContext, IEnumerable<Finding>>[] OfOneRule =
    [
        ValueRangeCheck.Of, WindowCheck.Of, MetricTypeCheck.Of, PercentCheck.Of, RatioCheck.Of, QuantileCheck.Of, TrafficFloorCheck.Of, EmitterCheck.Of,
        DependencyCheck.Of, VanishingTargetCheck.Of, RunbookCheck.Of, RunbookThresholdCheck.Of,
    ];

    /// <returns>Findings whose proofs nobody has run yet, in the order of the files.</returns>
    /// <exception cref="RuleFileException">An expression is no PromQL, or promtool refuses a rule for another reason than a template.</exception>
    public static IReadOnlyList<Finding> Find(CheckInput input, IReadOnlyList<SurveyAnswer> survey)
    {
        foreach (var answer in survey.Where(a => a.Refusal?.Contains("template: ", StringComparison.Ordinal) == false))
            throw new RuleFileException($"{answer.Asked.File}, line {answer.Asked.Rule.Line}: promtool does not take the rule {answer.Asked.Rule.Name}: {answer.Refusal}");
        var rules = Contexts(input);
        var files = input.Files.Select(f => f.Source).ToList();
        return
        [
            .. rules.SelectMany(rule => OfOneRule.SelectMany(check => check(rule)).Concat(AnnotationCheck.Of(rule, survey)))
                .Concat(RunbookCheck.OfAll(input, rules)).Concat(RouteCheck.OfAll(input, rules))
                .DistinctBy(f => (f.Kind.Code, f.File, f.Rule, f.Line, f.Reason))
                .OrderBy(f => files.IndexOf(f.File)).ThenBy(f => f.Line).ThenBy(f => f.Kind.Code, StringComparer.Ordinal),
        ];
    }

    /// <summary>Takes promtool's word on every proof, and the rules' own on what is to be ignored.</summary>
    /// <param name="refusals">Of the tests that promtool did not accept, its words.</param>
    public static CheckReport Conclude(CheckInput input, IReadOnlyList<Finding> findings, IReadOnlyDictionary<PromtoolTest, string> refusals, IReadOnlyList<string> notes) => new(
        input.Files.Sum(f => f.Alerts.Count), input.Files.Sum(f => f.Recordings.Count()),
        Ignores.Apply(input, [.. findings.Select(f => f with { Evidence = Judged(f, refusals) })]), notes);

    /// <summary>The names of the metrics that the rules read and do not record.</summary>
    public static IReadOnlyList<string> Metrics(IReadOnlyList<AlertRuleFile> files)
    {
        var input = new CheckInput { Files = files };
        var recorded = input.Recorded;
        return [.. Contexts(input).SelectMany(rule => rule.Expr.Selectors()).Select(s => s.Metric()).OfType<string>().Where(name => !recorded.Contains(name)).Distinct()];
    }

    internal static IReadOnlyList<RuleContext> Contexts(CheckInput input) =>
        [.. input.Files.SelectMany(file => file.Rules.Select(rule => new RuleContext(input, file.Source, rule, RuleParser.Parse(rule, file.Source))))];

    private static Evidence Judged(Finding finding, IReadOnlyDictionary<PromtoolTest, string> refusals)
    {
        if (finding.Evidence is not UnitTests { Attempts: var attempts })
            return finding.Evidence;
        if (attempts.FirstOrDefault(a => !refusals.ContainsKey(a)) is { } accepted)
            return new Proved(accepted);
        if (finding.Plain.Length > 0)
            return new Statement(finding.Plain);
        return new Unproved(attempts is [var first, ..] ? $"promtool does not accept the proof: {refusals[first]}" : "no series were found that would prove it");
    }
}
