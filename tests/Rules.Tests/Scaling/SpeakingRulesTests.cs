using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.RuleChecks.Analysis;

namespace ValeoChaos.RulesTests.Scaling;

/// <summary>A rule that is left out of a test must not be able to give anything in it.</summary>
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
        new SpeakingRules(new Dictionary<string, string> { ["r.yml"] = Rules })
            .In([new LoadedSeries(new SeriesName("loaded", new Dictionary<string, string> { ["status"] = "200" }), ValueRange.Any)], _ => pages, alerts)["r.yml"].Should().BeEquivalentTo(speaking);

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
    public void Nothing_comes_of_nothing(string expression, bool mayGive) =>
        SpeakingRules.MayGive(PromQlParser.Parse(expression), selector => selector.Name == "there" ? ValueRange.Any : ValueRange.Nothing).Should().Be(mayGive);

    [TestCase("code == 503", false)]
    [TestCase("code offset 30s == 503", false)]
    [TestCase("code == 503 or last_over_time(code[45s]) == 503", false)]
    [TestCase("avg_over_time((code == bool 503)[3m:15s]) > 0.5", false)]
    [TestCase("avg_over_time((code == bool 200)[3m:15s]) > 0.5", true)]
    [TestCase("code == 200", true)]
    [TestCase("code > 0", true)]
    [TestCase("code unless code == 503", true)]
    [TestCase("absent(code == 503)", true)]
    [TestCase("vector(scalar(code == 503)) != 1", true)]
    [TestCase("sum(code) == 503", true)]
    [TestCase("rate(code[5m]) > 0", true)]
    public void Nothing_comes_of_a_condition_that_no_value_meets(string expression, bool mayGive) =>
        SpeakingRules.MayGive(PromQlParser.Parse(expression), _ => new ValueRange(200, 200)).Should().Be(mayGive);

    [TestCase("200x100", 200, 200)]
    [TestCase("_x3 5+2x10 stale 7-3.5x4", -7, 25)]
    [TestCase("1 2 _ -3", -3, 2)]
    [TestCase("_ stale", double.PositiveInfinity, double.NegativeInfinity)]
    [TestCase("1 NaN", double.NegativeInfinity, double.PositiveInfinity)]
    public void The_values_of_a_series_are_read_as_promtool_does(string values, double least, double most) =>
        LoadedSeries.Of(new SeriesName("loaded", new Dictionary<string, string>()), values).Values.Should().Be(new ValueRange(least, most));
}
