using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Load;
using ValeoChaos.Core.RuleTests;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Scenarios;

namespace ValeoChaos.Core.Tests.RuleTests;

/// <summary>When alerts must fire, by arithmetic: the window of five minutes, the threshold, and how long the rule waits.</summary>
public sealed class RuleTestCaseTests
{
    private static readonly PromisedRules Promised = new(Rules("runbook.yml"), Rules("corrected.yml"), Rules("escalation.yml"), ScenarioCatalog.All);

    /// <summary>
    /// A third of the requests fails, at the look at 10m15s for the first time and then for five seconds only: at 10m30s a third of
    /// 4/3 of the window's 20 looks, 2.2 %; at 11m of 10/3, 5.6 %.
    /// </summary>
    [Test]
    public void An_outage_of_a_third_is_five_percent_of_the_window_at_eleven()
    {
        var page = RuleTestCase.Of(ErrorRateHigh.UpstreamDown, Promised).Pages.Should().ContainSingle().Subject;
        (page.Alert, Beat.Text(page.Pending), Beat.Text(page.Fires)).Should().Be(("ErrorRateHigh", "11m", "16m"));
    }

    /// <summary>
    /// At 10m30s the five seconds of the rush are 37 labels a second in a window of 295 s of 4 requests and 5 s of 40: 13.5 %. The labels
    /// of the load itself would be 0.6 %.
    /// </summary>
    [Test]
    public void A_rush_of_slow_requests_is_counted_with_the_slow_ones()
    {
        var page = RuleTestCase.Of(LatencyHigh.HighLoad, Promised).Pages.Should().ContainSingle().Subject;
        (page.Alert, Beat.Text(page.Pending)).Should().Be(("LatencyHigh", "10m30s"));
    }

    /// <summary>Held for a minute after the page, so to 17m. A third of what is left of 2m30s is 5 % once 23 s are left: at 19m30s.</summary>
    [Test]
    public void It_resolves_when_the_shorter_window_is_clean_enough() => Beat.Text(Resolves(ErrorRateHigh.UpstreamDown)).Should().Be("19m30s");

    /// <summary>Seen at 10m15s, decided at 10m30s, a minute of for; held for a minute, and gone at the look at 12m45s.</summary>
    [Test]
    public void A_database_that_is_gone_pages_a_minute_after_the_decision_that_sees_it()
    {
        var page = RuleTestCase.Of(DatabaseDown.PostgreSqlPodDown, Promised).Pages.Should().ContainSingle().Subject;
        (Beat.Text(page.Pending), Beat.Text(page.Fires), Beat.Text(page.Resolves!.Value)).Should().Be(("10m30s", "11m30s", "13m"));
    }

    /// <summary>Lost at 10m15s, so in the window until 15m, and remembered for five and a half minutes.</summary>
    [Test]
    public void A_burst_of_lost_streams_is_remembered() => Beat.Text(Resolves(SseDisconnectsHigh.PodRestarts)).Should().Be("21m");

    [Test]
    public void A_page_that_nobody_answers_wakes_the_next_after_the_runbooks_time()
    {
        var test = RuleTestCase.Of(ErrorRateHigh.UpstreamDown.Unanswered(TimeSpan.FromMinutes(15)), Promised);
        Beat.Text(test.Escalations.Should().ContainSingle().Subject.Span.Fires).Should().Be("31m");
    }

    [Test]
    public void A_page_that_is_over_before_wakes_nobody_further() => RuleTestCase.Of(
        ErrorRateHigh.UpstreamDown with { Alerts = [ErrorRateHigh.UpstreamDown.Alerts[0] with { Escalations = [new EscalationExpectation("team-lead", TimeSpan.FromMinutes(15))] }] },
        Promised).Escalations.Should().BeEmpty();

    [TestCase(16, 19, 7, "")]
    [TestCase(15.5, 19, 8, "ErrorRateHigh/upstream-down: ErrorRateHigh: expected to fire at 16m, got 15m30s (30s early)")]
    [TestCase(16, 20, 9, "ErrorRateHigh/upstream-down: ErrorRateHigh: expected to resolve at 19m30s, got 20m30s (1m late)")]
    [TestCase(16, 24.5, 18, "ErrorRateHigh/upstream-down: ErrorRateHigh: expected to resolve at 19m30s, got still firing at the end (5m30s late)")]
    [TestCase(16, 19, 5, "ErrorRateHigh/upstream-down: ErrorRateHigh: expected to fire without a gap at 7 decisions, got 5")]
    public void What_was_seen_is_compared_with_what_was_computed(double first, double last, int decisions, string difference)
    {
        var seen = new SeenAlert("ErrorRateHigh", "", TimeSpan.FromMinutes(first), TimeSpan.FromMinutes(last), decisions);
        string.Join('\n', SeenAlerts.Differences(RuleTestCase.Of(ErrorRateHigh.UpstreamDown, Promised), [seen])).Should().Be(difference);
    }

    [Test]
    public void Whoever_is_woken_without_being_expected_is_named()
    {
        var seen = new SeenAlert("SSEDisconnectsHigh", "cto", TimeSpan.FromMinutes(70), TimeSpan.FromMinutes(71), 3);
        SeenAlerts.Differences(RuleTestCase.Of(QuietDay.OfficeHours, Promised), [seen])
            .Should().Equal("QuietDay/office-hours: SSEDisconnectsHigh to cto: expected silence, got it firing from 1h10m to 1h11m");
    }

    [Test]
    public void A_fault_that_gives_the_alert_no_reason_is_refused() => Refused(
        ErrorRateHigh.UpstreamDown with { Fault = new GoodRelease() }, "ErrorRateHigh/upstream-down: the scenario expects ErrorRateHigh, and by what good-release looks like nothing is a reason for it.");

    [Test]
    public void A_look_alike_that_must_page_is_refused() => Refused(
        QuietDay.PodMoved with { Fault = new UpstreamDown(), Load = LoadProfiles.Shipping }, "QuietDay/pod-moved: ErrorRateHigh must be firing at 16m by what upstream-down looks like, and the scenario does not expect it.");

    [Test]
    public void A_share_that_meets_its_bound_to_the_dot_is_refused() => Refused(
        QuietDay.SlowRareEndpoint with { Load = Statements(19) }, "QuietDay/slow-rare-endpoint: a share meets its bound to the dot*");

    [Test]
    public void A_share_just_below_its_bound_is_silent() =>
        RuleTestCase.Of(QuietDay.SlowRareEndpoint with { Load = Statements(20) }, Promised).Pages.Should().BeEmpty();

    private static LoadProfile Statements(int others) => LoadProfiles.OfficeHours with
    {
        ArrivalRate = 40, Requests = [new RequestTemplate("GET", "/api/v1/articles", others), new RequestTemplate("GET", "/api/v1/customers/42/statement")],
    };

    private static int Resolves(Scenario scenario) => RuleTestCase.Of(scenario, Promised).Pages.Should().ContainSingle().Subject.Resolves!.Value;

    private static void Refused(Scenario scenario, string message)
    {
        var of = () => RuleTestCase.Of(scenario, Promised);
        of.Should().Throw<RuleTestException>().WithMessage(message);
    }

    private static AlertRuleFile Rules(string file) => AlertRuleFile.Parse(RepositoryFiles.Read("fixtures", "monitoring", "rules", file), file);
}
