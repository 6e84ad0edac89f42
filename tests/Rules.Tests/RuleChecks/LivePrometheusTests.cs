using System.Globalization;
using ValeoChaos.Core.RuleChecks;
using ValeoChaos.Lab;
using ValeoChaos.Lab.RuleChecks;
using ValeoChaos.RulesTests.Replay;

namespace ValeoChaos.RulesTests.RuleChecks;

/// <summary>Rules beside a running Prometheus: its series, and how it finds its targets.</summary>
public sealed class LivePrometheusTests
{
    private const string Rules =
        """
        groups:
          - name: g
            rules:
              - {alert: Gone, expr: 'up{job="erp"} == 0'}
              - {alert: Misspelled, expr: 'rate(api_request_total[5m]) > 1'}
              - {alert: NeverSeen, expr: 'rate(api_requests_total{status="500"}[5m]) > 1'}
              - {alert: Seen, expr: 'rate(api_requests_total{status="200"}[5m]) > 1'}
        """;

    [Test, CancelAfter(60_000)]
    public async Task What_it_has_and_how_it_discovers_targets_is_asked_of_it(CancellationToken cancellation)
    {
        using var folder = WorkFolder.Create("live");
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "prometheus.yml"), "scrape_configs:\n- job_name: erp\n  file_sd_configs:\n  - files: [none.yml]\n", cancellation);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var samples = Enumerable.Range(0, 10).Select(i => (now - 600 + (15 * i)).ToString(CultureInfo.InvariantCulture)).ToList();
        var page = string.Concat(samples.Select(at => $"api_requests_total{{job=\"erp\",status=\"200\"}} 1 {at}\n")) + string.Concat(samples.Select(at => $"up{{job=\"erp\"}} 1 {at}\n"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "page"), page + "# EOF\n", cancellation);
        var (exitCode, output) = await RuleTool.RunAsync(
            "promtool", "tsdb", "create-blocks-from", "openmetrics", Path.Combine(folder.FullName, "page"), Path.Combine(folder.FullName, "data"));
        exitCode.Should().Be(0, "{0}", output);
        await using var server = await PrometheusServer.StartAsync(folder.FullName, cancellation);
        var request = new CheckRequest { Files = ["-"], Prometheus = server.Address };
        var report = await new CheckSession(request, new StringReader(Rules), TimeProvider.System, _ => { }).RunAsync(cancellation);
        report.Findings.Select(f => $"{f.Kind.Code} {f.Rule}").Order(StringComparer.Ordinal).Should().Equal("VC201 Misspelled", "VC202 NeverSeen", "VC204 Gone");
        report.Findings.Should().OnlyContain(f => f.Evidence is Proved);
    }

    [Test]
    public async Task An_address_where_no_Prometheus_answers_is_one_error() =>
        await FluentActions.Awaiting(() => new CheckSession(
                new CheckRequest { Files = ["-"], Prometheus = new Uri("http://127.0.0.1:1") }, new StringReader(Rules), TimeProvider.System, _ => { }).RunAsync(CancellationToken.None))
            .Should().ThrowAsync<LabException>().WithMessage("http://127.0.0.1:1/ does not answer as Prometheus does: *. Check --prometheus.");
}
