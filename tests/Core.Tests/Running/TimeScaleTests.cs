using CsCheck;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Running;

namespace ValeoChaos.Core.Tests.Running;

public sealed class TimeScaleTests
{
    private static readonly TimeScale Twenty = new(20);

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
    [TestCase("sum(rate(a[1m30s])) / sum(rate(b[1m30s])) > 0.05", "sum(rate(a[4s500ms])) / sum(rate(b[4s500ms])) > 0.05")]
    public void Durations_are_divided_only_where_promql_puts_them(string expression, string expected) =>
        Expr(Twenty.ScaleRules(Rule(expression), "r.yml").Text).Should().Be(expected);

    [Test]
    public void Only_the_durations_of_a_file_change()
    {
        var text = RepositoryFiles.Read("fixtures", "monitoring", "rules", "corrected.yml");
        var scaled = Twenty.ScaleRules(text, "corrected.yml").Text;
        scaled.Should().Be(text.Replace("interval: 30s", "interval: 1s500ms", StringComparison.Ordinal).Replace("for: 1m", "for: 3s", StringComparison.Ordinal));
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
    public void Configuration_keeps_what_is_no_timing_of_detection() =>
        Twenty.ScaleConfig("global: {scrape_interval: 15s}\nother: {timeout: 15s}\n", "p.yml", ConfigKind.Prometheus)
            .Should().Be("global: {scrape_interval: 750ms}\nother: {timeout: 15s}\n");

    [TestCase("rate(x[1d])", "r.yml, line 5: 1d spans a day or more*")]
    [TestCase("time() - x > 300", "r.yml, line 5: time() reads the calendar's clock*")]
    [TestCase("x @ 1609746000", "r.yml, line 5: @ names a moment*")]
    [TestCase("rate(x[10ms])", "r.yml, line 5: 10ms becomes less than 1 ms*")]
    public void What_cannot_be_scaled_faithfully_is_refused_with_file_line_and_reason(string expression, string message) =>
        FluentActions.Invoking(() => Twenty.ScaleRules(Rule(expression), "r.yml")).Should().Throw<TimeScaleException>().WithMessage(message);

    [Test]
    public void A_threshold_per_second_is_warned_about() =>
        Twenty.ScaleRules(Rule("rate(x[5m]) > 0.05"), "r.yml").Warnings.Should().ContainSingle().Which.Reason.Should().StartWith("compares events per second");

    [TestCase("sum(rate(x[5m])) / sum(rate(y[5m])) > 0.05")]
    [TestCase("histogram_quantile(0.95, rate(x_bucket[5m])) > 0.5")]
    public void A_ratio_is_not_warned_about(string expression) => Twenty.ScaleRules(Rule(expression), "r.yml").Warnings.Should().BeEmpty();

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
