using System.Text.Json.Serialization;

namespace ValeoChaos.Core.Faults;

/// <summary>What is to be broken, as data; the hands that do it live in the lab.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fault")]
[JsonDerivedType(typeof(DatabasePodStopped), "database-pod-stopped")]
[JsonDerivedType(typeof(DatabasePodKilled), "database-pod-killed")]
[JsonDerivedType(typeof(DatabasePodRestarting), "database-pod-restarting")]
[JsonDerivedType(typeof(DatabaseContainerKilled), "database-container-killed")]
[JsonDerivedType(typeof(DatabaseContainerPaused), "database-container-paused")]
[JsonDerivedType(typeof(ProcessBlocked), "process-blocked")]
[JsonDerivedType(typeof(ChecksBreakBeforeOutage), "checks-break-before-outage")]
[JsonDerivedType(typeof(DatabaseAwayUnseen), "database-away-unseen")]
[JsonDerivedType(typeof(MonitoringPartGone), "monitoring-part-gone")]
[JsonDerivedType(typeof(DatabaseFlapping), "database-flapping")]
[JsonDerivedType(typeof(RequestBursts), "request-bursts")]
[JsonDerivedType(typeof(StreamsInterrupted), "streams-interrupted")]
[JsonDerivedType(typeof(DatabasePartitioned), "database-partitioned")]
[JsonDerivedType(typeof(DatabaseLatency), "database-latency")]
[JsonDerivedType(typeof(DatabaseConnectionsCut), "database-connections-cut")]
[JsonDerivedType(typeof(DatabaseConnectionsBroken), "database-connections-broken")]
[JsonDerivedType(typeof(ConnectionPoolExhausted), "connection-pool-exhausted")]
[JsonDerivedType(typeof(WrongCredentials), "wrong-credentials")]
[JsonDerivedType(typeof(SlowQueries), "slow-queries")]
[JsonDerivedType(typeof(CpuLimited), "cpu-limited")]
[JsonDerivedType(typeof(HighLoad), "high-load")]
[JsonDerivedType(typeof(UpstreamDown), "upstream-down")]
[JsonDerivedType(typeof(BadRelease), "bad-release")]
[JsonDerivedType(typeof(PodRestarts), "pod-restarts")]
[JsonDerivedType(typeof(IngressCutsStreams), "ingress-cuts-streams")]
[JsonDerivedType(typeof(IngressPartitioned), "ingress-partitioned")]
[JsonDerivedType(typeof(IngressConnectionsReset), "ingress-connections-reset")]
[JsonDerivedType(typeof(GoodRelease), "good-release")]
[JsonDerivedType(typeof(Scaled), "scaled")]
[JsonDerivedType(typeof(OneFailedRequest), "one-failed-request")]
[JsonDerivedType(typeof(MonitoringRestarted), "monitoring-restarted")]
[JsonDerivedType(typeof(PodMoved), "pod-moved")]
[JsonDerivedType(typeof(ScrapeLost), "scrape-lost")]
[JsonDerivedType(typeof(NothingBroken), "nothing-broken")]
public abstract record Fault
{
    [JsonIgnore]
    public abstract string Name { get; }

    /// <summary>The blast radius in one sentence.</summary>
    [JsonIgnore]
    public abstract string BlastRadius { get; }

    /// <summary>The symptom shows on pods that the fault brings about, which the monitoring has to discover first.</summary>
    [JsonIgnore]
    public virtual bool ShowsOnNewPods => false;

    /// <summary>It is there until it is undone; what happens once and is over by itself is not.</summary>
    [JsonIgnore]
    public virtual bool Lasts => true;
}

/// <summary>Breaks nothing while the scenario expects damage: the control that proves the suite can say "never took effect".</summary>
/// <param name="InsteadOf">The fault that is left out and still looked for.</param>
public sealed record NothingBroken(Fault InsteadOf) : Fault
{
    public override string Name => $"nothing-broken (instead of {InsteadOf.Name})";

    public override string BlastRadius => "none";
}
