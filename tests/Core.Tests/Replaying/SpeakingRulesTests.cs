using System.Text.Json;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.Replaying;

namespace ValeoChaos.Core.Tests.Replaying;

/// <summary>A rule that is left out of a test must not be able to give anything in it, or to fail.</summary>
public sealed class SpeakingRulesTests
{
    private const string Rules = """
        groups:
        - name: g
          rules:
          - {record: asked, expr: sum(loaded)}
          - {record: unasked, expr: sum(loaded)}
          - {record: empty, expr: sum(missing)}
          - {alert: Page, expr: asked > 1}
          - {alert: OfErrors, expr: 'loaded{status="500"} > 1'}
          - {alert: Later, expr: 'ALERTS{alertname="Page", alertstate="firing"}'}
          - {alert: Sooner, expr: 'ALERTS{alertname="Page"}'}
        """;

    [TestCase(false, false, new[] { 0, 1, 3, 6 })]
    [TestCase(true, false, new[] { 0, 1, 3, 5, 6 })]
    [TestCase(true, true, new[] { 0, 3, 5, 6 })]
    public void Those_speak_that_find_a_series_or_a_rule_that_does(bool pages, bool alerts, int[] speaking) =>
        Speaking(Rules, [Series("loaded{status=\"200\"}", 1, 7)], pages, alerts).Should().BeEquivalentTo(speaking);

    [TestCase("there or missing", true)]
    [TestCase("missing or there", true)]
    [TestCase("there unless missing", true)]
    [TestCase("missing unless there", false)]
    [TestCase("there and missing", false)]
    [TestCase("missing + 1", false)]
    [TestCase("1 - sum(max_over_time(missing[5m:1m]))", false)]
    [TestCase("count(rate(missing[5m]))", false)]
    [TestCase("absent(missing)", true)]
    [TestCase("absent_over_time(missing[5m])", true)]
    [TestCase("vector(scalar(missing))", true)]
    [TestCase("vector(1)", true)]
    public void Nothing_comes_of_nothing(string expression, bool mayGive) => Speaks(expression, Series("there", 1, 7)).Should().Be(mayGive);

    [TestCase("code == 503", false)]
    [TestCase("code offset 30s == 503", false)]
    [TestCase("code == 503 or last_over_time(code[45s]) == 503", false)]
    [TestCase("avg_over_time((code == bool 503)[3m:15s]) > 0.5", false)]
    [TestCase("avg_over_time((code == bool 200)[3m:15s]) > 0.5", true)]
    [TestCase("changes(code[5m]) > 0 or delta(code[5m]) != 0", false)]
    [TestCase("code == 200", true)]
    [TestCase("code > 0", true)]
    [TestCase("code unless code == 503", true)]
    [TestCase("absent(code == 503)", true)]
    [TestCase("vector(scalar(code == 503)) != 1", true)]
    [TestCase("sum(code) == 503", true)]
    [TestCase("sum(code - 200) > 0", false)]
    [TestCase("timestamp(code) > 0", true)]
    public void Nothing_comes_of_a_condition_that_no_value_meets(string expression, bool mayGive) => Speaks(expression, Series("code", 200, 200, 200)).Should().Be(mayGive);

    [TestCase("a > 3", true, new[] { 1.0, 4 }, new[] { 2.0 })]
    [TestCase("a > 3", false, new[] { 1.0, 3 }, new[] { 2.0 })]
    [TestCase("changes(a[5m]) > 0", true, new[] { 1.0, 2 }, new[] { 2.0 })]
    [TestCase("a > 3", true, new[] { 1, double.NaN }, new[] { 2.0 })]
    [TestCase("avg_over_time(a[5m]) > 0.3", true, new[] { 0.3, 0.3 }, new[] { 0.1 })]
    public void All_values_of_all_series_count_those_that_are_no_number_and_what_rounding_adds(string expression, bool mayGive, double[] one, double[] other) =>
        Speaks(expression, Series("a{x=\"1\"}", one), Series("a{x=\"2\"}", other)).Should().Be(mayGive);

    /// <summary>What names lead to expect is no bound: a gauge may be negative, and then a part is more than the whole and a rate below zero.</summary>
    [TestCase("sum(clients{x=\"1\"}) / sum(clients) > 2", 5, -4, true)]
    [TestCase("sum(clients{x=\"1\"}) / sum(clients) > 2", 5, 4, false)]
    [TestCase("round(clients * 0.3) > 2", 5, 5, true)]
    [TestCase("vector(scalar(clients)) != 5", 5, 5, true)]
    [TestCase("quantile(2, clients) > 100", 5, 5, true)]
    [TestCase("quantile_over_time(2, clients[5m]) > 100", 5, 5, true)]
    [TestCase("max(clients) > 100", 5, 5, false)]
    [TestCase("rate(clients[5m]) < 0", -3, -4, true)]
    [TestCase("rate(clients[5m]) < 0", 3, 4, false)]
    public void Bounds_are_those_of_the_values(string expression, double one, double other, bool mayGive) =>
        Speaks(expression, Series("clients{x=\"1\"}", one, one + 1), Series("clients{x=\"2\"}", other, other + 1)).Should().Be(mayGive);

    /// <summary>Where nothing ever came or went, nothing was lost.</summary>
    [TestCase(0, 0, new int[0])]
    [TestCase(0, 1, new[] { 0, 1, 2 })]
    public void What_a_rule_records_is_known_to_those_that_read_it(double from, double to, int[] speaking) => Speaking("""
        groups:
        - name: g
          rules:
          - {record: came, expr: 'sum(increase(connects[5m]))'}
          - {record: lost, expr: came - came offset 5m}
          - {alert: Lost, expr: 'max_over_time(lost[5m]) > 10'}
        """, [Series("connects", from, to)], true, alerts: true).Should().BeEquivalentTo(speaking);

    [Test]
    public void Rules_that_read_each_other_in_a_circle_may_give_anything() => Speaking("""
        groups:
        - name: g
          rules:
          - {record: more, expr: max(there) or more + 1}
          - {alert: Much, expr: more > 1000}
        """, [Series("there", 1)], true, alerts: true).Should().BeEquivalentTo([0, 1]);

    /// <summary>Prometheus would say that it cannot be evaluated, and so must a replay.</summary>
    [TestCase("code * on () other == 7", true)]
    [TestCase("code * on () missing == 7", false)]
    [TestCase("code * other == 7", false)]
    [TestCase("rate({x=\"1\"}[5m]) == 7", true)]
    [TestCase("label_replace(code, \"x\", \"\", \"\", \"\") == 7", true)]
    [TestCase("topk(scalar(missing), code) == 7", true)]
    [TestCase("code == 7 and on () other == 7", false)]
    public void What_may_fail_is_never_left_out(string expression, bool kept) => Speaks(expression, Series("code{x=\"1\"}", 1, 1), Series("other", 1)).Should().Be(kept);

    private static bool Speaks(string expression, params IReadOnlyList<SeriesValues> series) =>
        Speaking(JsonSerializer.Serialize(new { groups = new[] { new { name = "g", rules = new[] { new { alert = "A", expr = expression } } } } }), series, true, alerts: true).Any();

    private static IEnumerable<int> Speaking(string rules, IReadOnlyList<SeriesValues> series, bool fires, bool alerts) =>
        new SpeakingRules(new Dictionary<string, AlertRuleFile> { ["r.yml"] = AlertRuleFile.Parse(rules, "r.yml") }).In(series, _ => fires, alerts)["r.yml"];

    private static SeriesValues Series(string name, params IEnumerable<double> values) =>
        SeriesValues.Of(new MetricSeries(SeriesName.Parse(name), [.. values.Select((value, i) => new Sample(i * 1000, value))]));
}
