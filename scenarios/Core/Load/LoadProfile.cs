using System.Text.Json.Serialization;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Load;

/// <summary>How arrivals of one second are spread.</summary>
public enum ArrivalSpacing { Even, Poisson }

/// <summary>One kind of request and its share of all.</summary>
public sealed record RequestTemplate(string Method, string PathAndQuery, int Weight = 1, string? JsonBody = null);

/// <summary>What to send, at what pace, and how little would make the run void.</summary>
public sealed record LoadProfile
{
    public required string Name { get; init; }

    /// <summary>Open model: requests per second that arrive whether or not earlier ones were answered.</summary>
    public required double ArrivalRate { get; init; }

    public required IReadOnlyList<RequestTemplate> Requests { get; init; }

    /// <summary>Requests per second that must really have been sent.</summary>
    public required double MinimumRate { get; init; }

    public ArrivalSpacing Spacing { get; init; } = ArrivalSpacing.Poisson;

    /// <summary>Seed of spacing and choice of requests, so that a run can be repeated.</summary>
    public int Seed { get; init; } = 20;

    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections at most; a request beyond waits for one, and that wait counts as its latency.</summary>
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
public sealed record LoadSnapshot(long Offered, long Completed, long Failed, long CutOff);

/// <summary>
/// The whole run. Offered = completed + failed + cut off. Latencies in milliseconds count from the moment a request was due,
/// not from when it could be sent, so a stall shows.
/// </summary>
public sealed record LoadResult
{
    public required string Engine { get; init; }

    public required long Offered { get; init; }

    /// <summary>Answered, whatever the status.</summary>
    public required long Completed { get; init; }

    /// <summary>Not answered: refused, reset, timed out.</summary>
    public required long Failed { get; init; }

    /// <summary>On its way when the run was stopped.</summary>
    public required long CutOff { get; init; }

    /// <summary>By status code, or by class of error.</summary>
    public required IReadOnlyDictionary<string, long> Statuses { get; init; }

    public required TimeSpan Elapsed { get; init; }

    public required double P50Ms { get; init; }

    public required double P95Ms { get; init; }

    public required double P99Ms { get; init; }

    public required double MaxMs { get; init; }

    /// <summary>How much later than due requests were handed to the network, 99th percentile, in milliseconds.</summary>
    public required double ScheduleErrorP99Ms { get; init; }

    [JsonIgnore]
    public double AchievedRate => Elapsed > TimeSpan.Zero ? (Offered - CutOff) / Elapsed.TotalSeconds : 0;

    public LoadMeasured ToEvent(LoadProfile profile) => new(
        Engine, profile.ArrivalRate, AchievedRate, profile.MinimumRate, Offered, Completed, Failed, CutOff, Statuses, P50Ms, P99Ms);
}
