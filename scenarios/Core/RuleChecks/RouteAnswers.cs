using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.RuleChecks.Analysis;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.Core.RuleChecks;

/// <summary>An alert and the labels with which Alertmanager routes it, as far as the rules tell.</summary>
public sealed record RouteQuestion(PrometheusRule Rule, IReadOnlyDictionary<string, string> Labels)
{
    public static IReadOnlyList<RouteQuestion> Of(CheckInput input) =>
        [.. RuleChecker.Contexts(input).Where(rule => rule.Alert is not null).Select(rule => new RouteQuestion(rule.Rule, LabelsOf(rule)))];

    private static Dictionary<string, string> LabelsOf(RuleContext rule)
    {
        var result = ResultLabels.Of(rule.Expr);
        var labels = rule.Expr.Selectors().SelectMany(s => s.Matchers)
            .Where(m => m.Kind == MatchKind.Equal && m.Value.Length > 0 && m.Label is not ("__name__" or "alertname" or "alertstate") && !result.Lacks(m.Label))
            .GroupBy(m => m.Label).Where(g => g.Select(m => m.Value).Distinct().Count() == 1).ToDictionary(g => g.Key, g => g.First().Value);
        // An escalation carries the labels of its page.
        var page = rule.IsEscalation ? Page(rule)?.Labels : null;
        foreach (var (label, value) in (page ?? new Dictionary<string, string>()).Concat(rule.Rule.Labels).Where(l => !AnnotationTemplate.HasTemplate(l.Value)))
            labels[label] = value;
        labels["alertname"] = rule.Rule.Name;
        return labels;
    }

    private static AlertRule? Page(RuleContext rule) => rule.Input.Files.SelectMany(f => f.Alerts).FirstOrDefault(alert =>
        !ReferenceEquals(alert, rule.Rule) && rule.Expr.Selectors().First().Matchers.All(m => m.Label switch
        {
            "alertname" => m.Accepts(alert.Alert),
            "alertstate" or "__name__" => true,
            var label => m.Accepts(alert.Labels.GetValueOrDefault(label, "")),
        }));
}

/// <summary>The receivers that amtool names for each question.</summary>
/// <param name="Default">The receiver of what no route matches.</param>
/// <param name="DefaultIsRouted">Some route names it, too, so that reaching it alone says nothing.</param>
public sealed record RouteAnswers(string Source, string Default, bool DefaultIsRouted, IReadOnlyList<(RouteQuestion Question, IReadOnlyList<string> Receivers)> All)
{
    /// <summary>Reads the default receiver of an alertmanager.yml; the answers are amtool's.</summary>
    /// <exception cref="RuleFileException">The text is no alertmanager.yml.</exception>
    public static RouteAnswers Parse(string yaml, string source, IReadOnlyList<(RouteQuestion Question, IReadOnlyList<string> Receivers)> answers)
    {
        if (YamlNodes.Root(yaml, source).Find("route") is not YamlMappingNode route || route.Find("receiver") is not { } receiver)
            throw new RuleFileException($"{source}, line 1: no route with a receiver. Give an alertmanager.yml.");
        return new RouteAnswers(source, receiver.ToString(), Routes(route).Any(r => r.Find("receiver")?.ToString() == receiver.ToString()), answers);
    }

    public IReadOnlyList<string> ReceiversOf(PrometheusRule rule) => Of(rule).Receivers;

    internal (RouteQuestion Question, IReadOnlyList<string> Receivers) Of(PrometheusRule rule) => All.First(a => ReferenceEquals(a.Question.Rule, rule));

    private static IEnumerable<YamlMappingNode> Routes(YamlMappingNode route) =>
        ((route.Find("routes") as YamlSequenceNode)?.Children.OfType<YamlMappingNode>() ?? []).SelectMany(child => Routes(child).Prepend(child));
}
