using ValeoChaos.Core.Running;

namespace ValeoChaos.Core.Tests.Running;

/// <summary>What only a whole rule tells: thresholds on a pace, and times too short for an evaluation.</summary>
public sealed class RuleScalingTests
{
    private static readonly TimeScale Twenty = new(20);

    [TestCase("rate(x[5m]) > 0.05")]
    [TestCase("0.05 < rate(x[5m])")]
    [TestCase("sum by (job) (irate(x[5m])) >= 10")]
    [TestCase("deriv(x[5m]) > 1")]
    [TestCase("rate(x[5m]) / 100 > 0.05")]
    [TestCase("sum(rate(a[5m])) * sum(rate(b[5m])) > 0.05")]
    [TestCase("rate(x[5m]) > rate(y[5m]) and rate(x[5m]) > 5")]
    [TestCase("max_over_time(rate(x[5m])[10m:30s]) == 3")]
    [TestCase("rate(x[5m]) > bool 1")]
    [TestCase("increase(x[5m]) > rate(x[5m])")]
    [TestCase("avg_over_time(x[5m]) + rate(x[5m]) > 1")]
    [TestCase("ln(rate(x[5m])) > 1")]
    [TestCase("ceil(rate(x[5m])) > 0")]
    [TestCase("clamp_max(rate(x[5m]), 10) > 0")]
    [TestCase("rate(a[5m]) ^ 2 / rate(b[5m]) > 1")]
    [TestCase("count_values(\"v\", rate(x[5m]))")]
    public void A_threshold_on_a_pace_is_warned_about(string expression) =>
        Warnings(Rule(expression)).Should().NotBeEmpty().And.AllSatisfy(w =>
        {
            w.ToString().Should().Be("r.yml, line 5: A compares events per second with a number, which squeezing time does not preserve.");
            w.Rule.Should().Be("A");
        });

    [TestCase("sum(rate(x[5m])) / sum(rate(y[5m])) > 0.05")]
    [TestCase("sum(rate(x[5m])) > 0.05 * sum(rate(y[5m]))")]
    [TestCase("sum(rate(x[5m])) > on () group_left () sum(rate(y[5m] offset 5m))")]
    [TestCase("histogram_quantile(0.95, rate(x_bucket[5m])) > 0.5")]
    [TestCase("rate(x[5m]) > 0")]
    [TestCase("(sum(rate(x[5m])) or vector(0)) > 0")]
    [TestCase("increase(x[5m]) > 10")]
    [TestCase("count(rate(x[5m]) > 0) > 3")]
    [TestCase("changes(x[5m]) + resets(x[5m]) > 2")]
    [TestCase("(rate(x[5m]) > 0) and on () (y > 5)")]
    [TestCase("sqrt(rate(x[5m]) * rate(x[5m])) > rate(y[5m])")]
    [TestCase("stddev_over_time(rate(x[5m])[1h:5m]) > 3 * avg_over_time(rate(x[5m])[1h:5m])")]
    [TestCase("holt_winters(x[5m], 0.5, 0.5) > 5")]
    public void Counts_and_ratios_are_not(string expression) => Warnings(Rule(expression)).Should().BeEmpty();

    [Test]
    public void A_recorded_pace_is_known_where_it_is_compared()
    {
        const string Yaml = """
            groups:
            - name: g
              rules:
              - record: job:errors:rate5m
                expr: sum by (job) (rate(errors[5m]))
              - alert: Ratio
                expr: job:errors:rate5m / on (job) sum by (job) (rate(requests[5m])) > 0.05
              - alert: Pace
                expr: |
                  up == 1
                    and job:errors:rate5m > 0.05
            """;
        Warnings(Yaml).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Line = 11, Rule = "Pace" });
    }

    [Test]
    public void Strictly_a_warning_is_a_refusal() =>
        FluentActions.Invoking(() => Twenty.ScaleRules(Rule("rate(x[5m]) > 0.05"), "r.yml", strict: true)).Should().Throw<TimeScaleException>()
            .WithMessage("r.yml, line 5: A compares events per second with a number, which squeezing time does not preserve. Prove this rule at 1x.");

    [Test]
    public void A_duration_that_does_not_divide_is_rounded_and_warned_about_and_strictly_refused()
    {
        var yaml = Rule("rate(x[10s]) > 0");
        var (text, warnings) = new TimeScale(60).ScaleRules(yaml, "r.yml");
        text.Should().Contain("x[167ms]");
        warnings.Should().ContainSingle().Which.ToString().Should().StartWith("r.yml, line 5: 10s becomes 166.667 ms and is rounded");
        FluentActions.Invoking(() => new TimeScale(60).ScaleRules(yaml, "r.yml", strict: true)).Should().Throw<TimeScaleException>().WithMessage("*rounded*Prove this rule at 1x.");
    }

    [TestCase("for")]
    [TestCase("keep_firing_for")]
    public void A_hold_of_less_than_one_evaluation_is_refused(string key)
    {
        var yaml = $"groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up == 0\n    {key}: 20s\n  interval: 30s\n";
        FluentActions.Invoking(() => Twenty.ScaleRules(yaml, "r.yml")).Should().Throw<TimeScaleException>()
            .WithMessage($"r.yml, line 6: {key} of 20s is less than one evaluation (30s)*Lengthen it, or prove this rule at 1x.");
        FluentActions.Invoking(() => Twenty.ScaleRules(yaml.Replace("  interval: 30s\n", "", StringComparison.Ordinal), "r.yml", evaluationInterval: TimeSpan.FromSeconds(30)))
            .Should().Throw<TimeScaleException>("the configuration's interval holds where a group has none");
        Twenty.ScaleRules(yaml.Replace("20s", "30s", StringComparison.Ordinal), "r.yml").Text.Should().Contain($"{key}: 1s500ms");
    }

    [Test]
    public void Evaluations_that_come_too_fast_are_refused() =>
        FluentActions.Invoking(() => Twenty.ScaleRules(Group("interval: 2s"), "r.yml")).Should().Throw<TimeScaleException>()
            .WithMessage("r.yml, line 3: an evaluation each 2s becomes one each 100 ms*Take a lower speed.");

    [Test]
    public void Every_time_of_a_group_is_divided_and_its_limit_is_none() =>
        Twenty.ScaleRules(Group("interval: 30s\n  query_offset: 1m\n  limit: 20"), "r.yml").Text
            .Should().Be(Group("interval: 1s500ms\n  query_offset: 3s\n  limit: 20").Replace("1m", "3s", StringComparison.Ordinal));

    [Test]
    public void What_a_user_calls_like_a_key_stays()
    {
        const string Yaml = "groups:\n- name: g\n  rules:\n  - alert: A\n    labels: {for: 5m, deep: {interval: 5m}}\n    annotations: {expr: 'a[5m'}\n    for: 5m\n    expr: up == 0\n";
        Twenty.ScaleRules(Yaml, "r.yml").Text.Should().Be(Yaml.Replace("\n    for: 5m", "\n    for: 15s", StringComparison.Ordinal));
    }

    [Test]
    public void The_line_of_a_part_of_a_block_is_told() =>
        FluentActions.Invoking(() => Twenty.ScaleRules("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: |\n      up == 0\n        and hour() > 8\n", "r.yml"))
            .Should().Throw<TimeScaleException>().WithMessage("r.yml, line 7: hour()*");

    [Test]
    public void Rules_of_a_custom_resource_are_found() =>
        Warnings("apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n  groups:\n  - name: g\n    rules:\n    - {alert: A, expr: 'rate(x[5m]) > 1'}\n")
            .Should().ContainSingle().Which.Line.Should().Be(7);

    private static IReadOnlyList<ScaleWarning> Warnings(string yaml) => Twenty.ScaleRules(yaml, "r.yml").Warnings;

    private static string Rule(string expression) =>
        $"groups:\n- name: g\n  rules:\n  - alert: A\n    expr: '{expression.Replace("'", "''", StringComparison.Ordinal)}'\n";

    private static string Group(string keys) => $"groups:\n- name: g\n  {keys}\n  rules:\n  - {{alert: A, expr: up == 0, for: 1m, keep_firing_for: 1m}}\n";
}
