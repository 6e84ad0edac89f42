using ValeoChaos.Core.RuleChecks.World;
using ValeoChaos.Core.Runbooks;
using ValeoChaos.Lab;
using static ValeoChaos.RulesTests.RuleChecks.CheckCase;

namespace ValeoChaos.RulesTests.RuleChecks;

/// <summary>Of what a rule is beside the metrics that exist, and beside the runbook.</summary>
public static class WorldCases
{
    private static readonly KnownWorld Erp = WorldJoin.Of(
        [new SavedMetrics(MetricsText.Parse(File.ReadAllText(CheckBatch.MetricsFile), "metrics.txt"), "valeo-erp")],
        ScrapeConfig.Parse(ProjectFiles.Read("monitoring", "prometheus.yml"), "prometheus.yml"));

    /// <summary>As above, without a scrape configuration.</summary>
    private static readonly KnownWorld Page = WorldJoin.Of([new SavedMetrics(MetricsText.Parse(File.ReadAllText(CheckBatch.MetricsFile), "metrics.txt"), null)], null);

    private static readonly Runbook Runbook = Runbook.Parse(ProjectFiles.Read("runbooks", "alert-runbook.de.md"), "runbook.md");

    private static readonly string Own = ProjectFiles.Read("monitoring", "rules", "runbook.yml");

    public static IReadOnlyList<CheckCase> All =>
    [
        Of(Page, "VC101", "a quantile above the last bound", "histogram_quantile(0.95, sum by (le) (rate(api_request_duration_seconds_bucket[5m]))) > 30", "histogram_quantile(0.95, sum by (le) (rate(api_request_duration_seconds_bucket[5m]))) > 10")
            with { ProofIsOfTheAlert = false },
        Of(Page, "VC201", "a name that is not there", "rate(api_request_total[5m]) > 1", "rate(api_requests_total[5m]) > 1"),
        Of(Page, "VC201", "a family without a sample", "increase(batch_errors_total[1h]) > 0", "increase(sse_connects_total[1h]) > 0"),
        Of(Erp, "VC201", "at the job it is asked of", "sse_connects{job=\"valeo-erp\"} > 5", "probe_success{job=\"postgresql\"} < 1"),
        Of(Page, "VC202", "a value that does not occur", "rate(api_requests_total{status=~\"4..\"}[5m]) > 1", "rate(api_requests_total{status=~\"5..\"}[5m]) > 1"),
        Of(Page, "VC202", "a label by another name", "rate(api_requests_total{code=\"500\"}[5m]) > 1", "rate(api_requests_total{namespace=\"production\", status=\"500\"}[5m]) > 1"),
        Of(Erp, "VC202", "a job by another name", "up{job=\"erp\"} == 0 or absent(up{job=\"erp\"})", "up{job=\"valeo-erp\"} == 0 or absent(up{job=\"valeo-erp\"})"),
        Of(Erp, "VC202", "another namespace", "sse_connections_active{job=\"valeo-erp\", namespace=\"staging\"} > 5", "sse_connections_active{job=\"valeo-erp\", namespace=\"production\"} > 5"),
        Of(Erp, "VC204", "up of pods", "up{job=\"valeo-erp\"} == 0", "up{job=\"valeo-erp\"} == 0 or absent(up{job=\"valeo-erp\"})") with { ProofIsOfTheAlert = false },
        Of(Erp, "VC204", "a sum of pods", "sum(up{job=\"valeo-erp\"}) < 1", "sum(up{job=\"valeo-erp\"} or vector(0)) < 1") with { ProofIsOfTheAlert = false },
        Of(Erp, "VC204", "a fixed target", "up{job=\"valeo-erp-readyz\"} < 1", "up{job=\"postgresql\"} < 1") with { ProofIsOfTheAlert = false },

        OfRunbook("VC401", "a rule is missing", Own[..Own.IndexOf("      - alert: DatabaseDown", StringComparison.Ordinal)], Own),
        OfRunbook("VC402", "a share above the runbook's", Share("0.1"), Share("0.05")),
        OfRunbook("VC402", "a share below the runbook's", Share("0.01"), Share("0.05")),
        OfRunbook("VC402", "a share taken from the whole", Successes("0.1"), Successes("0.05")),
        OfRunbook("VC402", "a latency in other units", Latency("0.95", "5"), Latency("0.95", "0.5")),
        OfRunbook("VC402", "another quantile", Latency("0.99", "0.5"), Latency("0.95", "0.5")),
        OfRunbook("VC402", "another number of events", Streams("20", "5m"), Streams("10", "5m")),
        OfRunbook("VC402", "another window", Streams("10", "1h"), Streams("10", "5m")),
        OfRunbook("VC402", "another symptom", Alert("up{job=\"valeo-erp\"} == 0", "1m", "DatabaseDown"), Alert("probe_http_status_code == 503", "1m", "DatabaseDown")),
        OfRunbook("VC403", "longer", Own.Replace("for: 1m", "for: 3m", StringComparison.Ordinal), Own),
        OfRunbook("VC403", "none", Own.Replace("        for: 1m\n", "", StringComparison.Ordinal), Own),
        OfRunbook("VC404", "another", Alert("up == 0", "1m", "DatabaseDown", new { severity = "warning" }), Alert("up == 0", "1m", "DatabaseDown", new { severity = "critical" })),
        OfRunbook("VC404", "none", Alert("up == 0", "1m", "DatabaseDown"), Alert("up == 0", "1m", "DatabaseDown", new { severity = "critical" })),
        OfRunbook("VC405", "an alert it does not know", Alert("up == 0", "1m", "Blind"), Own) with { IsProved = false },
    ];

    private static CheckCase Of(KnownWorld world, string code, string name, string wrong, string right) =>
        // What is selected is proved by itself, whatever the alert makes of it.
        new(code, name, Alert(wrong, "1m"), Alert(right, "1m")) { World = world, ProofIsOfTheAlert = false };

    private static CheckCase OfRunbook(string code, string name, string wrong, string right) => new(code, name, wrong, right) { Runbook = Runbook };

    private static string Share(string threshold) =>
        Alert($"sum(rate(api_requests_total{{status=~\"5..\"}}[5m])) / sum(rate(api_requests_total[5m])) > {threshold}", "5m", "ErrorRateHigh");

    private static string Successes(string threshold) =>
        Alert($"1 - sum(rate(api_requests_total{{status!~\"5..\"}}[5m])) / sum(rate(api_requests_total[5m])) > {threshold}", "5m", "ErrorRateHigh");

    private static string Latency(string quantile, string threshold) =>
        Alert($"histogram_quantile({quantile}, sum by (le) (rate(api_request_duration_seconds_bucket[5m]))) > {threshold}", "5m", "LatencyHigh");

    private static string Streams(string threshold, string window) => Alert($"sum(increase(sse_disconnects_total[{window}])) > {threshold}", "2m", "SSEDisconnectsHigh");
}
