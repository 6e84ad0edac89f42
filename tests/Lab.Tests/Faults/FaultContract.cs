using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Load;
using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Lab.Cluster;
using ValeoChaos.Lab.Faults;
using ValeoChaos.Scenarios;

namespace ValeoChaos.Lab.Tests.Faults;

/// <summary>Each fault on a real lab under load: its effect is measured without it, with it and after it.</summary>
public abstract class FaultContract(DatabaseForm database)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly LoadProfile SomeLoad = new()
    {
        Name = "contract", ArrivalRate = 12, MinimumRate = 0,
        Requests =
        [
            new RequestTemplate("GET", "/api/v1/articles?limit=20", Weight: 2), new RequestTemplate("GET", "/api/v1/customers/42/orders", Weight: 2),
            new RequestTemplate("GET", "/api/v1/shipping-rates"),
        ],
        Streams = [new HeldStreams("/api/stream/orders", Clients: 4, Silence: TimeSpan.FromSeconds(5))],
    };

    private readonly Eventually eventually = new(TimeProvider.System, TestContext.Progress.WriteLine);
    private FaultLabs.Lease? lease;
    private ILoadRun? load;

    private LabSession Lab => lease!.Lab;

    [OneTimeSetUp]
    public async Task Take()
    {
        lease = await FaultLabs.TakeAsync(database);
        load = Lab.Handles.Load.Start(SomeLoad, Lab.Handles.Target, CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task GiveBack()
    {
        if (load is not null)
            await load.DisposeAsync();
        if (lease is not null)
            await lease.DisposeAsync();
    }

    /// <param name="fault">The fault.</param>
    /// <param name="cancellation">Ends the test.</param>
    /// <param name="lasting">It has to be seen for so long without a break: something in the cluster could take it back.</param>
    protected async Task ItIsSeenOnlyWhileItIsIn(Fault fault, CancellationToken cancellation, TimeSpan lasting = default)
    {
        var hands = Hands(fault);
        await hands.PrepareAsync(cancellation);
        await HealthAsync(cancellation);
        await UnseenAsync(fault, "not to be seen yet", cancellation);
        var session = new FaultSession(hands);
        try
        {
            await session.InjectAsync(cancellation);
            var seen = "";
            await eventually.LastsAsync($"{fault.Name} to be seen", async c =>
            {
                var look = await session.ObserveAsync(c);
                return (look.InEffect, seen = look.Evidence);
            }, lasting, Patience, cancellation);
            await TestContext.Progress.WriteLineAsync($"   {fault.Name}: {seen}");
        }
        finally
        {
            using var own = new CancellationTokenSource(Patience);
            await session.UndoAsync(own.Token);
            await hands.UndoAsync(own.Token);
        }

        await HealthAsync(cancellation);
        await UnseenAsync(fault, "to be gone", cancellation);
    }

    private async Task UnseenAsync(Fault fault, string what, CancellationToken cancellation)
    {
        // New hands remember nothing: what they see is there now.
        var hands = Hands(fault);
        await eventually.ReachAsync($"{fault.Name} {what}", async c =>
        {
            var look = await hands.ObserveAsync(c);
            return new Observation<bool>(!look.InEffect, true, look.Evidence);
        }, Patience, cancellation);
    }

    private IFaultInjector Hands(Fault fault) => new FaultHands(Lab.Handles).For(fault);

    private Task HealthAsync(CancellationToken cancellation)
    {
        var probe = new ReadyzProbe(Lab.Kubernetes, 3);
        return eventually.ReachAsync("/readyz to be 200 on every pod", async c =>
        {
            var seen = await probe.ObserveAsync(c);
            return new Observation<bool>(seen.Healthy, true, seen.Detail);
        }, Patience, cancellation);
    }
}

/// <summary>Faults of the database and of the way to it.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class DatabaseFaultTests() : FaultContract(DatabaseForm.Pod)
{
    private static IEnumerable<Fault> Faults =>
    [
        new DatabasePodStopped(),
        new DatabasePodKilled(),
        new DatabasePodRestarting(),
        new DatabasePartitioned(),
        new DatabaseLatency(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(50)),
        new DatabaseConnectionsCut(0.5),
        new DatabaseConnectionsBroken(AfterBytes: 4000),
        new ConnectionPoolExhausted(ConnectionLimit.Pool),
        new ConnectionPoolExhausted(ConnectionLimit.Server),
        new WrongCredentials(RestartMode.Rolling),
        new SlowQueries(Rows: 300_000),
    ];

    [TestCaseSource(nameof(Faults)), CancelAfter(240_000)]
    public Task It_is_seen_only_while_it_is_in(Fault fault, CancellationToken cancellation) => ItIsSeenOnlyWhileItIsIn(fault, cancellation);
}

/// <summary>Faults of the application, its upstream, its traffic and its ingress.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class ApplicationFaultTests() : FaultContract(DatabaseForm.Pod)
{
    private static IEnumerable<Fault> Faults =>
    [
        new HighLoad(LoadProfiles.ShippingLabel, Rate: 70),
        new UpstreamDown(),
        new IngressCutsStreams(TimeSpan.FromSeconds(1)),
        new IngressPartitioned(),
        new IngressConnectionsReset(AfterPackets: 14),
        new BadRelease(),
        new CpuLimited(LoadProfiles.PriceList, TimeSpan.FromMilliseconds(800)),
        new PodRestarts(RestartKind.Deleted),
        new PodRestarts(RestartKind.Killed),
        new PodRestarts(RestartKind.CrashLoop),
    ];

    /// <summary>The autoscaler looks every 15 s and knows of a minimum of three.</summary>
    [Test, CancelAfter(240_000)]
    public Task The_autoscaler_does_not_take_back_what_was_scaled(CancellationToken cancellation) =>
        ItIsSeenOnlyWhileItIsIn(new Scaled(2), cancellation, lasting: TimeSpan.FromSeconds(16));

    [TestCaseSource(nameof(Faults)), CancelAfter(240_000)]
    public Task It_is_seen_only_while_it_is_in(Fault fault, CancellationToken cancellation) => ItIsSeenOnlyWhileItIsIn(fault, cancellation);
}

/// <summary>A managed database.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class ManagedDatabaseFaultTests() : FaultContract(DatabaseForm.Container)
{
    private static IEnumerable<Fault> Faults => [new DatabaseContainerKilled(), new DatabaseContainerPaused(), new WrongCredentials(RestartMode.AllAtOnce), new DatabasePartitioned()];

    [TestCaseSource(nameof(Faults)), CancelAfter(240_000)]
    public Task It_is_seen_only_while_it_is_in(Fault fault, CancellationToken cancellation) => ItIsSeenOnlyWhileItIsIn(fault, cancellation);
}
