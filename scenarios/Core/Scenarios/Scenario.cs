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

    /// <summary>The kind to choose it by; where none is given, <c>pod</c> or <c>container</c> as its database, or <c>quiet</c> without a fault.</summary>
    public string Category
    {
        get => category ?? (Fault is null ? "quiet" : Database is DatabaseForm.Pod ? "pod" : "container");
        init => category = value;
    }

    public required LoadProfile Load { get; init; }

    public Fault? Fault { get; init; }

    public IReadOnlyList<AlertExpectation> Alerts { get; init; } = [];

    public IReadOnlyList<DiagnoseExpectation> Diagnose { get; init; } = [];

    public MitigationPlan? Mitigation { get; init; }

    /// <summary>Questions of the matrix that this scenario does not answer, each with its reason.</summary>
    public IReadOnlyList<AspectWaiver> Waivers { get; init; } = [];

    /// <summary>Production time the fault is held after the page, so that self-healing is not credited to the runbook.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Production time a scenario without fault is watched.</summary>
    public TimeSpan QuietFor { get; init; } = TimeSpan.FromMinutes(12);

    [JsonIgnore]
    public LabNeeds Needs => new(Database, Fault is { LeavesMarks: true } ? Name : "");

    [JsonIgnore]
    public string FullName => $"{Alert}/{Name}";
}
