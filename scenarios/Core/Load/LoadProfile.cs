using System.Text.Json.Serialization;

namespace ValeoChaos.Core.Load;

/// <summary>How arrivals of one second are spread.</summary>
public enum ArrivalSpacing { Even, Poisson }

/// <summary>One kind of request and its share of all.</summary>
public sealed record RequestTemplate(string Method, string PathAndQuery, int Weight = 1, string? JsonBody = null);

/// <summary>What to send, at what pace, and how little would make the run void.</summary>
public sealed record LoadProfile
{
    public required string Name { get; init; }

    /// <summary>The pace, one step after the other.</summary>
    public IReadOnlyList<LoadStep> Steps { get; init; } = [];

    /// <summary>Short for a single step: so many requests per second of the open model until stopped.</summary>
    [JsonIgnore]
    public double ArrivalRate
    {
        get => Steps is [Inject only] ? only.Rate : 0;
        init => Steps = [new Inject(value)];
    }

    public required IReadOnlyList<RequestTemplate> Requests { get; init; }

    /// <summary>Streams held beside the requests from start to stop.</summary>
    public IReadOnlyList<HeldStreams> Streams { get; init; } = [];

    /// <summary>Requests per second that must really have been sent, on average over the run.</summary>
    public required double MinimumRate { get; init; }

    public ArrivalSpacing Spacing { get; init; } = ArrivalSpacing.Poisson;

    /// <summary>Seed of the spacing, so that a run can be repeated.</summary>
    public int Seed { get; init; } = 20;

    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections at most; a request beyond waits for one, and that wait counts as its latency. Streams have their own.</summary>
    public int MaxConnections { get; init; } = 200;
}

/// <summary>Where requests go.</summary>
public sealed record LoadTarget
{
    public required Uri BaseAddress { get; init; }

    /// <summary>Value of the Host header.</summary>
    public required string Host { get; init; }
}

/// <summary>Counts up to now.</summary>
public sealed record LoadSnapshot(long Offered, long Completed, long Failed, long CutOff)
{
    /// <summary>Requests that were answered with 5xx or not at all.</summary>
    public long Errors { get; init; }

    /// <summary>Requests that took longer than <see cref="Scenarios.SymptomFacts.Slow"/> from the moment they were due.</summary>
    public long Slow { get; init; }

    public int StreamsWanted { get; init; }

    public int StreamsOpen { get; init; }

    /// <summary>Times an open stream ended by other means than the stop of the run.</summary>
    public long StreamsLost { get; init; }

    public static LoadSnapshot None { get; } = new(0, 0, 0, 0);

    /// <summary>Of two loads together.</summary>
    public static LoadSnapshot operator +(LoadSnapshot one, LoadSnapshot other) =>
        new(one.Offered + other.Offered, one.Completed + other.Completed, one.Failed + other.Failed, one.CutOff + other.CutOff)
        {
            Errors = one.Errors + other.Errors,
            Slow = one.Slow + other.Slow,
            StreamsWanted = one.StreamsWanted + other.StreamsWanted,
            StreamsOpen = one.StreamsOpen + other.StreamsOpen,
            StreamsLost = one.StreamsLost + other.StreamsLost,
        };
}
