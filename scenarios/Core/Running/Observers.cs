using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Running;

/// <summary>
/// Watches symptom, rules, notifications and load from the first phase to the last and records what changes.
/// Phases ask it what the world looks like now, so that everybody judges by the same looks.
/// </summary>
internal sealed class Observers : IAsyncDisposable
{
    /// <summary>Looks alike are recorded so often.</summary>
    internal static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks at the rules that succeed; on a busy machine one may take so long.</summary>
    private static readonly TimeSpan Blink = TimeSpan.FromSeconds(1);

    private readonly RunPorts ports;
    private readonly ISymptomProbe symptom;
    private readonly TimelineRecorder recorder;
    private readonly Eventually eventually;
    private readonly Patience patience;
    private readonly CancellationTokenSource stop = new();
    private readonly List<Task> tasks = [];
    private readonly Dictionary<(string File, string Alert), AlertState> states = [];
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private TimeSpan blind;
    private TimeSpan lastRules;
    private int polls;
    private int failedPolls;
    private long sequence;
    private TimeSpan lastSymptomRecord = TimeSpan.MinValue;

    public Observers(RunPorts ports, ISymptomProbe symptom, TimelineRecorder recorder, Eventually eventually, Patience patience)
    {
        (this.ports, this.symptom) = (ports, symptom);
        (this.recorder, this.eventually, this.patience) = (recorder, eventually, patience);
        lastRules = recorder.Now;
        Watch("symptom", WatchSymptomAsync);
        Watch("rules", WatchRulesAsync);
        Watch("notifications", WatchNotificationsAsync);

        void Watch(string name, Func<CancellationToken, Task> look) =>
            tasks.Add(Task.Run(() => eventually.RepeatAsync(look, patience.Observe, e => Failed(name, e), stop.Token)));
    }

    public SymptomObserved? Symptom { get; private set; }

    /// <summary>The state of each rule at the last successful look.</summary>
    public IReadOnlyDictionary<(string File, string Alert), AlertState> Rules
    {
        get
        {
            lock (states)
                return states.ToDictionary();
        }
    }

    public IReadOnlyList<NotificationArrived> Notifications => [.. recorder.Snapshot().OfType<NotificationArrived>()];

    private async Task WatchSymptomAsync(CancellationToken cancellation)
    {
        var began = recorder.Now;
        var seen = await symptom.ObserveAsync(cancellation);
        seen = seen with { Took = recorder.Now - began };
        var before = Symptom;
        Symptom = seen;
        if (before is null || before.Healthy != seen.Healthy || before.Broken != seen.Broken || before.Acute != seen.Acute || before.NoneReady != seen.NoneReady
            || recorder.Now - lastSymptomRecord >= Heartbeat)
        {
            lastSymptomRecord = recorder.Now;
            recorder.Add(seen);
        }
    }

    private async Task WatchRulesAsync(CancellationToken cancellation)
    {
        var rules = await ports.Alerts.ReadAsync(cancellation);
        polls++;
        Looked();
        foreach (var rule in rules)
        {
            known.Add($"{rule.File}/{rule.Alert}");
            bool changed;
            lock (states)
            {
                changed = !states.TryGetValue((rule.File, rule.Alert), out var before) || before != rule.State;
                states[(rule.File, rule.Alert)] = rule.State;
            }

            if (changed)
                recorder.Add(new AlertObserved(rule.File, rule.Alert, rule.State, rule.Severity, rule.Detail));
        }
    }

    private void Looked()
    {
        var (before, now) = (lastRules, recorder.Now);
        lastRules = now;
        if (now - before > Blink)
            blind += now - before;
    }

    private async Task WatchNotificationsAsync(CancellationToken cancellation)
    {
        foreach (var notification in await ports.Notifications.ReadAfterAsync(sequence, cancellation))
        {
            sequence = Math.Max(sequence, notification.Sequence);
            if (notification.ReceivedAt >= recorder.StartedAt)
                recorder.AddAt(notification.ReceivedAt, new NotificationArrived(
                    notification.Route, notification.Status, notification.Alert, notification.Severity, notification.Payload));
        }
    }

    private void Failed(string observer, Exception error)
    {
        if (observer == "rules")
            failedPolls++;
        recorder.Add(new ObserverFailed(observer, error.Message));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(tasks);
        Looked();
        recorder.Add(new RulesPolled(polls, failedPolls, [.. known.Order(StringComparer.Ordinal)]) { Blind = blind });
        recorder.Add(await ReadToTheEndAsync());
        stop.Dispose();
    }

    /// <summary>The receivers number what they get, so one look gets all that earlier ones missed.</summary>
    private async Task<NotificationsRead> ReadToTheEndAsync()
    {
        try
        {
            return await eventually.ReachAsync("the receivers' last notifications", async c =>
            {
                await WatchNotificationsAsync(c);
                return new Observation<NotificationsRead>(true, new NotificationsRead(true, $"{Counted.Of(Notifications.Count, "notification")} until the end"), "read");
            }, patience.LastLook, CancellationToken.None);
        }
        catch (NotReachedException e)
        {
            return new NotificationsRead(false, e.Message);
        }
    }
}
