using System.Text.Json.Serialization;

namespace ValeoChaos.Core.Faults;

/// <summary>A fault of PostgreSQL or of the way to it: it hits every request of valeo-erp that needs the database.</summary>
public abstract record DatabaseFault : Fault
{
    [JsonIgnore]
    public override string BlastRadius => "every request of valeo-erp that needs PostgreSQL";
}

/// <summary>The database's deployment is scaled to none and its pod is gone.</summary>
public sealed record DatabasePodStopped : DatabaseFault
{
    public override string Name => "database-pod-stopped";
}

/// <summary>The database's pod is deleted without grace, once; its deployment makes another.</summary>
public sealed record DatabasePodKilled : DatabaseFault
{
    public override string Name => "database-pod-killed";
}

/// <summary>The database's pod starts, dies and starts again, ever more rarely.</summary>
public sealed record DatabasePodRestarting : DatabaseFault
{
    public override string Name => "database-pod-restarting";
}

/// <summary>The database's container gets SIGKILL and stays down until somebody starts it.</summary>
public sealed record DatabaseContainerKilled : DatabaseFault
{
    public override string Name => "database-container-killed";
}

/// <summary>The database's container is frozen: connections are taken and nothing answers.</summary>
public sealed record DatabaseContainerPaused : DatabaseFault
{
    public override string Name => "database-container-paused";
}

/// <summary>Packets between valeo-erp and the database are dropped, those of established connections too.</summary>
public sealed record DatabasePartitioned : DatabaseFault
{
    public override string Name => "database-partitioned";
}

/// <summary>Every answer of the database takes longer to arrive.</summary>
/// <param name="Latency">Added to each answer; machine time.</param>
/// <param name="Jitter">At most so much more or less.</param>
public sealed record DatabaseLatency(TimeSpan Latency, TimeSpan Jitter) : DatabaseFault
{
    public override string Name => "database-latency";
}

/// <summary>A share of the connections to the database is reset while in use.</summary>
/// <param name="Share">0 to 1.</param>
public sealed record DatabaseConnectionsCut(double Share) : DatabaseFault
{
    public override string Name => "database-connections-cut";
}

/// <summary>
/// A connection to the database breaks once it has carried so much: what is small comes through for a while, and what is large is cut
/// off half way.
/// </summary>
/// <param name="AfterBytes">Bytes from the database.</param>
public sealed record DatabaseConnectionsBroken(int AfterBytes) : DatabaseFault
{
    public override string Name => "database-connections-broken";
}

/// <summary>Whose slots are all taken.</summary>
public enum ConnectionLimit
{
    /// <summary>A forgotten transaction holds a lock, and each request that waits for it keeps a connection of the application's pool.</summary>
    Pool,

    /// <summary>Another client holds every connection that the server allows.</summary>
    Server,
}

/// <summary>Sessions that sit idle in transaction leave no connection for valeo-erp.</summary>
public sealed record ConnectionPoolExhausted(ConnectionLimit Limit) : DatabaseFault
{
    public override string Name => $"connection-pool-exhausted ({Limit.ToString().ToLowerInvariant()})";
}

/// <summary>How the application is restarted.</summary>
public enum RestartMode
{
    /// <summary>Pod by pod; one that does not become ready stops the rollout, and the old ones go on serving.</summary>
    Rolling,

    /// <summary>All pods are deleted together.</summary>
    AllAtOnce,
}

/// <summary>The Secret holds a password that PostgreSQL does not take, and the pods have been restarted with it.</summary>
public sealed record WrongCredentials(RestartMode Restart) : DatabaseFault
{
    public override string Name => $"wrong-credentials ({(Restart is RestartMode.Rolling ? "rolling" : "all at once")})";

    public override bool ShowsOnNewPods => true;
}

/// <summary>The index that a frequent query needs is gone from a table of realistic size.</summary>
/// <param name="Rows">Rows of the table; filled up beforehand.</param>
public sealed record SlowQueries(int Rows) : Fault
{
    public override string Name => "slow-queries";

    public override string BlastRadius => "the orders of a customer, and whatever shares the database's processor with them";
}
