using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.RuleChecks;
using ValeoChaos.Lab;
using ValeoChaos.Lab.RuleChecks;

namespace ValeoChaos.RulesTests.RuleChecks;

/// <summary>Whole checks, of this repository's rules and of others.</summary>
public sealed class SessionTests
{
    private static readonly string Folder = Path.GetDirectoryName(CheckBatch.MetricsFile)!;

    private static readonly CheckRequest Everything = new()
    {
        Files = [], Metrics = [$"valeo-erp={CheckBatch.MetricsFile}"], ScrapeConfig = ProjectFiles.Fixture("monitoring", "prometheus.yml"),
        Runbook = ProjectFiles.Fixture("runbooks", "alert-runbook.de.md"), Alertmanager = ProjectFiles.Fixture("monitoring", "alertmanager.yml"),
    };

    private static readonly string[] OfTheRunbook =
    [
        "VC101 SSEDisconnectsHigh", "VC102 ErrorRateHigh", "VC104 SSEDisconnectsHigh", "VC105 ErrorRateHigh", "VC106 ErrorRateHigh", "VC107 LatencyHigh", "VC108 LatencyHigh",
        "VC203 DatabaseDown", "VC204 DatabaseDown", "VC303 ErrorRateHigh", "VC402 DatabaseDown", "VC501 DatabaseDown", "VC501 ErrorRateHigh", "VC501 LatencyHigh", "VC501 SSEDisconnectsHigh",
    ];

    private static readonly string[] OfTheShop =
    [
        "VC101 QueueLost", "VC103 OrdersStuck", "VC106 CartErrors", "VC108 CartErrors", "VC108 CheckoutErrors", "VC109 SlowCheckout", "VC302 CheckoutErrors", "VC303 CheckoutErrors", "VC303 SlowCheckout",
    ];

    [Test]
    public async Task The_runbooks_own_rules_have_these_defects_each_proved_or_told_by_amtool()
    {
        var report = await RunAsync(Everything with { Files = [Rules("runbook.yml")] });
        Names(report).Should().Equal(OfTheRunbook);
        report.Findings.Should().OnlyContain(f => f.Evidence is Proved || f.Kind.Code == FindingKinds.EscalationWithoutRoute.Code);
    }

    [Test]
    public async Task The_runbook_itself_has_the_same_at_the_lines_of_its_block()
    {
        var file = ProjectFiles.Fixture("runbooks", "alert-runbook.de.md");
        var report = await RunAsync(Everything with { Files = [file] });
        Names(report).Should().Equal(OfTheRunbook);
        PointsAtItsRule(report, await File.ReadAllLinesAsync(file));
    }

    [Test]
    public async Task The_corrected_rules_and_their_escalations_have_none_but_one_that_is_ignored_with_a_reason()
    {
        var report = await RunAsync(Everything with { Files = [Rules("corrected.yml"), Rules("escalation.yml")] });
        report.Counting.Should().BeEmpty();
        report.Findings.Select(f => $"{f.Kind.Code} {f.Rule}").Should().Equal("VC405 MonitoringBlind");
    }

    [Test]
    public async Task A_page_without_its_escalations_is_told_by_the_runbooks_times()
    {
        var report = await RunAsync(Everything with { Files = [Rules("corrected.yml")] });
        report.Counting.Where(f => f.Kind.Code == FindingKinds.EscalationWithoutRoute.Code && f.Rule == "ErrorRateHigh").Select(f => f.Reason)
            .Should().Equal("the runbook wakes team-lead after 15m, and no rule escalates ErrorRateHigh then", "the runbook wakes cto after 1h, and no rule escalates ErrorRateHigh then");
    }

    [Test]
    public async Task Rules_of_others_have_these_defects()
    {
        var report = await RunAsync(new CheckRequest { Files = [Path.Combine(Folder, "shop.rules.yml")] });
        Names(report).Should().Equal(OfTheShop);
        report.Counting.Where(f => f.Evidence is not Proved).Select(f => $"{f.Kind.Code} {f.Rule}").Should().Equal(["VC303 SlowCheckout"], "an alert that never fires prints nothing");
    }

    [Test]
    public async Task The_proofs_are_written_and_promtool_accepts_them()
    {
        using var folder = WorkFolder.Create("proofs");
        var report = await RunAsync(new CheckRequest { Files = [Rules("runbook.yml")], Proofs = folder.FullName });
        var tests = Directory.GetFiles(folder.FullName, "*.test.yml");
        tests.Should().HaveCount(report.Findings.Count(f => f.Evidence is Proved)).And.HaveCountGreaterThan(5);
        var (exitCode, output) = await RuleTool.RunAsync("promtool", ["test", "rules", .. tests]);
        exitCode.Should().Be(0, "{0}", output);
    }

    [TestCase("CPU/Memory high", "VC101-CPU-Memory-high")]
    [TestCase("../../up", "VC101-..-..-up")]
    [TestCase("[x]*", "VC101--x--")]
    public async Task A_proof_of_an_alert_whose_name_is_no_file_name_stays_in_its_folder(string alert, string name)
    {
        using var folder = WorkFolder.Create("proofs");
        await RunAsync(new CheckRequest { Files = ["-"], Proofs = folder.FullName }, CheckCase.Alert("up > 1", name: alert));
        Directory.GetFiles(folder.FullName).Select(Path.GetFileName).Should().BeEquivalentTo([$"{name}.rules.yml", $"{name}.test.yml"]);
        var (exitCode, output) = await RuleTool.RunAsync("promtool", ["test", "rules", Path.Combine(folder.FullName, $"{name}.test.yml")]);
        exitCode.Should().Be(0, "{0}", output);
    }

    [TestCase("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: rate(up[5m]\n", "-, line 5: the expression of A is no PromQL: line 1, column*")]
    [TestCase("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    labels: {a-b: c}\n", "-, line 4: promtool does not take the rule A: *invalid label name*")]
    [TestCase("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    for: {{ .Values.for }}\n", "-, line 6: this is a Helm template. Render it first: helm template <chart> > rules.yml")]
    [TestCase("groups:\n- name: g\n  rules:\n  - {alert: A, expr: up == 0, fore: 5m, annotation: {summary: x}}\n", "Prometheus cannot load these rules: *line 4: field fore not found*line 4: field annotation not found*")]
    [TestCase("groups:\n- name: g\n  rules: []\n- name: g\n  rules: []\n", "Prometheus cannot load these rules: -: 4:3: groupname: \"g\" is repeated in the same file")]
    [TestCase("kind: PrometheusRule\nspec:\n  groups:\n  - {name: g, rules: [{alert: A, expr: up == 0, fore: 5m}]}\n", "Prometheus cannot load these rules: -, its rules as a plain file: *field fore not found*")]
    public async Task A_file_that_cannot_be_checked_is_one_error_with_line_and_remedy(string text, string message) =>
        await FluentActions.Awaiting(() => RunAsync(new CheckRequest { Files = ["-"] }, text)).Should().ThrowAsync<RuleFileException>().WithMessage(message);

    [Test, CancelAfter(10_000)]
    public async Task A_terminal_at_which_nobody_types_does_not_keep_a_cancelled_check(CancellationToken cancellation)
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var terminal = new SilentTerminal();
        var check = new CheckSession(new CheckRequest { Files = ["-"] }, terminal, TimeProvider.System, _ => { }).RunAsync(interrupt.Token);
        await interrupt.CancelAsync();
        await FluentActions.Awaiting(() => check).Should().ThrowAsync<OperationCanceledException>();
    }

    private sealed class SilentTerminal : TextReader
    {
        private readonly ManualResetEventSlim typed = new();

        public override string ReadToEnd()
        {
            typed.Wait();
            return "";
        }

        protected override void Dispose(bool disposing)
        {
            typed.Set();
            base.Dispose(disposing);
        }
    }

    [TestCase("kind: Service\n---\n{0}---\n{0}")]
    [TestCase("kind: PrometheusRule\nspec:\n  groups:\n  - {name: g, partial_response_strategy: warn, rules: [{alert: A, expr: up == 0, for: 5m}]}\n")]
    [TestCase("groups:\n- name: g\n  rules:\n  - {alert: A, expr: up == 0, for: , labels: , annotations: }\n")]
    [TestCase("kind: PrometheusRule\nspec:\n  groups:\n  - name: g\n    interval:\n    rules:\n    - alert: A\n      expr: up == 0\n      for:\n      labels:\n      annotations:\n")]
    [TestCase("groups:\n- name: g\n  rules:\n  - &a {alert: A, expr: up == 0, labels: &l {team: shop}}\n  - {<<: *a, alert: B, labels: {<<: *l, severity: warning}}\n")]
    [TestCase("groups:\n- name: g\n  rules:\n  - {alert: A, expr: used / size < +Inf and used / size > 80}\n")]
    public async Task What_Prometheus_gets_of_a_file_is_loaded(string text) =>
        (await RunAsync(new CheckRequest { Files = ["-"] }, text.Replace("{0}", "groups:\n- name: g\n  rules:\n  - {alert: A, expr: up == 0}\n", StringComparison.Ordinal))).Counting.Should().BeEmpty();

    [Test]
    public async Task A_page_that_could_be_of_several_jobs_is_one_error() =>
        await FluentActions.Awaiting(() => RunAsync(Everything with { Files = [Rules("runbook.yml")], Metrics = [CheckBatch.MetricsFile] })).Should()
            .ThrowAsync<RuleFileException>().WithMessage("*has several jobs. Say whose page this is: --metrics <job>=*");

    private static string Rules(string file) => Path.Combine(RuleTool.Folder, file);

    private static Task<CheckReport> RunAsync(CheckRequest request, string input = "") =>
        new CheckSession(request, new StringReader(input), TimeProvider.System, TestContext.Progress.WriteLine).RunAsync(CancellationToken.None);

    private static IEnumerable<string> Names(CheckReport report) => report.Counting.Select(f => $"{f.Kind.Code} {f.Rule}").Distinct().Order(StringComparer.Ordinal);

    /// <summary>The line is one of the rule: the nearest alert above it is that of the finding.</summary>
    private static void PointsAtItsRule(CheckReport report, string[] lines)
    {
        foreach (var finding in report.Findings)
            lines.Take(finding.Line).Last(l => l.Contains("- alert:", StringComparison.Ordinal)).Should().EndWith($"- alert: {finding.Rule}", "{0}", finding);
    }
}
