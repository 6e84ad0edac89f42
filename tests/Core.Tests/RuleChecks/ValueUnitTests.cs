using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.RuleChecks.Analysis;

namespace ValeoChaos.Core.Tests.RuleChecks;

public sealed class ValueUnitTests
{
    [TestCase("process_start_time_seconds", "Timestamp")]
    [TestCase("node_boot_time_seconds", "Timestamp")]
    [TestCase("node_time_seconds", "Timestamp")]
    [TestCase("backup_timestamp_seconds", "Timestamp")]
    [TestCase("time() - process_start_time_seconds", "Seconds")]
    [TestCase("http_response_time_seconds", "Unknown")]
    [TestCase("histogram_quantile(0.99, rate(etcd_network_peer_round_trip_time_seconds_bucket[5m]))", "Seconds")]
    [TestCase("increase(http_response_time_seconds_sum[5m])", "Seconds")]
    [TestCase("increase(process_cpu_time_seconds_total[5m])", "Seconds")]
    public void A_time_in_seconds_is_a_moment_or_how_long_something_takes(string expr, string unit) => ValueUnit.Of(PromQlParser.Parse(expr)).Unit.ToString().Should().Be(unit);
}
