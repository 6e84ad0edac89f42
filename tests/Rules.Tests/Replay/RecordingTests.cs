using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Load;
using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;
using ValeoChaos.Lab;
using ValeoChaos.Lab.Monitoring;
using ValeoChaos.Lab.Recordings;

namespace ValeoChaos.RulesTests.Replay;

/// <summary>What a recording holds is what a Prometheus had, sample by sample.</summary>
public sealed class RecordingTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private static readonly Timeline Run = new()
    {
        Scenario = new Scenario
        {
            Alert = "DatabaseDown", Name = "made", Summary = "made by hand", Database = DatabaseForm.Pod, Fault = new DatabasePodStopped(),
            Load = new LoadProfile { Name = "some", ArrivalRate = 10, MinimumRate = 9, Requests = [new RequestTemplate("GET", "/")] },
        },
        Speed = 20,
        StartedAt = Start,
        Rules = [],
        Bounds = [],
        Versions = new Dictionary<string, string>(),
        RerunCommand = "",
        Events = [new FaultInjected("database-pod-stopped", "all") { At = TimeSpan.FromSeconds(10) }, new PhaseStarted(Phase.Judge) { At = TimeSpan.FromSeconds(60) }],
    };

    [Test, CancelAfter(30_000)]
    public async Task It_holds_what_Prometheus_had(CancellationToken cancellation)
    {
        using var folder = WorkFolder.Create("recording");
        var series = Series();
        await BlocksAsync(folder.FullName, series, cancellation);
        await using var server = await PrometheusServer.StartAsync(folder.FullName, cancellation);
        using var prometheus = new PrometheusHistory(server.Address);
        var (recording, samples) = await prometheus.ReadAsync(Run, Monitoring(), cancellation);
        RecordingFiles.Write(folder.FullName, recording, samples);

        var (header, read) = RecordingFiles.Read(folder.FullName);
        var (from, until) = (Start - TimeSpan.FromSeconds(170), Start + TimeSpan.FromSeconds(60));
        (header.From, header.Until).Should().Be((from, until), "an hour of production time before the injection is three minutes");
        header.ScrapeIntervals["valeo-erp"].Should().Be(TimeSpan.FromSeconds(0.75));
        header.Groups.Should().ContainSingle().Which.Should().BeEquivalentTo(new { File = "own.yml", Name = "own", Interval = TimeSpan.FromSeconds(1.5) });
        var wanted = series.Where(s => s.Name.Metric is not ("go_goroutines" or "scrape_duration_seconds")).ToList();
        read.Select(s => s.Name.Text).Should().BeEquivalentTo(wanted.Select(s => s.Name.Text));
        foreach (var one in wanted)
        {
            read.Single(s => s.Name == one.Name).Samples.Should().Equal(
                one.Samples.Where(s => s.At >= from.ToUnixTimeMilliseconds() && s.At <= until.ToUnixTimeMilliseconds()), one.Name.Text);
        }
    }

    private static async Task BlocksAsync(string folder, IEnumerable<MetricSeries> series, CancellationToken cancellation)
    {
        var metrics = Path.Combine(folder, "metrics.om");
        await File.WriteAllTextAsync(metrics, OpenMetricsText.Write(series), cancellation);
        var (exitCode, output) = await RuleTool.RunAsync("promtool", "tsdb", "create-blocks-from", "openmetrics", metrics, Path.Combine(folder, "data"));
        exitCode.Should().Be(0, "{0}", output);
        await File.WriteAllTextAsync(Path.Combine(folder, "own.yml"), "groups: [{name: own, interval: 1500ms, rules: [{alert: Own, expr: vector(0) > 1}]}]", cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, "prometheus.yml"), "rule_files: [own.yml]", cancellation);
    }

    private static MonitoringFiles Monitoring()
    {
        var scale = new TimeScale(20);
        return new MonitoringFiles(
            scale, scale.ScaleConfig(ProjectFiles.Read("monitoring", "prometheus.yml"), "prometheus.yml", ConfigKind.Prometheus),
            scale.ScaleConfig(ProjectFiles.Read("monitoring", "alertmanager.yml"), "alertmanager.yml", ConfigKind.Alertmanager), "", new Dictionary<string, string>());
    }

    /// <summary>Two pods, one with a scrape that was lost, with labels and values that a careless writer breaks.</summary>
    private static List<MetricSeries> Series()
    {
        var began = (Start - TimeSpan.FromSeconds(200)).ToUnixTimeMilliseconds();
        (string Name, Func<int, double?> At)[] kinds =
        [
            ("up", i => i == 100 ? 0 : 1), ("go_goroutines", i => i), ("scrape_duration_seconds", i => i / 1000.0),
            ("api_requests_total", i => i == 100 ? null : i / 3), ("api_request_duration_seconds_sum", i => i == 100 ? null : i / 7.0),
            ("probe_http_status_code", i => i > 90 ? 503 : 200), ("odd", i => i % 3 == 0 ? double.NaN : i % 3 == 1 ? double.PositiveInfinity : -1e-9),
        ];
        return [.. new[] { 0, 1 }.SelectMany(pod => kinds.Select(kind => new MetricSeries(
            new SeriesName(kind.Name, new Dictionary<string, string>
            {
                ["job"] = "valeo-erp", ["instance"] = $"10.42.0.{pod}:8000", ["path"] = "/api/{id} \"a\\b\"", ["pod"] = $"valeo-erp-{pod}",
            }),
            [.. Enumerable.Range(0, 400).Select(i => (At: began + (i * 750) + (pod * 311) + (i % 7 == 0 ? 1 : 0), Value: kind.At(i)))
                .Where(s => s.Value is not null).Select(s => new Sample(s.At, s.Value!.Value))])))];
    }
}
