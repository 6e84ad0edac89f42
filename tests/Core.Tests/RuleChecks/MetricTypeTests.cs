using ValeoChaos.Core.RuleChecks;

namespace ValeoChaos.Core.Tests.RuleChecks;

/// <summary>What is found of a metric whose type only its name tells.</summary>
public sealed class MetricTypeTests
{
    private const string Certificates = "histogram_quantile(0.01, sum by (job, le) (rate(client_certificate_expiration_seconds_bucket[5m]))) < 604800";

    [TestCase("rate(nginx_ingress_controller_requests[5m]) > 5", "VC104 Info")]
    [TestCase("rate(ifHCInOctets[5m]) > 5", "VC104 Info")]
    [TestCase("cluster_autoscaler_unschedulable_pods_count > 0", "VC103 Info")]
    [TestCase("sum(pg_locks_count) > 5", "VC103 Info")]
    [TestCase("sum(jobs_failed_total) > 0", "VC103 Warning")]
    [TestCase("delta(jobs_failed_total[5m]) > 0", "VC103 Warning")]
    [TestCase("delta(up_time_count[5m]) > 0", "VC103 Info")]
    [TestCase("jobs_failed_total > 100 and on (job) up == 0", "VC103 Warning")]
    public void The_less_a_name_tells_the_less_is_said(string expr, string finding) => OneRule.Findings(expr).Should().Contain(finding);

    [TestCase("client_certificate_expiration_seconds_count > 0 and on (job) " + Certificates)]
    [TestCase("jobs_total > 0 and on (job) up == 0")]
    public void Above_zero_beside_another_decision_is_whether_anything_was_counted(string expr) => OneRule.Has("VC103", expr).Should().BeFalse();

    [TestCase("sum(jobs_failed_total) > 100", true)]
    [TestCase("jobs_failed_total / jobs_total > 0.1", true)]
    [TestCase("sum(jobs_failed_total) > 100 and sum(rate(jobs_total[5m])) > 1", false)]
    [TestCase("sum(jobs_failed_total) > 100 or sum(jobs_open offset 5m) > 1", false)]
    public void Nothing_happens_any_more_only_where_nothing_looks_back(string expr, bool proof) =>
        OneRule.Of(expr).First(f => f.Kind.Code == "VC103").Evidence.Should().BeOfType<UnitTests>().Which.Attempts.Any().Should().Be(proof);
}
