using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Mutations;

namespace ValeoChaos.Core.Tests.Mutations;

public sealed class MutantGeneratorTests
{
    private const string Head = "groups:\n- name: g\n  interval: 15s\n  rules:\n";

    [TestCase("errors > 0.5", "Threshold: > 0.5 -> > 0.45 | Threshold: > 0.5 -> > 0.55")]
    [TestCase("errors > 0", "Threshold: > 0 -> > 1")]
    [TestCase("errors > 40", "Threshold: > 40 -> > 36 | Threshold: > 40 -> > 44")]
    [TestCase("status == 503", "Threshold: == 503 -> == 502 | Threshold: == 503 -> == 504")]
    [TestCase("errors > 0.25 * requests", "Threshold: 0.25 -> 0.225 | Threshold: 0.25 -> 0.275")]
    public void A_number_that_is_compared_becomes_a_little_less_and_more(string expr, string mutants) => Of(expr, MutationOperator.Threshold).Should().Be(mutants);

    [TestCase("a > 1", "Comparison: > 1 -> >= 1 | Comparison: > 1 -> < 1")]
    [TestCase("a <= 1", "Comparison: <= 1 -> < 1 | Comparison: <= 1 -> >= 1")]
    [TestCase("a == 1", "Comparison: == 1 -> != 1 | Comparison: == 1 -> >= 1 | Comparison: == 1 -> <= 1")]
    [TestCase("a != 1", "Comparison: != 1 -> == 1 | Comparison: != 1 -> > 1 | Comparison: != 1 -> < 1")]
    public void A_comparison_becomes_its_neighbours(string expr, string mutants) => Of(expr, MutationOperator.Comparison).Should().Be(mutants);

    [TestCase("rate(a[5m])", "Window: [5m] -> [2m30s] | Window: [5m] -> [10m]")]
    [TestCase("a offset 1m", "Window: offset 1m -> offset 30s | Window: offset 1m -> offset 2m")]
    [TestCase("max_over_time((a - b)[10m:30s])", "Window: [10m:] -> [5m:] | Window: [10m:] -> [20m:]")]
    [TestCase("rate(a[5m] offset 1h)", "Window: [5m] -> [2m30s] | Window: [5m] -> [10m] | Window: offset 1h -> offset 30m | Window: offset 1h -> offset 2h")]
    public void A_window_becomes_half_and_double(string expr, string mutants) => Of(expr, MutationOperator.Window).Should().Be(mutants);

    [TestCase("up{job=\"a\", env!=\"b\"}", "Label: up: job=\"a\" -> none | Label: up: job=\"a\" -> job!=\"a\" | Label: up: env!=\"b\" -> none | Label: up: env!=\"b\" -> env=\"b\"")]
    [TestCase("sum by (a, b) (up)", "Label: by (a, b) -> by (b) | Label: by (a, b) -> by (a)")]
    [TestCase("a and on (x) b", "Label: on (x) -> on ()")]
    [TestCase("a * on (x, y) group_left (z) b", "Label: on (x, y) group_left (z) -> on (y) group_left (z) | Label: on (x, y) group_left (z) -> on (x) group_left (z)")]
    public void A_label_goes_or_turns_round(string expr, string mutants) => Of(expr, MutationOperator.Label).Should().Be(mutants);

    [TestCase("rate(a[1m])", "Function: rate -> increase | Function: rate -> irate")]
    [TestCase("histogram_quantile(0.95, b)", "Function: histogram_quantile(0.95 -> histogram_quantile(0.9 | Function: histogram_quantile(0.95 -> histogram_quantile(0.99")]
    public void A_function_becomes_another(string expr, string mutants) => Of(expr, MutationOperator.Function).Should().Be(mutants);

    [Test]
    public void An_aggregation_becomes_another() =>
        Of("sum(a)", MutationOperator.Aggregation).Should().Be("Aggregation: sum -> max | Aggregation: sum -> avg | Aggregation: sum -> count");

    [TestCase("a or b", "b", "a")]
    [TestCase("a unless on (x) b", "b", "a")]
    public void An_operand_goes(string expr, params string[] left) =>
        Mutants(expr).Where(m => m.Operator == MutationOperator.Operand).Select(m => Expr(m)).Should().BeEquivalentTo(left);

    [Test]
    public void For_becomes_an_evaluation_shorter_and_longer_and_the_severity_another()
    {
        var mutants = MutantGenerator.Of(Head + "  - alert: A\n    expr: up\n    for: 1m\n    labels: {severity: critical}\n", "r.yml").All;
        mutants.Select(m => (m.Change, m.Line)).Should().Equal(("for: 1m -> for: 45s", 7), ("for: 1m -> for: 1m15s", 7), ("severity: critical -> severity: warning", 8));
        AlertRuleFile.Parse(mutants[1].Text, "m.yml").Alerts.Single().For.Should().Be(TimeSpan.FromSeconds(75));
        AlertRuleFile.Parse(mutants[2].Text, "m.yml").Alerts.Single().Labels["severity"].Should().Be("warning");
    }

    [Test]
    public void The_line_is_that_of_the_changed_part_and_the_other_rules_stay()
    {
        const string text = Head + "  - record: r\n    expr: sum(up)\n  - alert: A\n    expr: |\n      # a comment\n      up\n        == 0\n";
        var mutants = MutantGenerator.Of(text, "r.yml", only: "A").All;
        mutants.Where(m => m.Operator == MutationOperator.Comparison).Should().HaveCount(3).And.OnlyContain(m => m.Line == 11);
        mutants.Should().OnlyContain(m => AlertRuleFile.Parse(m.Text, "m.yml").Rules[0].Expr == "sum(up)");
    }

    [Test]
    public void Equal_changes_of_a_rule_are_numbered_and_no_two_mutants_are_alike()
    {
        var mutants = Mutants("a[5m:] > 1 or b > 1".Replace("a[5m:]", "max_over_time(a[5m]) + max_over_time(b[5m])", StringComparison.Ordinal));
        mutants.Where(m => m.Change == "> 1 -> >= 1").Select(m => m.Label).Should().Equal("> 1 -> >= 1 (1 of 2)", "> 1 -> >= 1 (2 of 2)");
        mutants.Select(m => m.Text).Should().OnlyHaveUniqueItems();
        mutants.Select(m => m.Label).Should().OnlyHaveUniqueItems();
    }

    [Test]
    public void What_no_Prometheus_would_load_is_counted_and_left_out()
    {
        var mutants = MutantGenerator.Of(Head + "  - alert: A\n    expr: '{job=\"a\"}'\n", "r.yml");
        mutants.All.Where(m => m.Operator == MutationOperator.Label).Should().BeEmpty("without its matcher, or with the opposite one, it would choose everything");
        mutants.Dropped.Should().Be(2);
    }

    [Test]
    public void A_rule_that_is_not_there_is_an_error_with_those_that_are()
    {
        var of = () => MutantGenerator.Of(Head + "  - alert: A\n    expr: up\n", "r.yml", "B");
        of.Should().Throw<RuleFileException>().WithMessage("r.yml: there is no rule B. Take one of A.");
    }

    [Test]
    public void An_expression_that_cannot_be_read_is_an_error_with_its_line()
    {
        var of = () => MutantGenerator.Of(Head + "  - alert: A\n    expr: |\n      up ==\n", "r.yml");
        of.Should().Throw<RuleFileException>().WithMessage("r.yml, line 7: A: *");
    }

    private static string Of(string expr, MutationOperator kind) =>
        string.Join(" | ", Mutants(expr).Where(m => m.Operator == kind).Select(m => $"{m.Operator}: {m.Change}"));

    private static IReadOnlyList<Mutant> Mutants(string expr) => MutantGenerator.Of($"{Head}  - alert: A\n    expr: |\n      {expr}\n", "r.yml").All;

    private static string Expr(Mutant mutant) => AlertRuleFile.Parse(mutant.Text, "m.yml").Rules[0].Expr;
}
