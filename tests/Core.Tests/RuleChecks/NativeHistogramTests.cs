using ValeoChaos.Core.RuleChecks.Analysis;

namespace ValeoChaos.Core.Tests.RuleChecks;

/// <summary>A native histogram has a plain name, no label le, and is counted up.</summary>
public sealed class NativeHistogramTests
{
    private const string Quantile = "histogram_quantile(0.95, sum by (job) (rate(http_request_duration_seconds{0}[5m]))) > 0.5";

    [TestCase("", false)]
    [TestCase("_bucket", true)]
    [TestCase(":rate", true)]
    public void Only_buckets_need_le(string ending, bool needed)
    {
        var expr = Quantile.Replace("{0}", ending, StringComparison.Ordinal);
        (OneRule.Has("VC109", expr), OneRule.Has("VC108", expr)).Should().Be((needed, !needed), "a quantile without a result is none of a few events");
    }

    [TestCase("histogram_quantile(0.95, sum(rate(http_request_duration_seconds[5m]))) > 0.5", false)]
    [TestCase("histogram_count(rate(http_request_duration_seconds[5m])) > 5", false)]
    [TestCase("histogram_fraction(0, 0.2, rate(http_request_duration_seconds[5m])) < 0.9", false)]
    [TestCase("rate(streams_active[5m]) > 5", true)]
    [TestCase("histogram_count(rate(http_request_duration_seconds[5m])) > 5 and rate(streams_active[5m]) > 1", true)]
    public void A_plain_name_is_no_gauge_where_a_histogram_is_asked_for(string expr, bool found) => OneRule.Has("VC104", expr).Should().Be(found);

    [TestCase("took_seconds", MetricType.Unknown)]
    [TestCase("took_seconds_bucket", MetricType.Counter)]
    [TestCase("took_seconds_count", MetricType.Counter)]
    public void The_name_of_a_histogram_itself_may_be_a_native_one(string name, MetricType type) =>
        new MetricTypes(new Dictionary<string, MetricType> { ["took_seconds"] = MetricType.Histogram }, new HashSet<string>()).Of(name).Type.Should().Be(type);
}
