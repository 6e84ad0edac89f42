using CsCheck;
using ValeoChaos.Core.Alerting;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.Core.Tests.Alerting;

public sealed class AlertRuleFileTests
{
    [Test]
    public void Rules_are_read_with_their_lines()
    {
        var text = RepositoryFiles.Read("fixtures", "monitoring", "rules", "runbook.yml");
        var rule = AlertRuleFile.Parse(text, "runbook.yml").Alerts.Single(r => r.Alert == "DatabaseDown");
        (rule.Expr, rule.For, rule.Labels["severity"], rule.Interval).Should().Be(("up{job=\"valeo-erp\"} == 0", TimeSpan.FromMinutes(1), "critical", TimeSpan.FromSeconds(30)));
        text.Split('\n')[rule.Line - 1].Should().Contain("alert: DatabaseDown");
    }

    [TestCase("groups: [", "r.yml, line *: no valid YAML*Check the indentation*")]
    [TestCase("rules: []", "r.yml, line 1: no rule file. It needs a list \"groups\"*")]
    [TestCase("groups:\n- name: a", "r.yml, line 2: the group a has no list \"rules\".")]
    [TestCase("groups:\n- name: a\n  rules:\n  - alert: A", "r.yml, line 4: \"expr\" is missing. Add it.")]
    [TestCase("groups:\n- name: a\n  rules:\n  - {alert: A, expr: up, for: soon}", "r.yml, line 4: \"soon\" is no duration. Write, for instance, 5m*")]
    public void A_malformed_file_gets_one_error_with_file_line_and_remedy(string yaml, string message) =>
        FluentActions.Invoking(() => AlertRuleFile.Parse(yaml, "r.yml").Alerts.Count).Should().Throw<RuleFileException>().WithMessage(message);

    [Test]
    public void A_plain_file_is_left_as_it_is()
    {
        var text = RepositoryFiles.Read("fixtures", "monitoring", "rules", "corrected.yml");
        AlertRuleFile.PlainText(text, "corrected.yml").Should().BeSameAs(text);
    }

    [TestCase("r.md", "# Rules\n\n```yaml\n{0}\n```\n", TestName = "a runbook")]
    [TestCase("r.yml", "kind: PrometheusRule\nspec:\n  {0}", TestName = "a custom resource")]
    [TestCase("r.yml", "kind: ConfigMap\ndata:\n  a.yml: \"{0}\"", TestName = "a ConfigMap")]
    public void Any_form_can_be_brought_into_the_one_that_Prometheus_loads(string source, string form)
    {
        const string groups = "groups: [{name: g, rules: [{record: 'a:b', expr: up}, {alert: A, expr: 'up == 0', for: 1m, labels: {severity: info}}]}]";
        var plain = AlertRuleFile.PlainText(form.Replace("{0}", groups, StringComparison.Ordinal), source);
        plain.Should().StartWith("groups:");
        var rules = AlertRuleFile.Parse(plain, "plain.yml");
        rules.Rules.Select(r => (r.Name, r.Expr)).Should().Equal(("a:b", "up"), ("A", "up == 0"));
        rules.Alerts.Single().For.Should().Be(TimeSpan.FromMinutes(1));
    }

    [TestCase("r.md", "```yaml\n{0}\n```\n\n```yaml\n{0}\n```\n", "g,g (2)")]
    [TestCase("r.yml", "kind: PrometheusRule\nspec:\n  {0}\n---\nkind: PrometheusRule\nspec:\n  {0}\n---\nkind: PrometheusRule\nspec:\n  {0}", "g,g (2),g (3)")]
    [TestCase("r.yml", "kind: PrometheusRule\nspec:\n  groups: [{name: g, rules: []}, {name: g, rules: []}]", "g,g")]
    public void Groups_of_several_documents_may_have_one_name_and_those_of_one_may_not(string source, string form, string names)
    {
        var plain = AlertRuleFile.PlainText(form.Replace("{0}", "groups: [{name: g, rules: [{record: 'a:b', expr: up}]}]", StringComparison.Ordinal), source);
        var groups = (YamlSequenceNode)YamlNodes.Root(plain, "plain.yml")["groups"];
        string.Join(',', groups.Select(group => group["name"])).Should().Be(names);
    }

    [Test]
    public void Of_several_documents_Prometheus_gets_the_rules_alone() =>
        AlertRuleFile.PlainText("kind: Service\n---\ngroups: [{name: g, rules: [{record: 'a:b', expr: up}]}]\n", "r.yml").Should().StartWith("groups:").And.NotContain("kind");

    [Test]
    public void What_only_Thanos_knows_is_left_out_as_the_operator_does() =>
        AlertRuleFile.PlainText("kind: PrometheusRule\nspec:\n  groups: [{name: g, partial_response_strategy: warn, rules: []}]", "r.yml").Should().Contain("name: g").And.NotContain("partial");

    [TestCase("labels:\n    annotations: ~\n    for: null")]
    [TestCase("keep_firing_for:")]
    public void A_key_with_nothing_behind_it_is_as_if_it_were_not_there(string nothing)
    {
        var rule = AlertRuleFile.Parse($"groups:\n- name: a\n  interval:\n  rules:\n  - alert: A\n    expr: up\n    {nothing}\n", "r.yml").Alerts.Single();
        (rule.For, rule.KeepFiringFor, rule.Interval, rule.Labels.Count, rule.Annotations.Count).Should().Be((TimeSpan.Zero, TimeSpan.Zero, (TimeSpan?)null, 0, 0));
    }

    [Test]
    public void A_base_gives_the_keys_that_a_rule_does_not_have_itself()
    {
        const string yaml =
            """
            groups:
            - name: g
              rules:
              - &base {alert: A, expr: up == 0, for: 5m, labels: &l {team: shop, severity: page}}
              - {<<: *base, alert: B, labels: {<<: *l, severity: warning}}
              - <<: [{alert: C, expr: up == 1}, *base]
            """;
        AlertRuleFile.Parse(yaml, "r.yml").Alerts.Select(a => $"{a.Alert} {a.Expr} {a.For.TotalMinutes} {string.Join(',', a.Labels.OrderBy(l => l.Key))}").Should().Equal(
            "A up == 0 5 [severity, page],[team, shop]", "B up == 0 5 [severity, warning],[team, shop]", "C up == 1 5 [severity, page],[team, shop]");
    }

    [Test]
    public void An_anchor_of_one_document_is_not_that_of_another()
    {
        const string form = "kind: PrometheusRule\nspec:\n  groups: [{name: {0}, rules: [{alert: A, expr: up, labels: &l {of: {0}}}, {alert: B, expr: up, labels: *l}]}]\n";
        var plain = AlertRuleFile.PlainText(form.Replace("{0}", "one", StringComparison.Ordinal) + "---\n" + form.Replace("{0}", "two", StringComparison.Ordinal), "r.yml");
        AlertRuleFile.Parse(plain, "plain.yml").Alerts.Select(a => a.Labels["of"]).Should().Equal("one", "one", "two", "two");
    }

    [Test]
    public void A_duration_written_and_read_is_the_same() =>
        Gen.Long[0, 500_000_000].Sample(ms => PrometheusDuration.Parse(PrometheusDuration.Format(TimeSpan.FromMilliseconds(ms))).TotalMilliseconds.Should().Be(ms));

    [TestCase("1h30m", 5400)]
    [TestCase("1d", 86400)]
    [TestCase("250ms", 0.25)]
    [TestCase("0", 0)]
    public void Durations_are_those_of_Prometheus(string text, double seconds) => PrometheusDuration.Parse(text).TotalSeconds.Should().Be(seconds);

    [TestCase(3, 0.75, 1.5, 5.25)]
    [TestCase(60, 15, 30, 105)]
    [TestCase(100, 15, 30, 165)]
    [TestCase(0, 15, 30, 45)]
    public void The_latest_firing_is_scrape_and_evaluation_and_for_in_whole_evaluations(double hold, double scrape, double evaluation, double upper)
    {
        var bounds = DetectionBounds.Compute(S(hold), S(scrape), S(evaluation), S(2));
        (bounds.Floor, bounds.FiringUpper, bounds.NotifiedUpper).Should().Be((S(hold), S(upper), S(upper + 2)));
    }

    private static TimeSpan S(double seconds) => TimeSpan.FromSeconds(seconds);
}
