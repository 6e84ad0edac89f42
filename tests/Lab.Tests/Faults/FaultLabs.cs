using ValeoChaos.Core.Lanes;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Lab.Engine;
using ValeoChaos.Lab.Lanes;

namespace ValeoChaos.Lab.Tests.Faults;

/// <summary>
/// The labs that faults are tried on: as many at once as the machine carries, for beside another one a lab under a fault may get hardly
/// any of the processor for minutes. Fixtures that need the same take turns on one.
/// </summary>
[SetUpFixture]
public sealed class FaultLabs
{
    /// <summary>Of the faults of one fixture; its order of magnitude decides whether another lab is worth its boot.</summary>
    private static readonly TimeSpan Expected = TimeSpan.FromMinutes(4);

    private static readonly Lazy<Task<LanePool<LabSession>>> Pool = new(OpenAsync);

    /// <summary>Waits for a lab and keeps it until the lease is disposed.</summary>
    /// <exception cref="LabException">The environment cannot carry a lab.</exception>
    internal static async Task<Lease> TakeAsync(DatabaseForm database)
    {
        TaskCompletionSource<LabSession> taken = new();
        TaskCompletionSource given = new();
        var work = new LaneWork(new LabNeeds(database), Expected, TestContext.Progress.WriteLine);
        var kept = (await Pool.Value).RunAsync(work, async (lab, _) =>
        {
            taken.SetResult(lab);
            await given.Task;
            return true;
        }, CancellationToken.None);
        // A boot that fails ends it before a lab is there.
        await await Task.WhenAny(kept, taken.Task);
        return new Lease(await taken.Task, given, kept);
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        if (Pool.IsValueCreated)
            await (await Pool.Value).DisposeAsync();
    }

    private static async Task<LanePool<LabSession>> OpenAsync() => new(
        await MachineCapacity.LanesAsync(TestContext.Progress.WriteLine, CancellationToken.None), bootsAtOnce: 1, new LaneScheduler(BootCost: TimeSpan.FromMinutes(1)),
        // Each fault is tried on health, and leaves it behind or fails: there is nothing to bring back.
        new LabMaker<LabSession>((work, c) => LabSession.StartAsync(Options(work), c), (_, _, _) => Task.CompletedTask));

    private static LabOptions Options(LaneWork work) => new()
    {
        Database = work.Needs!.Database, Scale = new TimeScale(20), Provision = Provisioner.AskedFor,
        // A fault in the lab beside it may take all the processor there is, and its effect is not a matter of seconds.
        Yields = false,
        Clock = TimeProvider.System, Progress = work.Progress,
    };

    internal sealed class Lease(LabSession lab, TaskCompletionSource given, Task kept) : IAsyncDisposable
    {
        public LabSession Lab => lab;

        public async ValueTask DisposeAsync()
        {
            given.SetResult();
            await kept;
        }
    }
}
