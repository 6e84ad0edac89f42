using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.RuleChecks.Analysis;
using ValeoChaos.Core.RuleChecks.World;

namespace ValeoChaos.Core.Tests.RuleChecks;

/// <summary>Saved /metrics joined with the jobs that scrape them.</summary>
public sealed class WorldTests
{
    private const string Page =
        """
        # HELP requests_total All.
        # TYPE requests_total counter
        requests_total{path="/a\"b\\c",namespace="own"} 1.5e3 1395066363000
        # TYPE empty_total counter
        # TYPE size_bytes gauge
        size_bytes NaN
        # TYPE took_seconds histogram
        took_seconds_bucket{le="0.5"} 1 # {trace_id="x"} 0.3
        took_seconds_bucket{le="+Inf"} 2
        # EOF
        """;

    private const string Config =
        """
        scrape_configs:
        - job_name: pods
          kubernetes_sd_configs: [{role: pod, namespaces: {names: [production]}}]
          metric_relabel_configs: [{source_labels: [__name__], regex: 'size_.*', action: drop}]
          relabel_configs:
          - {source_labels: [__meta_kubernetes_namespace], target_label: namespace}
          - {source_labels: [__meta_kubernetes_pod_name], target_label: pod}
        - job_name: fixed
          honor_labels: true
          static_configs: [{targets: ['a:1', 'b:1'], labels: {namespace: db}}]
        """;

    private static readonly MetricsText Metrics = MetricsText.Parse(Page, "page.txt");

    [Test]
    public void A_page_is_read_with_its_types_and_its_families_without_samples()
    {
        Metrics.Samples.Select(s => s.Name).Should().Equal("requests_total", "size_bytes", "took_seconds_bucket", "took_seconds_bucket");
        Metrics.Samples[0].Labels["path"].Should().Be("/a\"b\\c");
        Metrics.Families.Select(f => (f.Name, f.Type)).Should().Equal(
            ("requests_total", MetricType.Counter), ("empty_total", MetricType.Counter), ("size_bytes", MetricType.Gauge), ("took_seconds", MetricType.Histogram));
        World("pods").Empty.Should().Equal(new EmptyFamily("empty_total", "page.txt", 4));
        World("fixed").LastBound("took_seconds_bucket").Should().Be(0.5);
    }

    [Test]
    public void The_targets_labels_win_unless_the_job_honours_the_pages_and_what_is_dropped_is_not_there()
    {
        var pod = World("pods").Of("requests_total").Single();
        (pod.Labels["job"], pod.Labels["namespace"], pod.Labels["exported_namespace"], pod.Open.Contains("pod")).Should().Be(("pods", "production", "own", true));
        World("pods").Of("size_bytes").Should().BeEmpty();
        World("fixed").Of("requests_total").Select(s => (s.Labels["instance"], s.Labels["namespace"])).Should().Equal(("a:1", "own"), ("b:1", "own"));
    }

    [Test]
    public void Jobs_tell_whether_their_targets_come_and_go() => World("pods").Jobs.Select(j => (j.Name, j.Discovered)).Should().Equal(("pods", true), ("fixed", false));

    [TestCase("none", "prometheus.yml: there is no job none. It has pods, fixed.")]
    [TestCase(null, "page.txt: prometheus.yml has several jobs. Say whose page this is: --metrics <job>=page.txt, *")]
    public void A_page_without_a_job_is_one_error(string? job, string message) =>
        FluentActions.Invoking(() => World(job)).Should().Throw<RuleFileException>().WithMessage(message);

    [TestCase("requests_total{path=\"a\"", "page.txt, line 1: \"requests_total{path=\"a\"\" is no sample of /metrics.*")]
    [TestCase("a 1\n<html>", "page.txt, line 2: \"<html>\" is no sample of /metrics. Save it with: curl *")]
    [TestCase("a one", "page.txt, line 1: *")]
    public void What_is_no_page_is_one_error(string text, string message) =>
        FluentActions.Invoking(() => MetricsText.Parse(text, "page.txt")).Should().Throw<RuleFileException>().WithMessage(message);

    private static KnownWorld World(string? job) => WorldJoin.Of([new SavedMetrics(Metrics, job)], ScrapeConfig.Parse(Config, "prometheus.yml"));
}
