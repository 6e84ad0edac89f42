namespace ValeoChaos.Core.Faults;

/// <summary>How many requests of a burst fail, or are slow.</summary>
public enum BurstSize
{
    /// <summary>At first five percent of those in five minutes to the dot, and with more of them later five percent of the last two and a half.</summary>
    FivePercent,

    /// <summary>Five in five minutes.</summary>
    FiveRequests,

    /// <summary>Too few of the last two and a half minutes, while three times as many come as before and then for half a minute only as many.</summary>
    InARush,
}

/// <summary>Requests fail, or are slow, at a moment, and as many as a bound allows. Only in virtual time, which knows such numbers.</summary>
public sealed record RequestBursts(BurstSize Size, bool Slow) : Fault
{
    public override string Name => $"request-bursts ({(Slow ? "slow" : "failed")}, {Size.ToString().ToLowerInvariant()})";

    public override string BlastRadius => "some requests";
}

/// <summary>Every stream is cut off for half a minute, and scrapes are lost around it. Only in virtual time, for no lab loses just those.</summary>
public sealed record StreamsInterrupted : Fault
{
    public override string Name => "streams-interrupted";

    public override string BlastRadius => "every stream, and looks of the monitoring at two pods";
}

/// <summary>PostgreSQL answers nobody and comes back for a moment, again and again. Only in virtual time, which meets the moment.</summary>
/// <param name="Looks">Of the monitoring, for which it is away each time.</param>
public sealed record DatabaseFlapping(int Looks) : DatabaseFault
{
    public override string Name => $"database-flapping (for {Looks} looks)";
}

/// <summary>
/// The database is gone, and the check that waits for it blocks the whole process of each pod. Only in virtual time: the stand-in's
/// check blocks nothing else.
/// </summary>
public sealed record ProcessBlocked : DatabaseFault
{
    public override string Name => "process-blocked";
}

/// <summary>
/// The database is gone, and the prober loses looks at every pod: the second of the outage, five in a row, and the second after its
/// end. Only in virtual time, which meets the moments.
/// </summary>
public sealed record DatabaseAwayUnseen : DatabaseFault
{
    public override string Name => "database-away-unseen";
}

/// <summary>
/// A connection breaks under the check of one pod and then of another, at each of four decisions of the rules, and a minute later
/// the database is gone. Only in virtual time, which meets the moments.
/// </summary>
public sealed record ChecksBreakBeforeOutage : DatabaseFault
{
    public override string Name => "checks-break-before-outage";
}

/// <summary>What the alerts need besides the application's own metrics.</summary>
public enum MonitoringPart
{
    /// <summary>Asks <c>/readyz</c> and <c>/healthz</c> of each pod.</summary>
    Prober,

    /// <summary>Tells of the deployment.</summary>
    DeploymentState,
}

/// <summary>A part of the monitoring is gone, and with it what the alerts are made of. Only in virtual time.</summary>
public sealed record MonitoringPartGone(MonitoringPart Part) : Fault
{
    public override string Name => $"monitoring-part-gone ({Part.ToString().ToLowerInvariant()})";

    public override string BlastRadius => "the monitoring";
}
