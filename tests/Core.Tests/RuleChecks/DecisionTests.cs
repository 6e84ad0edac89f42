using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.RuleChecks.Analysis;

namespace ValeoChaos.Core.Tests.RuleChecks;

public sealed class DecisionTests
{
    private const string Idle = "100 - (avg by (instance) (rate(node_cpu_seconds_total{mode=\"idle\"}[5m])) * 100) > 80";
    private const string Good = "1 - sum(rate(x_total{code!~\"5..\"}[5m])) / sum(rate(x_total[5m])) > 0.05";

    [TestCase("1 - x > 0.25", "x < 0.75")]
    [TestCase("-x > -5", "x < 5")]
    [TestCase("0.25 < (1 - (x))", "x < 0.75")]
    [TestCase("100 - (100 - x) >= 20", "x >= 20")]
    [TestCase("1 - x == 1", "x == 0")]
    [TestCase("x - 1 > 5", "x - 1 > 5")]
    [TestCase("a - b > 5", "a - b > 5")]
    public void What_is_taken_from_a_number_decides_the_other_way_round(string expr, string expected)
    {
        var decision = Condition.Decisions(PromQlParser.Parse(expr)).Single();
        FormattableString.Invariant($"{decision.Value.Of(expr)} {decision.Operator} {decision.Threshold}").Should().Be(expected);
    }

    [TestCase("a / b < +Inf and a / b > 80", "a / b > 80")]
    [TestCase("a > -Inf", "")]
    public void A_comparison_with_infinity_decides_nothing(string expr, string expected) =>
        string.Join(',', Condition.Decisions(PromQlParser.Parse(expr)).Select(d => d.Comparison.Of(expr))).Should().Be(expected);

    [TestCase(Idle, "CPU load is > 80%", "VC102", false)]
    [TestCase(Idle, "CPU load is > 80%", "VC105", false)]
    [TestCase("avg by (instance) (rate(node_cpu_seconds_total{mode=\"iowait\"}[5m])) * 100 > 10", "{{ $value }}% of the time", "VC105", false)]
    [TestCase("avg by (instance) (rate(node_cpu_seconds_total{mode=\"iowait\"}[5m])) * 100 > 10", "{{ $value }}% of the time", "VC303", false)]
    [TestCase("avg by (instance) (rate(node_cpu_seconds_total{mode=\"iowait\"}[5m])) * 100 > 10", "{{ $value }}s", "VC303", true)]
    [TestCase("-sum(rate(errors_total[5m])) < -0.05", "5 % fail", "VC105", true)]
    [TestCase("1 - up{job=\"erp\"} > 0", "The database is gone", "VC203", true)]
    [TestCase(Good, "", "VC108", true)]
    public void So_do_the_findings(string expr, string annotation, string code, bool found) =>
        OneRule.Of(expr, annotation, hold: "5m").Any(f => f.Kind.Code == code).Should().Be(found);
}
