using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Replaying;
using ValeoChaos.Core.Reporting;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Lab;
using ValeoChaos.Lab.Monitoring;
using ValeoChaos.Lab.Recordings;

namespace ValeoChaos.RulesTests.Replay;

/// <summary>Rules judged by a run that is over. Every test has a run in which it would be otherwise.</summary>
public sealed class ReplayTests
{
    private static readonly string Corrected = ProjectFiles.Read("monitoring", "rules", "corrected.yml");

    [Test]
    public async Task The_right_rules_fire_for_the_cause_and_are_silent_otherwise()
    {
        var report = await ReplayAsync(Corrected, new MadeRun());
        report.Matrix.Rows.Single().Cells.Values.Should().OnlyContain(cell => cell.State == CellState.Proved);
        report.Matrix.Outcome.Should().Be(Outcome.Pass);
        var alert = report.Runs.Single().Alerts.Single();
        alert.Took.Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(3), "a minute of production time").And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(5.25), "a scrape and an evaluation later");
        alert.ResolvedAt.Should().BeCloseTo(TimeSpan.FromSeconds(11.1), TimeSpan.FromSeconds(1.2), "the symptom ends after ten seconds");
    }

    [Test]
    public async Task A_break_of_the_symptom_that_the_rule_does_not_see_makes_it_no_quicker()
    {
        var steady = (await ReplayAsync(Corrected, new MadeRun())).Runs.Single().Alerts.Single();
        var paused = await ReplayAsync(Corrected, new MadeRun { Paused = steady.FiredAt - TimeSpan.FromSeconds(0.5) });
        paused.Runs.Single().Alerts.Single().Should().Be(steady);
    }

    [Test]
    public async Task A_rule_that_waits_ten_times_as_long_does_not_fire()
    {
        var report = await ReplayAsync(Corrected.Replace("for: 1m", "for: 10m", StringComparison.Ordinal), new MadeRun());
        Cell(report, Aspect.Fires).Should().Match<MatrixCell>(c => c.State == CellState.Failed && c.Note.Contains("never fired in the 10.0 s", StringComparison.Ordinal));
        Cell(report, Aspect.SilentOtherwise).State.Should().Be(CellState.Proved);
        report.Matrix.Outcome.Should().Be(Outcome.Fail);
    }

    [Test]
    public async Task A_recording_without_the_fault_in_it_fires_nothing() =>
        Cell(await ReplayAsync(Corrected, new MadeRun { Scraped = false }), Aspect.Fires).State.Should().Be(CellState.Failed);

    [Test]
    public async Task A_rule_that_nobody_expects_is_a_false_alarm()
    {
        var report = await ReplayAsync(
            Corrected + "\n      - {alert: Sleepless, expr: 'max(probe_http_status_code) >= 503', labels: {severity: info}}\n", new MadeRun());
        Cell(report, Aspect.SilentOtherwise).Should().Match<MatrixCell>(c => c.State == CellState.Failed && c.Note.Contains("Sleepless fired at +", StringComparison.Ordinal));
        Cell(report, Aspect.Fires).State.Should().Be(CellState.Proved);
    }

    [Test]
    public async Task A_rule_that_fires_before_its_cause_proves_nothing()
    {
        var report = await ReplayAsync(Corrected.Replace("        probe_http_status_code{job=\"valeo-erp-readyz\"} == 503\n", "        probe_http_status_code{job=\"valeo-erp-readyz\"} >= 200\n", StringComparison.Ordinal), new MadeRun());
        Cell(report, Aspect.SilentOtherwise).Note.Should().Contain("DatabaseDown calm before the fault");
        Cell(report, Aspect.Fires).State.Should().Be(CellState.Failed);
    }

    [Test]
    public async Task A_wrong_severity_is_no_proof() =>
        Cell(await ReplayAsync(Corrected.Replace("severity: critical", "severity: info", StringComparison.Ordinal), new MadeRun()), Aspect.Fires).State.Should().Be(CellState.Failed);

    /// <summary>Else an interval of luck would be in every time.</summary>
    [TestCase(0), TestCase(0.4), TestCase(1.2)]
    public async Task Rules_are_evaluated_when_the_live_Prometheus_did(double phase)
    {
        var report = await ReplayAsync(Corrected, new MadeRun { Phase = TimeSpan.FromSeconds(phase) });
        var fired = report.Runs.Single().Alerts.Single().FiredAt!.Value;
        // The injection is 35 s before the moment that the phase counts from: two thirds of an interval after an evaluation.
        ((fired.TotalSeconds + 100.0 - phase - 0.5 + 1.5) % 1.5).Should().BeApproximately(1, 0.5);
    }

    [Test]
    public async Task Rules_without_an_alert_for_a_cause_are_asked_for_silence_only()
    {
        var report = await ReplayAsync("groups: [{name: other, rules: [{alert: Quiet, expr: 'up == 7'}]}]", new MadeRun());
        report.Matrix.Rows.Single().Cells.Keys.Should().Equal(Aspect.SilentOtherwise);
        report.Missing.Should().Equal("DatabaseDown");
        report.Matrix.Outcome.Should().Be(Outcome.Pass);
    }

    [Test]
    public async Task Rules_as_written_are_told_of_and_decide_nothing()
    {
        var runbook = new ReplayRules("runbook.yml", ProjectFiles.Read("monitoring", "rules", "runbook.yml"), ReplayRole.AsWritten);
        var report = await ReplayAsync([Required(Corrected), runbook], new MadeRun());
        report.Matrix.Rules.Should().ContainSingle().Which.Should().Match<RuleRow>(r => r.Alert == "DatabaseDown" && r.Behaviour == RuleBehaviour.NeverFired);
        report.Matrix.Outcome.Should().Be(Outcome.Pass);
    }

    /// <summary>Events come twenty times as fast in a lab, and a number of them per second does not know that.</summary>
    [Test]
    public async Task A_rule_that_another_speed_decides_otherwise_is_named()
    {
        (await ReplayAsync("groups: [{name: other, rules: [{alert: Errors, expr: 'rate(api_requests_total[5m]) > 0.05'}]}]", new MadeRun()))
            .Warnings.Should().ContainSingle().Which.Should().StartWith("my.yml, line 1: Errors compares events per second with a number");
        (await ReplayAsync(Corrected, new MadeRun())).Warnings.Should().BeEmpty();
    }

    /// <summary>No value of a recording meets the one, no series is there for the other, and the third would have to see a fault that was not scraped.</summary>
    [Test]
    public async Task Rules_that_could_fire_in_no_recording_are_named_for_their_silence_means_nothing()
    {
        const string rules = """
            groups:
            - name: other
              rules:
              - {alert: Seven, expr: up == 7}
              - {alert: NoSeries, expr: nobody_exports_this > 0}
              - {alert: Down, expr: 'probe_http_status_code{job="valeo-erp-readyz"} == 503'}
            """;
        (await ReplayAsync(rules, new MadeRun(), new MadeRun { Scraped = false })).Mute.Should().Equal("my.yml, line 4: Seven", "my.yml, line 5: NoSeries");
        (await ReplayAsync(rules, new MadeRun { Scraped = false })).Mute.Should().Equal("my.yml, line 4: Seven", "my.yml, line 5: NoSeries", "my.yml, line 6: Down");
    }

    [Test]
    public async Task A_rule_that_cannot_be_evaluated_fails_with_the_words_of_Prometheus()
    {
        var report = await ReplayAsync("groups: [{name: other, rules: [{alert: Broken, expr: 'up * on (job) up > 0'}]}]", new MadeRun());
        report.Matrix.Outcome.Should().Be(Outcome.Fail);
        report.Runs.Single().Verdict.Checks.Should().Contain(c => c.Seen.Contains("many-to-many", StringComparison.Ordinal));
    }

    [Test]
    public async Task Rules_that_Prometheus_cannot_load_are_one_error_with_the_users_file() =>
        await FluentActions.Awaiting(() => ReplayAsync("groups: [{name: other, rules: [{alert: Broken, expr: 'up >'}]}]", new MadeRun(), new MadeRun()))
            .Should().ThrowAsync<RuleFileException>().WithMessage("Prometheus cannot load these rules:*my.yml: *could not parse expression*");

    private static MatrixCell Cell(ReplayReport report, Aspect aspect) => report.Matrix.Rows.Single().Cells[aspect];

    private static ReplayRules Required(string text) => new("my.yml", text, ReplayRole.Required);

    private static Task<ReplayReport> ReplayAsync(string rules, params MadeRun[] runs) => ReplayAsync([Required(rules)], runs);

    private static async Task<ReplayReport> ReplayAsync(IReadOnlyList<ReplayRules> rules, params MadeRun[] runs)
    {
        using var folder = WorkFolder.Create("recordings");
        return await new RuleReplay(new Promtool(), 1).RunAsync(rules, [.. runs.Select((run, n) => run.In(folder, $"run{n}"))], CancellationToken.None);
    }
}
