namespace ValeoChaos.Core.Tests.RuleChecks;

/// <summary>Shares and quantiles of each series: a mistake, unless each is meant.</summary>
public sealed class PartsTests
{
    private const string Network = "rate(node_network_receive_errs_total[2m]) / rate(node_network_receive_packets_total[2m]) > 0.01";
    private const string Notifications = "rate(alertmanager_notifications_failed_total[5m]) / {0}rate(alertmanager_notifications_total[5m]) > 0.01";
    private const string Quantile = "histogram_quantile(0.99, rate(etcd_network_peer_round_trip_time_seconds_bucket[5m])) > 0.15";

    [TestCase(Network, "", "VC106 Error")]
    [TestCase(Network, "{{ $labels.job }} in {{ $labels.namespace }}", "VC106 Error")]
    [TestCase(Network, "interface {{ $labels.device }}", "VC106 Info")]
    [TestCase("rate(a_total{code=\"500\"}[5m]) / rate(a_total[5m]) > 0.01", "on {{ $labels.instance }}", "VC106 Error")]
    public void A_share_of_each_series_is_a_hint_where_an_annotation_says_of_which(string expr, string annotation, string finding) => OneRule.Findings(expr, annotation).Should().Contain(finding);

    [TestCase("", "VC106 Error")]
    [TestCase("ignoring (reason) group_left () ", "VC106 Info")]
    public void Sides_that_are_matched_by_hand_are_a_hint(string matching, string finding) => OneRule.Findings(Notifications.Replace("{0}", matching, StringComparison.Ordinal)).Should().Contain(finding);

    [TestCase("", "VC107 Error")]
    [TestCase("with {{ $labels.To }} on {{ $labels.instance }}", "VC107 Info")]
    public void A_quantile_of_each_series_is_a_hint_where_an_annotation_says_of_which(string annotation, string finding) => OneRule.Findings(Quantile, annotation).Should().Contain(finding);
}
