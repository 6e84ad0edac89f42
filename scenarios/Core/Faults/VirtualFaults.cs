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
