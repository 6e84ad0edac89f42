using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.Replaying;

namespace ValeoChaos.Core.Tests.Replaying;

/// <summary>What is left out of a replay must not be missed.</summary>
public sealed class RuleNeedsTests
{
    private static readonly TimeSpan Evaluation = TimeSpan.FromSeconds(30);

    [TestCase("a", 30, TestName = "an instant: the evaluation before")]
    [TestCase("rate(a[5m])", 330, TestName = "a window")]
    [TestCase("rate(a[5m] offset 1h)", 3930, TestName = "a window further back")]
    [TestCase("a offset -5m", 30, TestName = "an offset that looks ahead")]
    [TestCase("max_over_time(rate(a[5m])[10m:30s])", 930, TestName = "a window of windows")]
    [TestCase("max_over_time(rate(a[5m])[10m:] offset 1m)", 990, TestName = "a window of windows further back")]
    [TestCase("(b and (c or sum by (x) (rate(a{x=\"1\"}[1m])))) > 1", 90, TestName = "deep inside")]
    public void A_series_matters_for_as_long_as_the_rule_looks_back(string expression, int seconds) => Reach("a", Alert("A", expression)).Should().Be(seconds);

    [Test]
    public void It_matters_while_the_alert_waits_and_is_held() => Reach("a", Alert("A", "a > 1", hold: 300)).Should().Be(330);

    [Test]
    public void It_matters_for_as_long_as_the_longest_way_to_an_alert() =>
        Reach("a", Record("r", "rate(a[1m])"), Record("s", "r offset 2m"), Alert("A", "max_over_time(s[5m]) > 1", 60), Alert("B", "a > 1"))
            .Should().Be(60 + 30 + 300 + 30 + 120 + 30 + 60);

    [Test]
    public void It_matters_to_the_alerts_that_read_the_alert() =>
        Reach("a", Alert("A", "a > 1", 60), Alert("B", "max_over_time(ALERTS{alertname=\"A\"}[10m]) > 0", 300), Alert("C", "ALERTS_FOR_STATE{alertname=\"D\"}", 9999))
            .Should().Be(60 + 30 + 300 + 30 + 600);

    [TestCase("a and ALERTS offset 5m", TestName = "an alert that reads itself, ever further back")]
    [TestCase("a @ 100 > 1", TestName = "a moment that stands still")]
    [TestCase("max_over_time(a[1m:30s] @ end())", TestName = "the end")]
    public void It_matters_always_where_no_end_can_be_told(string expression) => Reach("a", Alert("A", expression)).Should().BeNull();

    [TestCase("a", "a{x=\"1\"}", true), TestCase("b", "a{x=\"1\"}", false)]
    [TestCase("a{x=\"1\"}", "a{x=\"1\"}", true), TestCase("a{x=\"2\"}", "a{x=\"1\"}", false), TestCase("a{x!=\"1\"}", "a{x=\"1\"}", false), TestCase("a{x!=\"1\"}", "a", true)]
    [TestCase("a{x=\"\"}", "a", true), TestCase("a{x=~\"5..\"}", "a{x=\"503\"}", true), TestCase("a{x=~\"5..\"}", "a{x=\"1503\"}", false)]
    [TestCase("a{x!~\"/(healthz|readyz)|/api/stream/.*\"}", "a{x=\"/api/stream/{channel}\"}", false), TestCase("a{x!~\"/(healthz|readyz)|/api/stream/.*\"}", "a{x=\"/api\"}", true)]
    [TestCase("{x=\"1\"}", "a{x=\"1\"}", true), TestCase("{__name__=~\"a|b\"}", "b", true), TestCase("{__name__=~\"a|b\"}", "c", false)]
    public void Only_what_a_selector_could_choose_is_loaded(string selector, string series, bool chosen) =>
        Needs(Alert("A", selector)).Any(need => need.MayChoose(SeriesName.Parse(series))).Should().Be(chosen);

    /// <summary>The two engines do not mean the same by every pattern; in doubt a series is loaded.</summary>
    [TestCase("a{x=~\"(?i)yes\"}"), TestCase("a{x=~\"\\\\d\"}"), TestCase("a{x=~\"[[:alpha:]]\"}")]
    public void What_could_be_read_otherwise_chooses_all(string selector) => Needs(Alert("A", selector)).Single().MayChoose(SeriesName.Parse("a{x=\"no\"}")).Should().BeTrue();

    private static double? Reach(string metric, params AskingRule[] rules) =>
        Needs(rules).Where(need => need.Selector.Name == metric).Select(need => need.Reach) is var reaches && reaches.Contains(null) ? null : reaches.Max()!.Value.TotalSeconds;

    private static IReadOnlyList<SeriesNeed> Needs(params AskingRule[] rules) => RuleNeeds.Of(rules, Evaluation);

    private static AskingRule Alert(string name, string expression, int hold = 0) => new(name, true, expression, TimeSpan.FromSeconds(hold));

    private static AskingRule Record(string name, string expression) => new(name, false, expression, TimeSpan.Zero);
}
