using ValeoChaos.Core.Mutations;
using ValeoChaos.Lab;
using ValeoChaos.Lab.Monitoring;
using ValeoChaos.Lab.Mutations;
using ValeoChaos.Lab.Recordings;

namespace ValeoChaos.RulesTests.Mutations;

/// <summary>Mutants of a tiny rule file, judged by promtool.</summary>
public sealed class MutationRunTests
{
    private const string Rules = """
        groups:
        - name: g
          interval: 1m
          rules:
          - record: queue:length
            expr: sum(length)
          - alert: Long
            expr: queue:length > 10
            for: 1m
            labels: {severity: critical}
        """;

    /// <summary>Ten are silent, eleven are pending for a minute and fire, and nine of two are no eighteen.</summary>
    private const string Strong = """
        rule_files: [../rules.yml]
        evaluation_interval: 1m
        tests:
        - interval: 1m
          input_series:
          - {series: 'length{queue="a"}', values: '9 9 9 10 10 10'}
          - {series: 'length{queue="b"}', values: '1 1 1 1 1 1'}
          alert_rule_test:
          - {eval_time: 2m, alertname: Long, exp_alerts: []}
          - {eval_time: 3m, alertname: Long, exp_alerts: []}
          - {eval_time: 4m, alertname: Long, exp_alerts: [{exp_labels: {severity: critical}}]}
          - {eval_time: 5m, alertname: Long, exp_alerts: [{exp_labels: {severity: critical}}]}
        """;

    private const string Weak = """
        rule_files: [../rules.yml]
        evaluation_interval: 1m
        tests:
        - interval: 1m
          input_series:
          - {series: 'length{queue="a"}', values: '8 8 8 10 10 10'}
          - {series: 'length{queue="b"}', values: '1 1 1 1 1 1'}
          alert_rule_test:
          - {eval_time: 2m, alertname: Long, exp_alerts: []}
          - {eval_time: 3m, alertname: Long, exp_alerts: []}
          - {eval_time: 4m, alertname: Long, exp_alerts: [{exp_labels: {severity: critical}}]}
        """;

    [Test]
    public async Task Strong_tests_notice_every_mutant()
    {
        var report = await RunAsync(Request(Strong));
        report.Survivors.Should().BeEmpty();
        report.Score.Should().Be(100);
        report.Mutants.Select(m => m.Mutant.Operator).Distinct().Should().BeEquivalentTo(
            [MutationOperator.Aggregation, MutationOperator.Comparison, MutationOperator.Threshold, MutationOperator.For, MutationOperator.Severity]);
    }

    [Test]
    public async Task Weak_tests_name_the_survivors_and_the_missing_case()
    {
        var report = await RunAsync(Request(Weak));
        report.Score.Should().BeLessThan(100);
        MutationText.Survivors(report).Should().Equal(
            "rules.yml:8: Long: > 10 -> >= 10\n    missing: a moment at which queue:length is exactly 10",
            "rules.yml:8: Long: > 10 -> > 9\n    missing: a moment at which queue:length lies between the bounds that 10 and 9 give, or on one of them");
    }

    [Test]
    public async Task What_only_a_test_by_hand_notices_is_told_apart()
    {
        var report = await RunAsync(Request(Weak) with { ByHand = new Dictionary<string, string> { ["tests/strong.test.yml"] = Strong } });
        report.Of(MutantJudge.ByHand).Should().Be(2);
        report.ScoreWithTestsByHand.Should().Be(100);
        report.Score.Should().BeLessThan(100);
    }

    [Test]
    public async Task A_mark_that_a_test_refutes_is_an_error_and_another_is_believed()
    {
        var marked = Rules.Replace("    for: 1m", "    # valeo-chaos: equivalent \"> 10 -> >= 10\" because nobody looks\n    for: 1m", StringComparison.Ordinal);
        (await RunAsync(Request(Strong) with { Text = marked })).MarkProblems
            .Should().Equal("rules.yml, line 9: > 10 -> >= 10 is not equivalent, tests/some.test.yml notices it. Take the mark away");
        var weak = await RunAsync(Request(Weak) with { Text = marked });
        weak.MarkProblems.Should().BeEmpty();
        weak.Survivors.Select(s => s.Mutant.Change).Should().Equal("> 10 -> > 9");
    }

    [Test]
    public async Task One_rule_alone_has_its_mutants_alone() =>
        (await RunAsync(Request(Strong) with { Rule = "queue:length" })).Mutants.Select(m => m.Mutant.Rule).Distinct().Should().Equal("queue:length");

    [Test]
    public async Task A_test_that_fails_anyway_is_an_error()
    {
        var run = () => RunAsync(Request(Strong.Replace("exp_labels: {severity: critical}", "exp_labels: {severity: page}", StringComparison.Ordinal)));
        await run.Should().ThrowAsync<LabException>().WithMessage("tests/some.test.yml fails with rules.yml as it is:*");
    }

    /// <summary>An outage that the mutant sleeps through: no unit test is asked.</summary>
    [Test]
    public async Task A_recording_notices_what_no_unit_test_does()
    {
        var request = Replayed("""
              - alert: DatabaseDown
                expr: probe_http_status_code{job="valeo-erp-readyz"} == 503
            """, "DatabaseDown", "DatabaseDown-wrong-credentials");
        var report = await RunAsync(request);
        report.Mutants.Single(m => m.Mutant.Label == "== 503 -> == 504").Should().Match<JudgedMutant>(m =>
            m.Judge == MutantJudge.Replay && m.By == "recording DatabaseDown-wrong-credentials");
    }

    /// <summary>Fifteen milliseconds are less than one at twenty times, where that rule cannot be asked.</summary>
    [Test]
    public async Task A_recording_is_asked_at_its_own_speed()
    {
        var request = Replayed("""
              - alert: ErrorRateHigh
                expr: api_requests_total{job="valeo-erp", status="500"} offset 15ms > 0
            """, "ErrorRateHigh", "DatabaseDown-wrong-credentials", "ErrorRateHigh-bad-release");
        (await RunAsync(request)).Mutants.Single(m => m.Mutant.Label == "> 0 -> < 0").By.Should().Be("recording ErrorRateHigh-bad-release", "it was recorded at ten times");
    }

    /// <summary>The first alert fires as before: only its reader sees its severity.</summary>
    [Test]
    public async Task A_recording_notices_what_only_the_reader_of_an_alert_shows()
    {
        var request = Replayed("""
              - alert: Unready
                expr: probe_http_status_code{job="valeo-erp-readyz"} == 503
                labels: {severity: critical}
              - alert: DatabaseDown
                expr: ALERTS{alertname="Unready", severity="critical"}
                labels: {severity: critical}
            """, "Unready", "DatabaseDown-wrong-credentials");
        (await RunAsync(request)).Mutants.Where(m => m.Mutant.Operator is MutationOperator.Severity).Should().NotBeEmpty()
            .And.OnlyContain(m => m.By == "recording DatabaseDown-wrong-credentials");
    }

    [Test]
    public async Task Nothing_stays_behind_when_it_is_cancelled()
    {
        var before = Left();
        using var cancel = new CancellationTokenSource();
        // A name of its own, for others of these tests have folders at the same time.
        var request = Request(Strong) with { Generated = new Dictionary<string, string> { ["tests/cancelled.test.yml"] = Strong } };
        var run = () => new MutationRun(new Promtool(), request, CancelAmongMutants).RunAsync(cancel.Token);
        await run.Should().ThrowAsync<OperationCanceledException>();
        Left().Except(before).Where(folder => File.Exists(Path.Combine(folder, "right", "tests", "cancelled.test.yml"))).Should().BeEmpty();

        void CancelAmongMutants(string progress)
        {
            if (progress.Contains("mutants", StringComparison.Ordinal))
                cancel.Cancel();
        }

        static string[] Left() => Directory.GetDirectories(Path.GetTempPath(), "valeo-chaos-mutants-*");
    }

    private static MutationRequest Request(string test) => new()
    {
        Source = "rules.yml", Text = Rules, LoadedAs = "rules.yml", Generated = new Dictionary<string, string> { ["tests/some.test.yml"] = test },
    };

    /// <summary>Mutants of one rule that recordings alone are asked about.</summary>
    private static MutationRequest Replayed(string rules, string rule, params IReadOnlyList<string> recordings) => new()
    {
        Source = "rules.yml", Text = $"groups:\n- name: g\n  interval: 30s\n  rules:\n{rules}\n", LoadedAs = "rules.yml", Rule = rule,
        Recordings = [.. recordings.SelectMany(name => RecordingFolder.Find(ProjectFiles.Fixture("recordings", name)))],
    };

    private static Task<MutationReport> RunAsync(MutationRequest request) => new MutationRun(new Promtool(), request, _ => { }).RunAsync(CancellationToken.None);
}
