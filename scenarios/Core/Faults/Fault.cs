using System.Text.Json.Serialization;

namespace ValeoChaos.Core.Faults;

/// <summary>What is to be broken, as data; the hands that do it live in the lab.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(DatabasePodStopped), "database-pod-stopped")]
[JsonDerivedType(typeof(DatabaseContainerKilled), "database-container-killed")]
[JsonDerivedType(typeof(NothingBroken), "nothing-broken")]
public abstract record Fault
{
    [JsonIgnore]
    public abstract string Name { get; }

    /// <summary>The blast radius in one sentence.</summary>
    [JsonIgnore]
    public abstract string BlastRadius { get; }
}

/// <summary>The database's deployment is scaled to none and its pod is gone.</summary>
public sealed record DatabasePodStopped : Fault
{
    public override string Name => "database-pod-stopped";

    public override string BlastRadius => "every request of valeo-erp that needs PostgreSQL";
}

/// <summary>The database's container gets SIGKILL and stays down until somebody starts it.</summary>
public sealed record DatabaseContainerKilled : Fault
{
    public override string Name => "database-container-killed";

    public override string BlastRadius => "every request of valeo-erp that needs PostgreSQL";
}

/// <summary>Breaks nothing while the scenario expects damage: the control that proves the suite can say "never took effect".</summary>
/// <param name="InsteadOf">The fault that is left out and still looked for.</param>
public sealed record NothingBroken(Fault InsteadOf) : Fault
{
    public override string Name => $"nothing-broken (instead of {InsteadOf.Name})";

    public override string BlastRadius => "none";
}
