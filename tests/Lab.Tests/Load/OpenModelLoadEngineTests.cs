using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using ValeoChaos.Core.Load;
using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Running;
using ValeoChaos.Lab.Load;

namespace ValeoChaos.Lab.Tests.Load;

/// <summary>The engine against a server of ours that can be told to stall.</summary>
public sealed class OpenModelLoadEngineTests
{
    private static readonly LoadProfile Profile = new()
    {
        Name = "test", ArrivalRate = 200, MinimumRate = 190, Spacing = ArrivalSpacing.Even, Requests = [new RequestTemplate("GET", "/ok")],
    };

    private readonly Eventually eventually = new(TimeProvider.System);
    private WebApplication server = null!;
    private volatile TaskCompletionSource? stall;

    [OneTimeSetUp]
    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.MapGet("/ok", async () =>
        {
            await (stall?.Task ?? Task.CompletedTask);
            return "ok";
        });
        server.MapGet("/sick", () => Microsoft.AspNetCore.Http.Results.StatusCode(503));
        await server.StartAsync();
    }

    [OneTimeTearDown]
    public async Task Stop() => await server.DisposeAsync();

    [Test, CancelAfter(20_000)]
    public async Task The_rate_is_reached_and_all_requests_are_counted(CancellationToken cancellation)
    {
        var result = await Run(Profile, TimeSpan.FromSeconds(2), cancellation);
        result.AchievedRate.Should().BeApproximately(200, 4);
        (result.Completed + result.Failed + result.CutOff).Should().Be(result.Offered);
        result.Statuses.Keys.Should().Equal("200");
    }

    [Test, CancelAfter(20_000)]
    public async Task A_server_that_stalls_slows_no_arrival_and_shows_in_the_percentiles(CancellationToken cancellation)
    {
        await using var run = Start(Profile);
        await Sent(run, 100, cancellation);
        stall = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = run.Snapshot().Offered;
        await eventually.HoldAsync("a stall of one second", TimeSpan.FromSeconds(1), cancellation);
        var during = run.Snapshot();
        stall.SetResult();
        stall = null;
        await Sent(run, during.Offered + 100, cancellation);
        var result = await run.StopAsync();
        (during.Offered - before).Should().BeGreaterThan(180, "arrivals do not wait for answers");
        result.P99Ms.Should().BeGreaterThan(500, "latency counts from the moment a request was due");
        result.P50Ms.Should().BeLessThan(900);
    }

    [Test, CancelAfter(20_000)]
    public async Task Statuses_are_counted_apart(CancellationToken cancellation)
    {
        var result = await Run(Profile with { Requests = [new RequestTemplate("GET", "/ok"), new RequestTemplate("GET", "/sick")] }, TimeSpan.FromSeconds(1), cancellation);
        result.Statuses.Keys.Should().Equal("200", "503");
        result.Statuses.Values.Sum().Should().Be(result.Completed);
        result.Statuses["503"].Should().BeInRange(60, 140);
    }

    [Test, CancelAfter(20_000)]
    public async Task Requests_on_their_way_at_the_end_are_cut_off_and_not_lost(CancellationToken cancellation)
    {
        stall = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var run = Start(Profile);
        await Sent(run, 50, cancellation);
        var result = await run.StopAsync();
        stall.SetResult();
        stall = null;
        result.CutOff.Should().BeGreaterThanOrEqualTo(50);
        (result.Completed + result.Failed + result.CutOff).Should().Be(result.Offered);
    }

    [Test, CancelAfter(20_000)]
    public async Task A_refused_connection_is_a_failure_of_its_own_class(CancellationToken cancellation)
    {
        await using var run = new OpenModelLoadEngine(TimeProvider.System).Start(
            Profile, new LoadTarget { BaseAddress = new Uri("http://127.0.0.1:1"), Host = "test" }, CancellationToken.None);
        await eventually.ReachAsync("failures", _ => Task.FromResult(new Observation<bool>(run.Snapshot().Failed > 20, true, "")), TimeSpan.FromSeconds(10), cancellation);
        (await run.StopAsync()).Statuses.Keys.Should().Equal("ConnectionRefused");
    }

    private ILoadRun Start(LoadProfile profile) => new OpenModelLoadEngine(TimeProvider.System).Start(
        profile, new LoadTarget { BaseAddress = new Uri(server.Urls.First()), Host = "test" }, CancellationToken.None);

    private async Task<LoadResult> Run(LoadProfile profile, TimeSpan duration, CancellationToken cancellation)
    {
        await using var run = Start(profile);
        await eventually.HoldAsync("load to flow", duration, cancellation);
        return await run.StopAsync();
    }

    private Task Sent(ILoadRun run, long count, CancellationToken cancellation) => eventually.ReachAsync(
        "requests to be sent", _ => Task.FromResult(new Observation<bool>(run.Snapshot().Offered >= count, true, $"{run.Snapshot()}")), TimeSpan.FromSeconds(10), cancellation);
}
