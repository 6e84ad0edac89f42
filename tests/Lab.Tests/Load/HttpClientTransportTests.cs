using System.Diagnostics;
using ValeoChaos.Core.Load;
using ValeoChaos.Lab.Load;

namespace ValeoChaos.Lab.Tests.Load;

/// <summary>The way that requests over TLS take.</summary>
public sealed class HttpClientTransportTests : LoadEngineFixture
{
    [Test, CancelAfter(20_000)]
    public async Task A_target_with_TLS_goes_over_the_library_and_its_failures_are_counted(CancellationToken cancellation)
    {
        // The server speaks no TLS, so that every handshake fails.
        var target = Server.Target with { BaseAddress = new UriBuilder(Server.Target.BaseAddress) { Scheme = "https" }.Uri };
        await using var run = new BuiltInLoadEngine(TimeProvider.System).Start(Profile, target, cancellation);
        await Reached(run, s => s.Failed >= 20, cancellation);
        var result = await run.StopAsync();
        result.Statuses.Keys.Should().Equal("SecureConnectionError");
        (result.Completed + result.Failed + result.CutOff).Should().Be(result.Offered);
    }

    [Test, CancelAfter(20_000)]
    public void Answers_are_counted_and_what_is_on_its_way_at_the_end_is_cut_off(CancellationToken cancellation)
    {
        var (ledger, start) = (new LoadLedger(), Stopwatch.GetTimestamp());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using (var transport = new HttpClientTransport(Profile, Server.Target, ledger, new Workload(Profile), Now, stop.Token))
        {
            for (var i = 0; i < 10; i++)
                transport.Begin(new Work(Now(), 0, false), Now());
            while (ledger.Snapshot().Completed < 10 && !cancellation.IsCancellationRequested)
                transport.Wait(TimeSpan.FromMilliseconds(5));
            Server.Stall();
            transport.Begin(new Work(Now(), 0, false), Now());
            stop.Cancel();
        }

        ledger.Snapshot().Should().Be(new LoadSnapshot(0, 10, 0, 1));

        TimeSpan Now() => Stopwatch.GetElapsedTime(start);
    }
}
