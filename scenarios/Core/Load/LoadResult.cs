using System.Text.Json.Serialization;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Load;

/// <summary>What became of the held streams.</summary>
/// <param name="Wanted">Streams that were to be held.</param>
/// <param name="Opened">Times a stream was answered with events, reconnections included.</param>
/// <param name="OpenAtEnd">Streams that were open when the run was stopped.</param>
/// <param name="MostOpen">Streams open at the same time, at most.</param>
/// <param name="Events">Events received.</param>
/// <param name="Disconnects">How streams ended, by <see cref="StreamEnd"/>; the stop of the run is none.</param>
public sealed record StreamCounts(
    int Wanted, long Opened, int OpenAtEnd, int MostOpen, long Events, IReadOnlyDictionary<string, long> Disconnects);

/// <summary>Why a stream ended, or could not be opened.</summary>
public static class StreamEnd
{
    /// <summary>The server ended it in good order.</summary>
    public const string ServerClosed = "server closed";

    /// <summary>The connection broke.</summary>
    public const string Reset = "reset";

    /// <summary>Silent for longer than it may be, or no answer at all for so long.</summary>
    public const string Stalled = "stalled";

    /// <summary>No connection could be made.</summary>
    public const string NotConnected = "not connected";

    /// <summary>Answered, and not with a stream.</summary>
    public static string Status(int code) => FormattableString.Invariant($"status {code}");
}

/// <summary>Something done in the engine's own session, beside the load and on its clock.</summary>
/// <param name="Start">Offset from the start of the load.</param>
/// <param name="Error">Null where it went well.</param>
public sealed record BesideStep(string Name, TimeSpan Start, TimeSpan Duration, string? Error = null);

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

    /// <summary>How much later than due requests were handed to the network, 99th percentile, in milliseconds. NaN where an engine cannot tell.</summary>
    public required double ScheduleErrorP99Ms { get; init; }

    /// <summary>Null where the profile holds none.</summary>
    public StreamCounts? Streams { get; init; }

    public IReadOnlyList<BesideStep> Beside { get; init; } = [];

    /// <summary>What the engine's own statistics say, in its words; empty where it has none beyond these.</summary>
    public IReadOnlyList<string> Session { get; init; } = [];

    [JsonIgnore]
    public double AchievedRate => Elapsed > TimeSpan.Zero ? (Offered - CutOff) / Elapsed.TotalSeconds : 0;

    /// <exception cref="ArgumentException">The profile's steps cannot be laid out.</exception>
    public LoadMeasured ToEvent(LoadProfile profile) => new(
        Engine, OfferedRate(new LoadPlan(profile)), AchievedRate, profile.MinimumRate, Offered, Completed, Failed, CutOff, Statuses, P50Ms, P99Ms)
    {
        // JSON has no word for "not a number".
        ScheduleErrorP99Ms = double.IsNaN(ScheduleErrorP99Ms) ? null : ScheduleErrorP99Ms,
        Streams = Streams,
        Beside = Beside,
        Session = Session,
    };

    private double OfferedRate(LoadPlan plan) => Elapsed > TimeSpan.Zero ? plan.ArrivalsUntil(Elapsed) / Elapsed.TotalSeconds : 0;
}
