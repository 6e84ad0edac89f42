using ValeoChaos.Core.Load;

namespace ValeoChaos.Core.Faults;

/// <summary>
/// The deployment's processor limit is lowered until a costly request takes longer than it may. A fixed limit would hold back the
/// pods of one machine and not those of a faster one.
/// </summary>
/// <param name="Endpoint">What the costly request asks for.</param>
/// <param name="Takes">Machine time of it within the limit, in a pod that does nothing else.</param>
public sealed record CpuLimited(string Endpoint, TimeSpan Takes) : Fault
{
    public override bool ShowsOnNewPods => true;

    public override string Name => "cpu-limited";

    public override string BlastRadius => "every request of valeo-erp";
}

/// <summary>More requests arrive than the pods can serve.</summary>
/// <param name="Request">What all of them ask for.</param>
/// <param name="Rate">Of them per second, beside the scenario's own load.</param>
public sealed record HighLoad(RequestTemplate Request, double Rate) : Fault
{
    public override string Name => "high-load";

    public override string BlastRadius => $"every {Request.Method} {Request.PathAndQuery}, and whatever shares a pod with it";
}

/// <summary>The service that valeo-erp asks for shipping rates is gone.</summary>
public sealed record UpstreamDown : Fault
{
    public override string Name => "upstream-down";

    public override string BlastRadius => "/api/v1/shipping-rates";
}

/// <summary>A new version is rolled out that fails for some inputs and is ready all the same.</summary>
public sealed record BadRelease : Fault
{
    public override bool ShowsOnNewPods => true;

    public override string Name => "bad-release";

    public override string BlastRadius => "lists that hold an article without stock";
}

/// <summary>How pods of valeo-erp go down.</summary>
public enum RestartKind
{
    /// <summary>All are deleted once.</summary>
    Deleted,

    /// <summary>The process in each gets SIGKILL once.</summary>
    Killed,

    /// <summary>The process in each is killed whenever it is up.</summary>
    CrashLoop,
}

public sealed record PodRestarts(RestartKind Kind) : Fault
{
    /// <summary>Where the pods stay, the monitoring goes on asking them.</summary>
    public override bool ShowsOnNewPods => Kind is RestartKind.Deleted;

    public override string Name => $"pod-restarts ({Kind.ToString().ToLowerInvariant()})";

    public override string BlastRadius => "every request and every stream of valeo-erp";
}

/// <summary>The ingress ends a stream that is silent for less than the time between two keepalives.</summary>
/// <param name="After">The ingress's read time-out; machine time.</param>
public sealed record IngressCutsStreams(TimeSpan After) : Fault
{
    public override string Name => "ingress-cuts-streams";

    public override string BlastRadius => "every event stream";
}

/// <summary>Packets between the ingress and valeo-erp are dropped, those of established connections too.</summary>
public sealed record IngressPartitioned : Fault
{
    public override string Name => "ingress-partitioned";

    public override string BlastRadius => "every request and every stream that comes through the ingress";
}

/// <summary>Something between ingress and valeo-erp forgets connections: one that has carried so many packets is reset.</summary>
/// <param name="AfterPackets">Packets in both directions; a request's own connection needs about fourteen.</param>
public sealed record IngressConnectionsReset(int AfterPackets) : Fault
{
    public override string Name => "ingress-connections-reset";

    public override string BlastRadius => "every event stream, and requests with large answers";
}
