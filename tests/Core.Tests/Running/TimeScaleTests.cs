using CsCheck;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Running;

namespace ValeoChaos.Core.Tests.Running;

public sealed class TimeScaleTests
{
    private static readonly TimeScale Twenty = new(20);

    [TestCase(10, 10), TestCase(20, 20), TestCase(60, 20), TestCase(null, 20)]
    public void A_speed_is_taken_back_to_what_it_may_be_at_most(double? most, double factor) => Twenty.AtMost(most).Factor.Should().Be(factor);

    [TestCase("rate(x[5m])", "rate(x[15s])")]
    [TestCase("rate(x[5m:30s])", "rate(x[15s:1s500ms])")]
    [TestCase("rate(x[5m:])", "rate(x[15s:])")]
    [TestCase("x offset 1h", "x offset 3m")]
    [TestCase("x offset -10m", "x offset -30s")]
    [TestCase("x OFFSET 10m", "x OFFSET 30s")]
    [TestCase("max_over_time(x{a=\"[5m]\"}[10m])", "max_over_time(x{a=\"[5m]\"}[30s])")]
    [TestCase("m5m + x5m{l='}[5m]'}", "m5m + x5m{l='}[5m]'}")]
    [TestCase("label_replace(x, \"a\", \"offset 5m\", \"b\", \"(.*)\")", "label_replace(x, \"a\", \"offset 5m\", \"b\", \"(.*)\")")]
    [TestCase("x > 0.5 # over [5m]", "x > 0.5 # over [5m]")]
    [TestCase("up{job=\"valeo-erp\"} == 0", "up{job=\"valeo-erp\"} == 0")]
    [TestCase("holt_winters(x[5m], 0.5, 0.5)", "holt_winters(x[15s], 0.5, 0.5)")]
    [TestCase("max_over_time(x[5m:4s])", "max_over_time(x[15s:200ms])")]
    [TestCase("rate(x[5m] offset 1h @ end())", "rate(x[15s] offset 3m @ end())")]
    [TestCase("sum(rate(a[1m30s])) / sum(rate(b[1m30s])) > 0.05", "sum(rate(a[4s500ms])) / sum(rate(b[4s500ms])) > 0.05")]
    public void Durations_are_divided_only_where_promql_puts_them(string expression, string expected) =>
        Expr(Twenty.ScaleRules(Rule(expression), "r.yml").Text).Should().Be(expected);

    [TestCase("corrected.yml")]
    [TestCase("escalation.yml")]
    public void Only_the_durations_of_a_file_change_and_nothing_is_warned_about(string file)
    {
        var text = RepositoryFiles.Read("fixtures", "monitoring", "rules", file);
        var (scaled, warnings) = Twenty.ScaleRules(text, file);
        warnings.Should().BeEmpty();
        scaled.Should().Be(DurationsInRules.Aggregate(text, (rules, d) => rules.Replace(d.Production, d.Scaled, StringComparison.Ordinal)));
        AlertRuleFile.Parse(scaled, file).Alerts.Select(r => (r.Alert, r.For)).Should()
            .Equal(AlertRuleFile.Parse(text, file).Alerts.Select(r => (r.Alert, r.For / 20)));
    }

    /// <summary>Every place of a duration in the rule files; written out, so that a name like <c>sse_disconnects:5m</c> is seen to stay.</summary>
    private static readonly (string Production, string Scaled)[] DurationsInRules =
    [
        ("interval: 30s", "interval: 1s500ms"), ("for: 1m", "for: 3s"), ("for: 5m", "for: 15s"),
        ("for: 15m", "for: 45s"), ("for: 30m", "for: 1m30s"), ("for: 10m", "for: 30s"), ("for: 1h", "for: 3m"),
        ("[3m:15s]", "[9s:750ms]"), ("[5m]", "[15s]"), ("[2m30s]", "[7s500ms]"), ("[45s]", "[2s250ms]"), ("[1h]", "[3m]"),
        ("[10m]", "[30s]"), ("[10m:30s]", "[30s:1s500ms]"), ("[30m]", "[1m30s]"), ("[5m:30s]", "[15s:1s500ms]"), ("[5m30s]", "[16s500ms]"),
        ("offset 30s", "offset 1s500ms"), ("offset 15s ==", "offset 750ms =="), ("offset 5m", "offset 15s"), ("offset 6m", "offset 18s"), ("offset 10m", "offset 30s"), ("offset 1m", "offset 3s"),
    ];

    [Test]
    public void A_test_of_rules_is_scaled_in_its_times_and_expressions_and_keeps_its_anchors() =>
        Twenty.ScaleRuleTests(
            """
            evaluation_interval: 30s
            tests:
            - interval: 15s
              input_series: [{series: 'x{a="[5m]"}', values: '0+5x60'}]
              promql_expr_test:
              - eval_time: 6m30s
                expr: &rate 'rate(x[5m])'
                exp_samples: [{labels: '{}', value: 1}]
              - {eval_time: 1h, expr: *rate, exp_samples: []}
            """, "r.test.yml").Should().Be(
            """
            evaluation_interval: 1s500ms
            tests:
            - interval: 750ms
              input_series: [{series: 'x{a="[5m]"}', values: '0+5x60'}]
              promql_expr_test:
              - eval_time: 19s500ms
                expr: &rate 'rate(x[15s])'
                exp_samples: [{labels: '{}', value: 1}]
              - {eval_time: 3m, expr: *rate, exp_samples: []}
            """);

    [TestCase("for:")]
    [TestCase("for: ~")]
    public void No_duration_at_all_is_left_alone(string nothing)
    {
        var yaml = $"groups:\n- name: g\n  rules:\n  - alert: A\n    expr: rate(x[5m]) > 0 * rate(x[5m])\n    {nothing}\n";
        Twenty.ScaleRules(yaml, "r.yml").Text.Should().Be(yaml.Replace("5m", "15s", StringComparison.Ordinal));
    }

    [TestCase("annotations: {q: &q 'rate(x[5m]) > 0'}\n    expr: *q", "r.yml, line 6: *q is a text of another key, which is not scaled. Write it out here.")]
    [TestCase("labels: {hold: &h 5m}\n    expr: up\n    for: *h", "r.yml, line 7: *h is a text of another key*")]
    public void A_text_that_is_the_users_own_where_it_is_written_is_refused_where_it_is_scaled(string rule, string message) =>
        FluentActions.Invoking(() => Twenty.ScaleRules($"groups:\n- name: g\n  rules:\n  - alert: A\n    {rule}\n", "r.yml")).Should().Throw<TimeScaleException>().WithMessage(message);

    [TestCase("annotations: {q: &q 'up == 0'}\n    expr: *q", "annotations: {q: &q 'up == 0'}\n    expr: *q")]
    [TestCase("expr: &q rate(x[5m]) == 0\n    annotations: {q: *q}", "expr: &q rate(x[15s]) == 0\n    annotations: {q: *q}")]
    [TestCase("expr: up\n    for: &h 5m\n    keep_firing_for: *h", "expr: up\n    for: &h 15s\n    keep_firing_for: *h")]
    public void Any_other_alias_is_left_alone(string rule, string scaled)
    {
        const string head = "groups:\n- name: g\n  rules:\n  - alert: A\n    ";
        Twenty.ScaleRules($"{head}{rule}\n", "r.yml").Text.Should().Be($"{head}{scaled}\n");
    }

    [Test]
    public void At_production_speed_the_files_stay_byte_for_byte()
    {
        var text = "groups: # odd\r\n- {name: 'a', rules: [{alert: A, expr: \"time() - x[1w]\", for: 1m}]}\n\n";
        new TimeScale(1).ScaleRules(text, "r.yml").Text.Should().BeSameAs(text);
        new TimeScale(1).ScaleConfig(text, "r.yml", ConfigKind.Prometheus).Should().BeSameAs(text);
    }

    [Test]
    public void A_block_expression_is_scaled_too()
    {
        var yaml = "groups:\n- name: a\n  rules:\n  - alert: A\n    expr: |\n      rate(x[5m])\n        > 1\n    for: 1m\n    labels: {severity: page}\n";
        var rule = AlertRuleFile.Parse(Twenty.ScaleRules(yaml, "r.yml").Text, "r.yml").Alerts.Single();
        (rule.Expr, rule.For, rule.Labels["severity"]).Should().Be(("rate(x[15s])\n  > 1", TimeSpan.FromSeconds(3), "page"));
    }

    [Test]
    public void A_character_that_json_would_break_in_two_stays_whole()
    {
        var yaml = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: \"rate(x{a=\\\"\U0001F600 \\\\t\\\"}[5m]) > 0\"\n";
        Twenty.ScaleRules(yaml, "r.yml").Text.Should().Contain("expr: \"rate(x{a=\\\"\U0001F600 \\\\t\\\"}[15s]) > 0\"");
    }

    [Test]
    public void Configuration_keeps_what_is_no_timing_of_detection() =>
        Twenty.ScaleConfig("global: {scrape_interval: 15s}\nother: {timeout: 15s}\n", "p.yml", ConfigKind.Prometheus)
            .Should().Be("global: {scrape_interval: 750ms}\nother: {timeout: 15s}\n");

    [TestCase("rate(x[1d])", "r.yml, line 5: 1d spans a day or more*")]
    [TestCase("time() - x > 300", "r.yml, line 5: time() reads the calendar's clock*")]
    [TestCase("x @ 1609746000", "r.yml, line 5: @ 1609746000 names a moment*")]
    [TestCase("rate(x[10ms])", "r.yml, line 5: 10ms becomes less than 1 ms*")]
    [TestCase("max_over_time(timestamp(x)[5m:30s])", "r.yml, line 5: timestamp() reads the calendar's clock*")]
    [TestCase("hour() > 8", "r.yml, line 5: hour() reads the calendar's clock*")]
    [TestCase("predict_linear(x[1h], 4 * 3600) < 0", "r.yml, line 5: predict_linear() looks a number of seconds ahead*")]
    [TestCase("max_over_time(x[5m:3s])", "r.yml, line 5: the sub-query's step of 3s becomes 150 ms, and Prometheus keeps time to no less than 200 ms. Take a lower speed*")]
    [TestCase("rate(x[5m]", "r.yml, line 5: no PromQL expression (*). Check it with promtool check rules.")]
    public void What_cannot_be_scaled_faithfully_is_refused_with_file_line_and_reason(string expression, string message) =>
        FluentActions.Invoking(() => Twenty.ScaleRules(Rule(expression), "r.yml")).Should().Throw<TimeScaleException>().WithMessage(message);

    [Test]
    public void A_speed_below_one_is_refused() =>
        FluentActions.Invoking(() => new TimeScale(0.5)).Should().Throw<TimeScaleException>().WithMessage("*Take a factor from 1 to 1000*");

    [Test]
    public void Any_duration_scaled_is_the_duration_divided() =>
        Gen.Select(Gen.Int[1, 86_399], Gen.Int[1, 100]).Sample((seconds, factor) =>
        {
            var duration = TimeSpan.FromSeconds(seconds);
            var text = new TimeScale(factor).ScaleRules(Rule($"rate(x[{PrometheusDuration.Format(duration)}])"), "r.yml").Text;
            var scaled = PrometheusDuration.Parse(Expr(text)["rate(x[".Length..^2]);
            Math.Abs((scaled - duration / factor).TotalMilliseconds).Should().BeLessThanOrEqualTo(0.5);
        });

    private static string Rule(string expression) =>
        $"groups:\n- name: g\n  rules:\n  - alert: A\n    expr: {Quoted(expression)}\n";

    private static string Quoted(string expression) =>
        expression.IndexOfAny(['"', '\'', '#', '{', '@']) < 0 ? expression : $"'{expression.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Expr(string yaml) => AlertRuleFile.Parse(yaml, "r.yml").Alerts.Single().Expr;
}
