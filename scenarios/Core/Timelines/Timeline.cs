using System.Text.Json;
using System.Text.Json.Serialization;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.Timelines;

/// <summary>One rule as Prometheus loaded it, at the speed of the run.</summary>
public sealed record LoadedRule(string File, string Alert, string Expr, string Severity, int Line, TimeSpan For);

/// <summary>Offsets an expected alert must keep, at the speed of the run, computed from the runbook's <c>for</c>.</summary>
/// <param name="Floor">
/// Earliest firing after the symptom: <c>for</c>. A scrape less where the symptom is counted over a window, for the window that
/// Prometheus has samples of is shorter by up to one.
/// </param>
/// <param name="Ceiling">Latest firing: scrape + evaluation + <c>for</c> in whole evaluations.</param>
/// <param name="NotifyCeiling">Latest notification after the firing: group_wait.</param>
/// <param name="ResolveCeiling">Latest end of firing after health: scrape + evaluation, and what the rule remembers.</param>
/// <param name="ResolvedNotifyCeiling">Latest resolved notification after the end of firing: group_interval.</param>
public sealed record AlertBounds(
    string Alert, TimeSpan Floor, TimeSpan Ceiling, TimeSpan NotifyCeiling, TimeSpan ResolveCeiling, TimeSpan ResolvedNotifyCeiling)
{
    /// <summary>
    /// A symptom that came back so shortly before its end was flapping: the rule may end later by half of this. None where the rule
    /// knows no flapping.
    /// </summary>
    public TimeSpan FlappingWindow { get; init; }

    /// <summary>One for each escalation the scenario names.</summary>
    public IReadOnlyList<EscalationBounds> Escalations { get; init; } = [];
}

/// <summary>When a team is woken by a page that nobody answers, counted from its firing and at the speed of the run.</summary>
/// <param name="Floor">Earliest: the runbook's time.</param>
/// <param name="Ceiling">Latest: scrape + evaluation + the runbook's time in whole evaluations + group_wait.</param>
/// <param name="OverCeiling">Latest resolved notification after the page's end: evaluation + group_interval.</param>
public sealed record EscalationBounds(string Team, TimeSpan Floor, TimeSpan Ceiling, TimeSpan OverCeiling);

/// <summary>A complete recording: enough to judge the run again without a cluster.</summary>
public sealed record Timeline
{
    public const int CurrentSchema = 2;

    public static readonly TimeSpan UsualTolerance = TimeSpan.FromMilliseconds(500);

    public int SchemaVersion { get; init; } = CurrentSchema;

    public required Scenario Scenario { get; init; }

    public required double Speed { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required IReadOnlyList<LoadedRule> Rules { get; init; }

    public required IReadOnlyList<AlertBounds> Bounds { get; init; }

    /// <summary>
    /// Machine time by which each bound may be missed: an interval of each observer (0.2 s), the answer's way, and the scheduler of a busy
    /// machine.
    /// </summary>
    public TimeSpan Tolerance { get; init; } = UsualTolerance;

    /// <summary>What ran: images, versions, the project's commit.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    public required string RerunCommand { get; init; }

    public required IReadOnlyList<TimelineEvent> Events { get; init; }

    /// <summary>T0: the moment the fault was injected, or the start of the quiet window.</summary>
    [JsonIgnore]
    public TimeSpan T0 =>
        Events.OfType<FaultInjected>().FirstOrDefault()?.At
        ?? Events.OfType<PhaseStarted>().FirstOrDefault(e => e.Phase == Running.Phase.Hold)?.At
        ?? TimeSpan.Zero;

    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <exception cref="TimelineFormatException">It is of another schema.</exception>
    internal static void RequireSchema(JsonElement timeline, string source)
    {
        if (!timeline.TryGetProperty("schemaVersion", out var version) || !version.TryGetInt32(out var number) || number != CurrentSchema)
            throw new TimelineFormatException($"{source}: schemaVersion is not {CurrentSchema}. Judge it with the release that recorded it.");
    }

    /// <exception cref="TimelineFormatException">The text is no timeline of this schema.</exception>
    public static Timeline Parse(string json, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            RequireSchema(document.RootElement, source);
            return document.Deserialize<Timeline>(Json) ?? throw new TimelineFormatException($"{source}: empty recording.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            var line = (e as JsonException)?.LineNumber + 1;
            throw new TimelineFormatException($"{source}{(line is null ? "" : $", line {line}")}: not a readable timeline ({e.Message}). Take the folder of a finished run.", e);
        }
    }
}

public sealed class TimelineFormatException(string message, Exception? inner = null) : Exception(message, inner);
