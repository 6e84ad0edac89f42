using System.Text.Json;
using System.Text.Json.Serialization;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Recordings;

/// <summary>A group of rules as Prometheus evaluated it, at the speed of the run.</summary>
/// <param name="LastEvaluation">One moment at which it did; the others lie whole intervals before.</param>
public sealed record EvaluatedGroup(string File, string Name, TimeSpan Interval, DateTimeOffset LastEvaluation);

/// <summary>A moment of the run.</summary>
/// <param name="Offset">From T0, the injection.</param>
public sealed record RecordingMark(string Name, DateTimeOffset At, TimeSpan Offset);

/// <summary>
/// What a run leaves for rules that are judged later: what Prometheus knew, and what happened. The samples stand beside it, in a file of
/// their own.
/// </summary>
public sealed record Recording
{
    public const int CurrentSchema = 1;

    public int SchemaVersion { get; init; } = CurrentSchema;

    /// <summary>When the first and the last sample may have been taken.</summary>
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>How often each job is scraped, at the speed of the run.</summary>
    public required IReadOnlyDictionary<string, TimeSpan> ScrapeIntervals { get; init; }

    /// <summary>How often groups that say nothing of it are evaluated, at the speed of the run.</summary>
    public required TimeSpan EvaluationInterval { get; init; }

    public required IReadOnlyList<EvaluatedGroup> Groups { get; init; }

    /// <summary>The run as far as a rule can be judged by it: without commands, pages and words that only people read.</summary>
    public required Timeline Timeline { get; init; }

    /// <summary>For people and for other tools; the timeline decides.</summary>
    public IReadOnlyList<RecordingMark> Marks =>
        [.. Timeline.Events.Select(e => (Name: NameOf(e), e.At)).Where(e => e.Name is not null).Append(("end", Until - Timeline.StartedAt))
            .Select(e => new RecordingMark(e.Item1!, Timeline.StartedAt + e.Item2, e.Item2 - Timeline.T0))];

    [JsonIgnore]
    public DateTimeOffset T0 => Timeline.StartedAt + Timeline.T0;

    private static string? NameOf(TimelineEvent occurrence) => occurrence switch
    {
        FaultInjected => "injection",
        FaultObserved { InEffect: true } => "in effect",
        MitigationDone e => e.Step > 0 ? $"mitigation {e.Step}" : "mitigation",
        FaultUndone => "undo",
        PhaseStarted { Phase: Phase.Hold } => "hold",
        _ => null,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Timeline.Json) + "\n";

    /// <exception cref="RecordingFormatException">The text is no recording of this schema.</exception>
    public static Recording Parse(string json, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var version = document.RootElement.TryGetProperty("schemaVersion", out var given) ? given.GetInt32() : 0;
            if (version > CurrentSchema)
                throw new RecordingFormatException($"{source}: schemaVersion {version} is newer than {CurrentSchema}, the newest that this release reads. Replay it with the release that recorded it.");
            if (version != CurrentSchema)
                throw new RecordingFormatException($"{source}: no recording, for it has no schemaVersion. Take the recording.json of a finished run.");
            Timeline.RequireSchema(document.RootElement.GetProperty("timeline"), $"{source}, timeline");
            return document.Deserialize<Recording>(Timeline.Json)!;
        }
        catch (TimelineFormatException e)
        {
            throw new RecordingFormatException(e.Message, e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or KeyNotFoundException)
        {
            var line = (e as JsonException)?.LineNumber + 1;
            throw new RecordingFormatException($"{source}{(line is null ? "" : $", line {line}")}: no readable recording ({e.Message}). Take the recording.json of a finished run, and the release that recorded it or a newer one.", e);
        }
    }
}
