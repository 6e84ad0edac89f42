using System.Globalization;
using System.Text;
using ValeoChaos.Core.Alerting;

namespace ValeoChaos.Core.RuleTests;

/// <summary>A case as a file of promtool's unit tests, with the computation as its comment.</summary>
public sealed class RuleTestText(RuleTestCase test, PromisedRules rules)
{
    /// <summary>From a generated test to the rules.</summary>
    private const string RulesFolder = "../../..";

    private readonly StringBuilder text = new();

    /// <summary>Chooses the alerts that are not of bystanders.</summary>
    private string Own => test.Scenario.BesideOthers ? $", {Bystanders.Label}=\"\"" : "";

    public static string Write(RuleTestCase test, PromisedRules rules) => new RuleTestText(test, rules).Write();

    /// <summary>
    /// The same measurements, asked when which alert was firing. Nothing is expected, so promtool fails and shows what it got: first and
    /// last decision in seconds and their number, under the label <c>asked</c>.
    /// </summary>
    public static string WriteProbe(RuleTestCase test, PromisedRules rules)
    {
        var writer = new RuleTestText(test, rules);
        writer.Head();
        writer.Series();
        var range = $"[{Beat.Text(test.Looks)}:{PrometheusDuration.Format(Beat.Decision)}]";
        var firing = $"timestamp(ALERTS{{alertstate=\"firing\"{writer.Own}}}){range}";
        writer.Line(4, "promql_expr_test:");
        writer.Line(6, $"- eval_time: {Beat.Text(test.Looks)}");
        writer.Line(8, "expr: |");
        writer.Line(10, $"label_replace(min_over_time({firing}), \"asked\", \"first\", \"\", \"\")");
        writer.Line(10, $"or label_replace(max_over_time({firing}), \"asked\", \"last\", \"\", \"\")");
        writer.Line(10, $"or label_replace(count_over_time({firing}), \"asked\", \"number\", \"\", \"\")");
        writer.Line(10, "or vector(0)");
        return writer.text.ToString();
    }

    private string Write()
    {
        Line(0, "# Computed from the catalogue; to write it anew: dotnet run --project scenarios/Cli -- rules test --regenerate");
        foreach (var line in RuleTestStory.Of(test, rules))
            Line(0, $"# {line}".TrimEnd());
        Head();
        Series();
        foreach (var page in test.Pages.DistinctBy(p => p.Alert))
            Pages(page);
        Moments();
        return text.ToString();
    }

    private void Head()
    {
        Line(0, $"rule_files: [{RulesFolder}/corrected.yml, {RulesFolder}/escalation.yml]");
        Line(0, $"evaluation_interval: {PrometheusDuration.Format(Beat.Decision)}");
        Line(0, $"group_eval_order: [{string.Join(", ", rules.Groups)}]");
        Line(0, "");
        Line(0, "tests:");
        Line(2, $"- name: {test.Scenario.FullName}");
    }

    private void Series()
    {
        Line(4, $"interval: {PrometheusDuration.Format(Beat.Look)}");
        Line(4, "input_series:");
        foreach (var (name, values) in test.Measured.Until(test.Looks).Series)
            Line(6, $"- {{series: '{name}', values: '{SeriesNotation.Write(values)}'}}");
    }

    /// <summary>Silent before, there with all labels and texts a minute after it came, and silent again.</summary>
    private void Pages(AlertSpan first)
    {
        if (test.Pages[0] == first)
            Line(4, "alert_rule_test:");
        var page = test.Scenario.Alerts.Single(a => a.Alert == first.Alert);
        Line(6, $"- {{eval_time: {Beat.Text(first.Fires - Beat.LooksPerDecision)}, alertname: {first.Alert}, exp_alerts: []}}");
        var shown = Shown(first);
        Line(6, $"- eval_time: {Beat.Text(shown)}");
        Line(8, $"alertname: {first.Alert}");
        Line(8, "exp_alerts:");
        var labels = Labels(first.Alert);
        Line(10, $"- exp_labels: {Mapping(labels)}");
        Line(12, "exp_annotations:");
        foreach (var (key, template) in rules.Annotations(page.Alert))
            Line(14, $"{key}: '{Quoted(AnnotationText.Render(template, test.Courses[page.Alert].Value(shown), labels))}'");
        if (first.Resolves is { } end)
            Line(6, $"- {{eval_time: {Beat.Text(end)}, alertname: {first.Alert}, exp_alerts: []}}");
    }

    /// <summary>A minute after it came the window holds nothing from before; an alert that ends sooner is looked at before its end.</summary>
    private static int Shown(AlertSpan page) => Math.Min(page.Fires + Beat.Looks(TimeSpan.FromMinutes(1)), (page.Resolves ?? int.MaxValue) - Beat.LooksPerDecision);

    private void Moments()
    {
        Line(4, "promql_expr_test:");
        foreach (var page in test.Pages)
            Moments(page, "escalate_to=\"\"", Labels(page.Alert));
        foreach (var (expected, span) in test.Escalations)
        {
            Line(6, $"- {{eval_time: {Beat.Text(span.Fires - Beat.LooksPerDecision)}, expr: '{Firing(span.Alert, $"escalate_to=\"{expected.Team}\"")}', exp_samples: []}}");
            Moments(span, $"escalate_to=\"{expected.Team}\"", Escalated(expected.Team, span));
        }

        Decisions();
        Line(6, "# Summed over all decisions, what was recorded is what was counted.");
        foreach (var difference in StreamRecords.Differences(test))
            Line(6, $"- {{eval_time: {Beat.Text(test.Looks)}, expr: '{difference}', exp_samples: []}}");
    }

    private void Decisions()
    {
        Line(6, "# Who was firing at how many decisions, and who was pending. Nobody else was.");
        Line(6, $"- eval_time: {Beat.Text(test.Looks)}");
        Line(8, $"expr: 'count_over_time(ALERTS{{alertstate=\"firing\"{Own}}}[{Beat.Text(test.Looks)}]) or count_over_time(ALERTS{{alertstate=\"pending\", escalate_to=\"\"{Own}}}[{Beat.Text(test.Looks)}])'");
        var firing = test.Pages.GroupBy(p => p.Alert).Select(g => (Labels: Labels(g.Key), Spans: g.AsEnumerable()))
            .Concat(test.Escalations.GroupBy(e => (e.Expected.Team, e.Span.Alert)).Select(g => (Labels: Escalated(g.Key.Team, g.First().Span), Spans: g.Select(e => e.Span))))
            .Select(g => (Matchers(g.Labels, g.Spans.First().Alert, "firing"), Count: g.Spans.Sum(s => s.Decisions(test.Looks))));
        var pending = test.Courses.Keys.Select(alert => (Matchers(Labels(alert), alert, "pending"), Count: test.Pending(alert))).Where(p => p.Count > 0);
        var all = firing.Concat(pending).ToList();
        Line(8, all.Count == 0 ? "exp_samples: []" : "exp_samples:");
        foreach (var (labels, count) in all)
            Line(10, $"- {{labels: '{labels}', value: {count}}}");
    }

    /// <summary>At the first decision and at the last.</summary>
    private void Moments(AlertSpan span, string which, IReadOnlyDictionary<string, string> labels)
    {
        var last = span.Resolves - Beat.LooksPerDecision ?? test.Looks;
        foreach (var look in new[] { span.Fires, last }.Distinct())
        {
            Line(6, $"- eval_time: {Beat.Text(look)}");
            Line(8, $"expr: '{Firing(span.Alert, which)}'");
            Line(8, $"exp_samples: [{{labels: 'ALERTS{Matchers(labels, span.Alert, "firing")}', value: 1}}]");
        }
    }

    private static string Firing(string alert, string which) => $"ALERTS{{alertname=\"{alert}\", alertstate=\"firing\", {which}}}";

    /// <summary>The rule's and those that its expression leaves.</summary>
    private Dictionary<string, string> Labels(string alert)
    {
        var labels = new Dictionary<string, string>(rules.Labels(alert));
        if (alert != Courses.Blind)
            labels["namespace"] = ErpSeries.Namespace;
        else
            labels["blind"] = test.Measured.Unknown?.Words ?? "metrics of valeo-erp";
        if (alert == Courses.Blind && test.Measured.Unknown is { } unknown)
            labels[unknown.Label] = unknown.Value;
        return labels;
    }

    private Dictionary<string, string> Escalated(string team, AlertSpan span) => new(Labels(span.Alert)) { ["escalate_to"] = team };

    private static string Matchers(IReadOnlyDictionary<string, string> labels, string alert, string state) =>
        $"{{{string.Join(", ", labels.Append(new("alertname", alert)).Append(new("alertstate", state)).OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}=\"{l.Value}\""))}}}";

    private static string Mapping(IReadOnlyDictionary<string, string> labels) =>
        $"{{{string.Join(", ", labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}: '{Quoted(l.Value)}'"))}}}";

    private static string Quoted(string value) => value.Replace("'", "''", StringComparison.Ordinal);

    private void Line(int indent, string line) => text.Append(' ', indent).Append(CultureInfo.InvariantCulture, $"{line}\n");
}
