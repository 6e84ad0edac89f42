using System.Text.Json.Serialization;
using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Load;

namespace ValeoChaos.Core.Scenarios;

/// <summary>Where PostgreSQL runs: the runbook's commands need the pod, a managed database is the container.</summary>
public enum DatabaseForm { Pod, Container }

/// <summary>
/// One experiment as data: what is broken, what must be seen, what must heal it. It holds no I/O, so
/// it can be written into a timeline and judged again without a cluster.
/// </summary>
/// <remarks>Durations are in production time unless their name says machine time; TimeScale divides them.</remarks>
public sealed record Scenario
{
    private readonly string? category;

    /// <summary>The alert under proof, or <c>QuietDay</c> for a look-alike that must stay silent.</summary>
    public required string Alert { get; init; }

    public required string Name { get; init; }

    public required string Summary { get; init; }

    /// <summary>The cause as the runbook words it, in German; null where no fault is injected.</summary>
    public string? Cause { get; init; }

    /// <summary>Number of the runbook's section; null where none applies.</summary>
    public int? Section { get; init; }

    public required DatabaseForm Database { get; init; }

    /// <summary>The kind to choose it by; where none is given, <c>pod</c> or <c>container</c> as its database, or <c>quiet</c> without an alert.</summary>
    public string Category
    {
        get => category ?? (IsQuiet ? "quiet" : Database is DatabaseForm.Pod ? "pod" : "container");
        init => category = value;
    }

    public required LoadProfile Load { get; init; }

    public Fault? Fault { get; init; }

    /// <summary>What the runbook calls the alert's symptom.</summary>
    public Symptom Symptom { get; init; }

    public IReadOnlyList<AlertExpectation> Alerts { get; init; } = [];

    public IReadOnlyList<DiagnoseExpectation> Diagnose { get; init; } = [];

    public MitigationPlan? Mitigation { get; init; }

    /// <summary>Questions of the matrix that this scenario does not answer, each with its reason.</summary>
    public IReadOnlyList<AspectWaiver> Waivers { get; init; } = [];

    /// <summary>In virtual time the monitoring sees other applications, namespaces and alerts as well, which must make no difference.</summary>
    [JsonIgnore]
    public bool BesideOthers { get; init; }

    /// <summary>
    /// The clock may run at most so much faster than production's. What the machine itself does, a rollout for instance, takes no less time
    /// on a faster one, and may last as long as a squeezed <c>for</c>.
    /// </summary>
    public double? MostSpeed { get; init; }

    /// <summary>Production time the fault is held after the page, so that self-healing is not credited to the runbook.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Nobody may be paged: there is no fault, or what looks like one is none.</summary>
    [JsonIgnore]
    public bool IsQuiet => Alerts.Count == 0;

    /// <summary>Production time after which what looks like a fault is over, in a scenario that expects no alert; null where it lasts.</summary>
    public TimeSpan? OverAfter { get; init; }

    /// <summary>Production time a scenario without alert is watched.</summary>
    public TimeSpan QuietFor { get; init; } = TimeSpan.FromMinutes(12);

    /// <summary>
    /// Streams are held. Their end at the end of the run is a burst of losses that the monitoring remembers for ten minutes, and new pods
    /// before them excuse losses for as long.
    /// </summary>
    [JsonIgnore]
    public bool HoldsStreams => Load.Streams.Count > 0;

    /// <summary>Alertmanager remembers a page that was acknowledged by a silence and ended under it, and keeps its next one back.</summary>
    [JsonIgnore]
    public bool LingersInAlertmanager => Alerts.Any(a => a.AcknowledgedAfter is not null);

    [JsonIgnore]
    public LabNeeds Needs => new(Database, MostSpeed: MostSpeed);

    /// <summary>Its commands read what pods remember, so it must find pods that remember nothing.</summary>
    [JsonIgnore]
    public bool NeedsFreshPods => Diagnose.Any(d => d.Remembers);

    [JsonIgnore]
    public string FullName => $"{Alert}/{Name}";
}
