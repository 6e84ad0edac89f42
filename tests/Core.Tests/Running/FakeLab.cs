using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Load;
using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Tests.Running;

/// <summary>
/// A system of one switch: broken while the fault is in. Its monitoring fires and its receivers are told in the same
/// instant, so that a run through all phases takes as long as its looks.
/// </summary>
internal sealed class FakeLab : IFaultHands, IFaultInjector, ISymptomProbe, IAlertSource, INotificationSource, IRunbookShell, IMitigator, IPager, ILoadEngine, ILoadRun, IEvidence, IMachine
{
    private readonly List<Notification> notifications = [];
    private bool fired;

    public bool Broken { get; private set; }

    /// <summary>The injection breaks something, then throws.</summary>
    public bool InjectionThrows { get; init; }

    public bool MitigationHeals { get; init; } = true;

    /// <summary>Undo takes the fault away, and the system stays as it is.</summary>
    public bool StaysBroken { get; init; }

    public bool UndoThrowsOnce { get; set; }

    /// <summary>Streams are lost with each look while the fault is in, until the mitigation.</summary>
    public bool Loses { get; init; }

    /// <summary>And after it.</summary>
    public bool LosesOn { get; init; }

    public bool PagerWorks { get; init; } = true;

    /// <summary>Nobody can ask them any more once this has been called.</summary>
    public string? ReceiversDieAfter { get; init; }

    /// <summary>What each look at the machine's processors sees; none are seen when it is empty.</summary>
    public Queue<ProcessorTimes> Processors { get; init; } = [];

    /// <summary>What commands show one after the other while the fault is in; nothing when it is empty.</summary>
    public Queue<string> ShownInFault { get; init; } = [];

    /// <summary>The same while nothing is broken.</summary>
    public Queue<string> ShownInHealth { get; init; } = [];

    /// <summary>What the clients got that the fault brings.</summary>
    public LoadSnapshot Crowd { get; init; } = LoadSnapshot.None;

    LoadSnapshot IFaultInjector.Clients => Broken ? Crowd : LoadSnapshot.None;

    /// <summary>Called when the fault is in, with everything broken.</summary>
    public Action? WhenBroken { get; init; }

    /// <summary>Called after a step of the mitigation.</summary>
    public Action? WhenMitigated { get; init; }

    public List<string> Calls { get; } = [];

    public string Name => "fake";

    public RunPorts Ports => new()
    {
        Faults = this, Symptom = this, Alerts = this, Notifications = this, Shell = this, Mitigator = this, Pager = this, Load = this, Evidence = this, Machine = this,
        Target = new LoadTarget { BaseAddress = new Uri("http://fake"), Host = "fake" },
    };

    public IFaultInjector For(Fault fault) => this;

    ProcessorTimes? IMachine.Processors() => Processors.TryDequeue(out var times) ? times : null;

    public Task InjectAsync(CancellationToken cancellation)
    {
        Called("inject");
        Broken = true;
        WhenBroken?.Invoke();
        return InjectionThrows ? throw new IOException("half way") : Task.CompletedTask;
    }

    /// <summary>Looks that find the fault before something takes it back.</summary>
    public int FaultLastsFor { get; set; } = int.MaxValue;

    Task<FaultObservation> IFaultInjector.ObserveAsync(CancellationToken cancellation) =>
        Task.FromResult(new FaultObservation(Broken && FaultLastsFor-- > 0, "a switch"));

    public Task UndoAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Called("undo");
        if (UndoThrowsOnce)
        {
            UndoThrowsOnce = false;
            throw new IOException("the proxy does not answer");
        }

        Broken = StaysBroken;
        return Task.CompletedTask;
    }

    /// <summary>Looks that find the symptom once a command has run.</summary>
    public int StirredUpFor { get; set; }

    /// <summary>Machine time of a look at the symptom.</summary>
    public TimeSpan LookTakes { get; set; }

    async Task<SymptomObserved> ISymptomProbe.ObserveAsync(CancellationToken cancellation)
    {
        if (LookTakes > TimeSpan.Zero)
        {
            using var timer = new PeriodicTimer(LookTakes);
            await timer.WaitForNextTickAsync(cancellation);
        }

        var broken = Broken || (IsCalled("shell") && StirredUpFor-- > 0);
        return new SymptomObserved(!broken, broken, broken ? "503" : "200");
    }

    public Task<IReadOnlyList<RuleState>> ReadAsync(CancellationToken cancellation)
    {
        lock (notifications)
        {
            if (Broken != fired)
            {
                fired = Broken;
                foreach (var route in new[] { "database-team", "slack", "email" })
                {
                    notifications.Add(new Notification(
                        notifications.Count + 1, DateTimeOffset.MaxValue.AddYears(-1), route, fired ? "firing" : "resolved", "DatabaseDown", "critical", "{}"));
                }
            }
        }

        return Task.FromResult<IReadOnlyList<RuleState>>(
            [new RuleState("corrected.yml", "DatabaseDown", Broken ? AlertState.Firing : AlertState.Inactive, "critical", "")]);
    }

    public Task<(bool Sees, string Detail)> SeesHealthAsync(Symptom symptom, CancellationToken cancellation) => Task.FromResult((true, "sees"));

    /// <summary>What Prometheus counts beyond this load, and forgets with each look.</summary>
    public Queue<int> EarlierRequests { get; init; } = [];

    public Task<double> CountRequestsAsync(TimeSpan window, CancellationToken cancellation)
    {
        Called("count requests");
        return Task.FromResult((double)(Snapshot().Completed + (EarlierRequests.TryDequeue(out var earlier) ? earlier : 0)));
    }

    public Task<IReadOnlyList<Notification>> ReadAfterAsync(long sequence, CancellationToken cancellation)
    {
        if (ReceiversDieAfter is { } last && IsCalled(last))
            throw new IOException("connection refused");
        lock (notifications)
            return Task.FromResult<IReadOnlyList<Notification>>([.. notifications.Where(n => n.Sequence > sequence)]);
    }

    public Task<ShellResult> RunAsync(string command, CancellationToken cancellation)
    {
        Called($"shell: {command}");
        return Task.FromResult(new ShellResult(0, (Broken ? ShownInFault : ShownInHealth).TryDequeue(out var shown) ? shown : "", "", TimeSpan.Zero));
    }

    public Task<string> PerformAsync(MitigationAction action, CancellationToken cancellation)
    {
        Called($"mitigate: {action}");
        Broken &= !MitigationHeals;
        WhenMitigated?.Invoke();
        return Task.FromResult("done");
    }

    public Task<string> AcknowledgeAsync(string alert, CancellationToken cancellation)
    {
        Called($"acknowledge {alert}");
        return PagerWorks ? Task.FromResult("silenced") : throw new IOException("no such page");
    }

    public Task ReleaseAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Called("release");
        return Task.CompletedTask;
    }

    public Task CollectAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Called("collect");
        return Task.CompletedTask;
    }

    public ILoadRun Start(LoadProfile profile, LoadTarget target, CancellationToken cancellation) => this;

    public LoadSnapshot Snapshot() => new LoadSnapshot(10, 10, 0, 0) { StreamsLost = Loses ? Lost() : 0 };

    private long lost;

    private long Lost() => Broken && (LosesOn || !IsCalled("mitigate")) ? Interlocked.Add(ref lost, 20) : Interlocked.Read(ref lost);

    public Task BesideAsync(string step, Func<CancellationToken, Task> action, CancellationToken cancellation) => action(cancellation);

    public Task<LoadResult> StopAsync() => Task.FromResult(new LoadResult
    {
        Engine = Name, Offered = 10, Completed = 10, Failed = 0, CutOff = 0, Statuses = new Dictionary<string, long> { ["200"] = 10 },
        Elapsed = TimeSpan.FromSeconds(1), P50Ms = 1, P95Ms = 1, P99Ms = 1, MaxMs = 1, ScheduleErrorP99Ms = 0,
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private bool IsCalled(string what)
    {
        lock (Calls)
            return Calls.Exists(call => call.StartsWith(what, StringComparison.Ordinal));
    }

    private void Called(string what)
    {
        lock (Calls)
            Calls.Add(what);
    }
}
