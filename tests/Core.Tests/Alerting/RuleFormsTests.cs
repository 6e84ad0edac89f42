using ValeoChaos.Core.Alerting;

namespace ValeoChaos.Core.Tests.Alerting;

/// <summary>The forms a rule file can have, each with the lines of the file as it was given.</summary>
public sealed class RuleFormsTests
{
    private const string Plain = "groups:\n- name: g\n  rules:\n  - record: a:b\n    expr: up\n  # valeo-chaos: ignore VC101 because of this\n  - alert: A\n    expr: |\n      up\n        == 0\n    for: 1m\n    labels: {severity: page}\n";

    [TestCase("r.yml", Plain, 7)]
    [TestCase("r.yml", "# a comment\n---\nkind: Service\n---\n" + Plain, 11)]
    [TestCase("r.md", "# Title\n\n```yaml\na: 1\n```\n\n```yml\n" + Plain + "```\n", 14)]
    public void An_alert_a_recording_and_a_comment_are_read_with_their_lines(string source, string text, int line) => Check(AlertRuleFile.Parse(text, source), line);

    [Test]
    public void A_custom_resource_holds_them_in_its_spec() => Check(AlertRuleFile.Parse("kind: PrometheusRule\nspec:\n" + Indented(Plain), "r.yml"), 9);

    [Test]
    public void A_config_map_holds_them_in_a_value_beside_others() =>
        Check(AlertRuleFile.Parse("kind: ConfigMap\ndata:\n  other.conf: |\n    not: [yaml\n  rules.yml: |\n" + Indented(Indented(Plain)), "r.yml"), 12);

    [Test]
    public void A_list_holds_them_in_its_items() => Check(AlertRuleFile.Parse("kind: List\nitems:\n- kind: PrometheusRule\n  spec:\n" + Indented(Indented(Plain)), "r.yml"), 11);

    [Test]
    public void A_value_in_quotes_stands_in_one_line()
    {
        var rule = AlertRuleFile.Parse("kind: ConfigMap\ndata:\n  rules.yml: \"" + Plain.Replace("\n", "\\n", StringComparison.Ordinal) + "\"\n", "r.yml").Alerts.Single();
        (rule.Line, rule.Places.OfExpr(rule.Expr, rule.Expr.IndexOf("==", StringComparison.Ordinal)), rule.Directives.Single().Line).Should().Be((3, 3, 3));
    }

    [TestCase("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: rate(x[{{ .Values.window }}]) > 1", 5)]
    [TestCase("{{- if .Values.on }}\ngroups: []\n{{- end }}", 1)]
    [TestCase("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    annotations:\n      summary: '{{ .Release.Name }} is down'", 7)]
    [TestCase("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    annotations:\n      summary: \"{{`{{ $value }}`}}\"", 7)]
    public void A_chart_is_to_be_rendered_first(string text, int line) => FluentActions.Invoking(() => AlertRuleFile.Parse(text, "t.yaml")).Should().Throw<RuleFileException>()
        .WithMessage($"t.yaml, line {line}: this is a Helm template. Render it first: helm template <chart> > rules.yml");

    [Test]
    public void What_Prometheus_itself_fills_in_is_no_chart() =>
        AlertRuleFile.Parse("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    annotations:\n      summary: |\n        {{ $labels.job }} is {{ if eq $value 0.0 }}down{{ end }}", "r.yml").Alerts.Should().ContainSingle();

    [TestCase("r.md", "# No rules here\n", "r.md, line 1: no rule file. It needs a list \"groups\" at the top of a block fenced with ```yaml.")]
    [TestCase("r.yml", "kind: ConfigMap\ndata: {a: b}\n", "r.yml, line 1: no rule file. It needs a list \"groups\" at the top, or in a PrometheusRule's spec or a ConfigMap's data.")]
    [TestCase("r.yml", "kind: PrometheusRule\nspec: {}\n", "r.yml, line 1: this PrometheusRule has no list \"groups\" in its spec. Add it.")]
    [TestCase("r.md", "one\n\n```yaml\ngroups:\n- name: g\n  rules: [\n```\n", "r.md, line *: no valid YAML*")]
    public void What_holds_no_rules_is_one_error(string source, string text, string message) =>
        FluentActions.Invoking(() => AlertRuleFile.Parse(text, source)).Should().Throw<RuleFileException>().WithMessage(message);

    private static void Check(AlertRuleFile file, int line)
    {
        var alert = file.Alerts.Single();
        (alert.Alert, alert.For, alert.Line).Should().Be(("A", TimeSpan.FromMinutes(1), line));
        alert.Places.OfExpr(alert.Expr, alert.Expr.IndexOf("==", StringComparison.Ordinal)).Should().Be(line + 3);
        (alert.Places.Of("for"), alert.Places.Of("labels.severity"), alert.Places.Of("annotations.none")).Should().Be((line + 4, line + 5, line));
        alert.Directives.Should().Equal(new RuleDirective("ignore VC101 because of this", line - 1));
        (file.Recordings.Single().Record, file.Recordings.Single().Line).Should().Be(("a:b", line - 3));
    }

    private static string Indented(string text) => string.Concat(text.Split('\n').SkipLast(1).Select(l => $"  {l}\n"));
}
