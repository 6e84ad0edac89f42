using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.Recordings;

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
            .In([new SeriesName("loaded", new Dictionary<string, string> { ["status"] = "200" })], _ => pages, alerts)["r.yml"].Should().BeEquivalentTo(speaking);

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
        SpeakingRules.MayGive(PromQlParser.Parse(expression), selector => selector.Name == "there").Should().Be(mayGive);
}
