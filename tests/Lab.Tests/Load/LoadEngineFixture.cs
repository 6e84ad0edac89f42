using ValeoChaos.Core.Load;
using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Running;

namespace ValeoChaos.Lab.Tests.Load;

/// <summary>A server for each test and a profile to vary.</summary>
public abstract class LoadEngineFixture
{
    private protected static readonly LoadProfile Profile = new()
    {
        Name = "test", ArrivalRate = 200, MinimumRate = 190, Spacing = ArrivalSpacing.Even, Requests = [new RequestTemplate("GET", "/ok")],
    };

    private protected Eventually Eventually { get; } = new(TimeProvider.System);

    private protected LoadServer Server { get; private set; } = null!;

    [SetUp]
    public async Task StartServer() => Server = await LoadServer.StartAsync();

    [TearDown]
    public async Task StopServer() => await Server.DisposeAsync();

    private protected Task Reached(ILoadRun run, Func<LoadSnapshot, bool> reached, CancellationToken cancellation) => Eventually.ReachAsync(
        "load", _ => Task.FromResult(new Observation<bool>(reached(run.Snapshot()), true, $"{run.Snapshot()}")), TimeSpan.FromSeconds(15), cancellation);
}
