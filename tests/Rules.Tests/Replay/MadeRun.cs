using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Load;
using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;
using ValeoChaos.Lab;
using ValeoChaos.Lab.Recordings;

namespace ValeoChaos.RulesTests.Replay;

/// <summary>A run at 20x as it might have been: three pods, whose <c>/readyz</c> gives 503 for a while from the injection on.</summary>
internal sealed record MadeRun
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Injected = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan End = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Scrape = TimeSpan.FromSeconds(0.75);
    private static readonly TimeSpan Evaluation = TimeSpan.FromSeconds(1.5);

    /// <summary>How long the symptom lasts; at the speed of the run.</summary>
    public TimeSpan Broken { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>When the symptom is away for 0.2 s, from the injection on; the monitoring does not see that.</summary>
    public TimeSpan? Paused { get; init; }

    /// <summary>Does the monitoring see it?</summary>
    public bool Scraped { get; init; } = true;

    /// <summary>When the live Prometheus evaluated, from the start of a whole interval.</summary>
    public TimeSpan Phase { get; init; }

    public Recording Recording => new()
    {
        From = Start - TimeSpan.FromSeconds(60),
        Until = Start + End,
        ScrapeIntervals = new[] { "valeo-erp", "valeo-erp-readyz", "valeo-erp-healthz", "kube-state-metrics" }.ToDictionary(job => job, _ => Scrape),
        EvaluationInterval = Evaluation,
        Groups = [new EvaluatedGroup("corrected.yml", "valeo-erp-corrected", Evaluation, Start + End + Phase)],
        Timeline = RecordedTimeline.Of(Timeline),
    };

    private Timeline Timeline => new()
    {
        Scenario = new Scenario
        {
            Alert = "DatabaseDown", Name = "made", Summary = "made by hand", Cause = "PostgreSQL down", Section = 4, Database = DatabaseForm.Pod,
            Fault = new DatabasePodStopped(), Alerts = [new AlertExpectation { Alert = "DatabaseDown", Severity = "critical", Teams = ["database-team"] }],
            Load = new LoadProfile { Name = "some", ArrivalRate = 10, MinimumRate = 9, Requests = [new RequestTemplate("GET", "/")] },
        },
        Speed = 20,
        StartedAt = Start,
        Rules = [],
        Bounds = [new AlertBounds("DatabaseDown", S(3), S(5.25), S(0), S(2.25), S(0.5))],
        Versions = new Dictionary<string, string>(),
        RerunCommand = "dotnet run -- again",
        Events =
        [
            new PhaseStarted(Core.Running.Phase.Gate), new SymptomObserved(true, false, "3 pods 200"),
            new FaultInjected("database-pod-stopped", "all") { At = Injected }, new FaultObserved(true, "0 endpoints") { At = Injected },
            new SymptomObserved(false, true, "3 pods 503") { At = Injected },
            .. Pause(), new SymptomObserved(true, false, "3 pods 200") { At = Injected + Broken },
            new FaultUndone(true, "gone") { At = Injected + Broken }, new PhaseStarted(Core.Running.Phase.Judge) { At = End },
        ],
    };

    public IReadOnlyList<MetricSeries> Samples =>
    [
        .. Enumerable.Range(0, 3).SelectMany(pod => (MetricSeries[])
        [
            Series("up", "valeo-erp", pod, _ => 1), Series("up", "valeo-erp-readyz", pod, _ => 1), Series("up", "valeo-erp-healthz", pod, _ => 1),
            Series("probe_http_status_code", "valeo-erp-readyz", pod, at => Scraped && at >= Injected && at < Injected + Broken ? 503 : 200),
            Series("probe_http_status_code", "valeo-erp-healthz", pod, _ => 200),
        ]),
        Series("up", "kube-state-metrics", 0, _ => 1), Series("kube_deployment_metadata_generation", "kube-state-metrics", 0, _ => 1),
    ];

    /// <summary>Writes it where a results folder would be.</summary>
    public RecordingFolder In(WorkFolder folder, string name)
    {
        var own = folder.CreateSubdirectory(name).FullName;
        RecordingFiles.Write(own, Recording, Samples);
        return new RecordingFolder(own);
    }

    private IEnumerable<TimelineEvent> Pause() => Paused is not { } paused ? [] :
    [
        new SymptomObserved(true, false, "3 pods 200") { At = Injected + paused },
        new SymptomObserved(false, true, "3 pods 503") { At = Injected + paused + S(0.2) },
    ];

    private static MetricSeries Series(string metric, string job, int pod, Func<TimeSpan, double> value)
    {
        var labels = new Dictionary<string, string>
        {
            ["job"] = job, ["instance"] = $"10.42.0.{pod}:8000", ["namespace"] = "production", ["pod"] = $"valeo-erp-{pod}", ["deployment"] = "valeo-erp",
        };
        // Each target has its own moment within the interval.
        var first = TimeSpan.FromMilliseconds(-60_000 + (pod * 211) + (job.Length * 17));
        return new MetricSeries(new SeriesName(metric, labels), [.. Enumerable.Range(0, (int)((End - first) / Scrape)).Select(i => first + (i * Scrape))
            .Select(at => new Sample((Start + at).ToUnixTimeMilliseconds(), value(at)))]);
    }

    private static TimeSpan S(double seconds) => TimeSpan.FromSeconds(seconds);
}
