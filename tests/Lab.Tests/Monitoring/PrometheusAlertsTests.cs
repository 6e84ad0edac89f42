using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Timelines;
using ValeoChaos.Lab.Monitoring;

namespace ValeoChaos.Lab.Tests.Monitoring;

public sealed class PrometheusAlertsTests
{
    [Test]
    public async Task Rules_of_one_name_in_one_file_are_one_alert_and_it_fires_if_one_of_them_does()
    {
        await using var prometheus = await Answering("rules",
            $$"""
            {"data": {"groups": [{"file": "/etc/prometheus-rules/escalation.yml", "rules": [
              {{Rule("LatencyHigh", "inactive")}}, {{Rule("LatencyHigh", "firing")}}, {{Rule("LatencyHigh", "pending")}}, {{Rule("DatabaseDown", "inactive")}}]},
              {"file": "/etc/prometheus-rules/corrected.yml", "rules": [{{Rule("LatencyHigh", "pending")}}] } ] } }
            """);
        using var alerts = new PrometheusAlerts(new Uri(prometheus.Urls.First() + "/"), replicas: 1);
        (await alerts.ReadAsync(default)).Select(r => (r.File, r.Alert, r.State)).Should().Equal(
            ("escalation.yml", "LatencyHigh", AlertState.Firing), ("escalation.yml", "DatabaseDown", AlertState.Inactive), ("corrected.yml", "LatencyHigh", AlertState.Pending));
    }

    [TestCase("[]", 0)]
    [TestCase("""[{"metric": {}, "value": [1795711052.8, "41.5"]}]""", 41.5)]
    public async Task The_requests_of_a_window_are_the_sum_that_Prometheus_gives_and_none_where_it_knows_of_none(string result, double counted)
    {
        await using var prometheus = await Answering("query", $$"""{"data": {"result": {{result}} } }""");
        using var alerts = new PrometheusAlerts(new Uri(prometheus.Urls.First() + "/"), replicas: 1);
        (await alerts.CountRequestsAsync(TimeSpan.FromSeconds(15), default)).Should().Be(counted);
    }

    [Test]
    public void The_requests_that_are_counted_are_those_of_which_ErrorRateHigh_takes_the_share() =>
        AlertRuleFile.Parse(File.ReadAllText(ProjectFiles.Fixture("monitoring", "rules", "corrected.yml")), "corrected.yml")
            .Alerts.Single(a => a.Alert == "ErrorRateHigh").Expr.Should().Contain($"rate({PrometheusAlerts.ApiRequests}[");

    private static string Rule(string name, string state) =>
        $$"""{"name": "{{name}}", "state": "{{state}}", "labels": {"severity": "warning"}, "alerts": []}""";

    private static async Task<WebApplication> Answering(string endpoint, string body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet($"/api/v1/{endpoint}", () => Microsoft.AspNetCore.Http.Results.Text(body, "application/json"));
        await app.StartAsync();
        return app;
    }
}
