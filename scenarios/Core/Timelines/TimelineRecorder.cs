namespace ValeoChaos.Core.Timelines;

/// <summary>Appends events with their offset from the start; safe from several observers at once.</summary>
public sealed class TimelineRecorder(TimeProvider clock, Action<TimelineEvent>? live = null)
{
    private readonly Lock gate = new();
    private readonly List<TimelineEvent> events = [];
    private readonly long start = clock.GetTimestamp();

    public DateTimeOffset StartedAt { get; } = clock.GetUtcNow();

    public TimeSpan Now => clock.GetElapsedTime(start);

    public void Add(TimelineEvent occurrence) => AddAt(Now, occurrence);

    /// <summary>Adds an event that another process stamped with the wall clock of the same machine.</summary>
    public void AddAt(DateTimeOffset moment, TimelineEvent occurrence) => AddAt(moment - StartedAt, occurrence);

    private void AddAt(TimeSpan at, TimelineEvent occurrence)
    {
        var stamped = occurrence with { At = at };
        lock (gate)
            events.Add(stamped);
        live?.Invoke(stamped);
    }

    public IReadOnlyList<TimelineEvent> Snapshot()
    {
        lock (gate)
            return [.. events.OrderBy(e => e.At)];
    }
}
