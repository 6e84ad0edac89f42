using System.Text.RegularExpressions;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.RuleTests;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Lab;
using ValeoChaos.Lab.Monitoring;
using ValeoChaos.Lab.RuleTests;
using ValeoChaos.Scenarios;

namespace ValeoChaos.RulesTests;

/// <summary>Tests that are computed from the catalogue: they are what it gives, they hold, and each of them can fail.</summary>
public sealed partial class GeneratedTestsTests
{
    private static readonly IReadOnlyList<Scenario> Scenarios = VirtualScenarios.WithCatalogue;

    private static IEnumerable<Scenario> Paging => Scenarios.Where(s => !s.IsQuiet);

    /// <summary>With every test computed, so that those that run side by side only read.</summary>
    private static readonly Lazy<(RuleTestRun Run, IReadOnlyDictionary<string, string> Texts)> Computed = new(() =>
    {
        var run = new RuleTestRun(new Promtool(), Scenarios);
        return (run, run.Generate());
    });

    private static RuleTestRun Run => Computed.Value.Run;

    private static string Corrected => File.ReadAllText(Path.Combine(RuleTool.Folder, "corrected.yml"));

    [Test]
    public void The_committed_files_are_what_the_catalogue_gives_now() => RuleTestFiles.Stale(Computed.Value.Texts).Should().BeEmpty();

    [Test]
    public void A_file_that_was_changed_is_missing_or_belongs_to_no_scenario_is_named()
    {
        var generated = Computed.Value.Texts.ToDictionary();
        generated["tests/generated/DatabaseDown/flooded.test.yml"] = "";
        generated["tests/generated/DatabaseDown/hanging.test.yml"] += "\n";
        generated.Remove("tests/generated/DatabaseDown/network-partition.test.yml");
        RuleTestFiles.Stale(generated).Should().Equal(
            "tests/generated/DatabaseDown/flooded.test.yml is missing",
            "tests/generated/DatabaseDown/network-partition.test.yml belongs to no scenario",
            "tests/generated/DatabaseDown/hanging.test.yml is not what its scenario gives now");
    }

    /// <summary>That all of them hold, in production time and squeezed, is looked at in <see cref="VirtualTimeTests"/>.</summary>
    [Test]
    public async Task Right_rules_pass_the_tests_of_whoever_is_chosen()
    {
        Scenario[] chosen = [DatabaseDown.PostgreSqlPodDown, ErrorRateHigh.UpstreamDown, QuietDay.ScaledDown];
        var results = await Run.RunAsync(chosen, null, CancellationToken.None);
        results.Scenarios.SelectMany(s => s.Problems).Should().BeEmpty();
        results.Scenarios.Select(s => s.Case.Scenario).Should().Equal(chosen);
        results.Passed.Should().BeTrue();
    }

    /// <summary>With the page's own rules and those that they ask for: the others cost most of the time.</summary>
    [Test]
    public async Task Each_test_of_a_page_notices_that_its_rule_waits_for_one_more_decision()
    {
        foreach (var same in Paging.GroupBy(s => s.Alerts[0].Alert))
            await AllFailAsync(same, RuleYaml.NamedIn(same.Key, Waiting().Replace(Corrected, "${1}30s")), UpToTheFiring);
    }

    [Test]
    public async Task Each_test_of_a_look_alike_notices_a_rule_that_always_fires() =>
        await AllFailAsync(Scenarios.Except(Paging), "groups: [{name: valeo-erp-corrected, rules: [{alert: Always, expr: vector(1)}]}]", (_, text) => text);

    [Test]
    public async Task What_is_wrong_is_told_in_a_line_with_scenario_alert_and_both_times_or_texts()
    {
        var wrong = Corrected.Replace("for: 1m\n", "for: 2m\n", StringComparison.Ordinal)
            .Replace("> 0.05", "> 0.5", StringComparison.Ordinal)
            .Replace(" unless on (namespace) namespace:sse_planned_churn", "", StringComparison.Ordinal)
            .Replace("summary: \"High latency detected\"", "summary: \"Slow\"", StringComparison.Ordinal);
        var problems = await ProblemsAsync(wrong, DatabaseDown.PostgreSqlPodDown, ErrorRateHigh.UpstreamDown, QuietDay.ScaledDown, LatencyHigh.DatabaseLatency);
        problems.Should().Equal(
            "DatabaseDown/postgresql-pod-down: DatabaseDown: expected to fire at 11m30s, got 12m30s (1m late)",
            "ErrorRateHigh/upstream-down: ErrorRateHigh: expected to fire at 16m, got silence",
            "QuietDay/scaled-down: SSEDisconnectsHigh: expected silence, got it firing from 15m30s to 20m30s",
            "LatencyHigh/database-latency: LatencyHigh: at 18m expected summary \"High latency detected\", got \"Slow\"");
    }

    [Test]
    public async Task Rules_without_an_alert_of_that_name_are_refused()
    {
        var act = () => ProblemsAsync(Corrected.Replace("alert: LatencyHigh", "alert: Slow", StringComparison.Ordinal), LatencyHigh.SlowQueries);
        await act.Should().ThrowAsync<RuleFileException>().WithMessage("*LatencyHigh is missing*");
    }

    [Test]
    public void Every_alert_and_every_escalation_fires_in_one_of_them()
    {
        var promised = RuleTestFiles.Promised(Scenarios);
        var cases = Scenarios.Select(Run.CaseOf).ToList();
        cases.SelectMany(c => c.Pages).Select(p => p.Alert).Distinct().Should().BeEquivalentTo(promised.Alerts);
        var escalations = AlertRuleFile.Parse(File.ReadAllText(Path.Combine(RuleTool.Folder, "escalation.yml")), "escalation.yml").Alerts;
        cases.SelectMany(c => c.Escalations).Select(e => (e.Span.Alert, e.Expected.Team, e.Expected.After)).Distinct()
            .Should().BeEquivalentTo(escalations.Select(e => (e.Alert, e.Labels["escalate_to"], e.For)));
    }

    [TestCase(5), TestCase(20), TestCase(60)]
    public void Every_one_can_be_scaled(double speed)
    {
        foreach (var (path, text) in RuleTestFiles.Committed)
            new TimeScale(speed).ScaleRuleTests(text, path).Should().NotBe(text);
    }

    [Test]
    public void They_are_for_the_clock_that_the_monitoring_has()
    {
        var configuration = File.ReadAllText(Path.Combine(RuleTool.Folder, "..", "prometheus.yml"));
        configuration.Should().Contain($"scrape_interval: {PrometheusDuration.Format(Beat.Look)}").And.Contain($"evaluation_interval: {PrometheusDuration.Format(Beat.Decision)}");
    }

    private static async Task AllFailAsync(IEnumerable<Scenario> scenarios, string corrected, Func<RuleTestCase, string, string> cut)
    {
        corrected.Should().NotBe(Corrected, "otherwise nothing is wrong");
        var committed = RuleTestFiles.Committed;
        var tests = scenarios.Select(Run.CaseOf).ToDictionary(RuleTestFiles.PathOf, test => cut(test, committed[RuleTestFiles.PathOf(test)]));
        var reports = await new RuleTestBench(new Promtool()).RunAsync(new Dictionary<string, string> { ["corrected.yml"] = corrected }, tests, CancellationToken.None);
        reports.Select(r => r.File).Should().Equal(tests.Keys);
        reports.Where(r => r.Passed).Select(r => r.File).Should().BeEmpty("each must notice this");
        reports.Select(r => r.Reason).Should().NotContain(reason => reason!.Contains("error", StringComparison.Ordinal), "a rule that cannot be read is no wrong rule");
    }

    /// <summary>Without what is asked later: a part that notices is enough, and an hour of decisions takes its time.</summary>
    private static string UpToTheFiring(RuleTestCase test, string text)
    {
        var kept = true;
        return string.Join('\n', text.Split('\n').Where(line =>
        {
            if (Asked().Match(line) is { Success: true } asked)
                kept = PrometheusDuration.Parse(asked.Groups[1].Value) <= Beat.At(test.Pages[0].Fires);
            else if (!line.StartsWith("        ", StringComparison.Ordinal))
                kept = true;
            return kept;
        }));
    }

    private static async Task<IReadOnlyList<string>> ProblemsAsync(string corrected, params IReadOnlyList<Scenario> scenarios)
    {
        corrected.Should().NotBe(Corrected, "otherwise nothing is wrong");
        using var folder = WorkFolder.Create("rules");
        var file = Path.Combine(folder.FullName, "mine.yml");
        await File.WriteAllTextAsync(file, corrected);
        return [.. (await Run.RunAsync(scenarios, file, CancellationToken.None)).Scenarios.SelectMany(s => s.Problems)];
    }

    [GeneratedRegex(@"(for: \d+m)")]
    private static partial Regex Waiting();

    [GeneratedRegex(@"^      - \{?eval_time: (\w+)")]
    private static partial Regex Asked();
}
