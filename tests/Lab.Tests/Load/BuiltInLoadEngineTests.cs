using ValeoChaos.Core.Load;
using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Running;
using ValeoChaos.Lab.Load;

namespace ValeoChaos.Lab.Tests.Load;

/// <summary>What the built-in engine does beyond the contract.</summary>
public sealed class BuiltInLoadEngineTests : LoadEngineFixture
{
    [Test, CancelAfter(20_000)]
    public async Task A_stall_shows_in_the_percentiles_although_the_pool_is_small(CancellationToken cancellation)
    {
        await using var run = Start(Profile with { MaxConnections = 4 });
        await Reached(run, s => s.Completed >= 200, cancellation);
        Server.Stall();
        await Eventually.HoldAsync("a stall of one second", TimeSpan.FromSeconds(1), cancellation);
        Server.GoOn();
        await Reached(run, s => s.Completed >= 600, cancellation);
        var result = await run.StopAsync();
        // 200 of 600 requests were due in the stall, evenly, and only four could be sent: without counting from when they were
        // due, one in a hundred would not even be slow.
        result.P50Ms.Should().BeLessThan(400);
        result.P95Ms.Should().BeInRange(500, 1_300);
        result.P99Ms.Should().BeGreaterThan(800);
        Server.Connections.Should().HaveCount(4);
    }

    [Test, CancelAfter(20_000)]
    public async Task The_schedule_is_kept_within_milliseconds(CancellationToken cancellation)
    {
        await using var run = Start(Profile with { ArrivalRate = 1_000 });
        await Reached(run, s => s.Offered >= 3_000, cancellation);
        var result = await run.StopAsync();
        result.AchievedRate.Should().BeApproximately(1_000, 20);
        result.ScheduleErrorP99Ms.Should().BeLessThan(100, "this machine has other work; bench load gives the figure of a quiet one");
    }

    [Test, CancelAfter(20_000)]
    public async Task Chunked_answers_leave_the_connection_in_use(CancellationToken cancellation)
    {
        await using var run = Start(Profile with { Requests = [new RequestTemplate("GET", "/chunked")] });
        await Reached(run, s => s.Completed >= 200, cancellation);
        (await run.StopAsync()).Statuses.Keys.Should().Equal("200");
    }

    [Test, CancelAfter(20_000)]
    public async Task A_connection_that_the_server_breaks_is_a_failure(CancellationToken cancellation)
    {
        await using var run = Start(Profile with { Requests = [new RequestTemplate("GET", "/abort")] });
        await Reached(run, s => s.Failed >= 50, cancellation);
        (await run.StopAsync()).Statuses.Keys.Should().BeSubsetOf(["ConnectionReset", "ResponseEnded"]);
    }

    [Test, CancelAfter(20_000)]
    public async Task A_ramp_of_copies_grows_in_a_straight_line(CancellationToken cancellation)
    {
        Server.Stall();
        await using var run = Start(Profile with { Steps = [new RampingConstant(40, TimeSpan.FromSeconds(1)), new KeepConstant(40)] });
        await Reached(run, s => s.Offered >= 20, cancellation);
        run.Snapshot().Offered.Should().BeLessThan(40);
        await Reached(run, s => s.Offered >= 40, cancellation);
        await Eventually.HoldAsync("no further copy", TimeSpan.FromSeconds(0.3), cancellation);
        run.Snapshot().Offered.Should().Be(40);
    }

    [Test, CancelAfter(20_000)]
    public async Task A_silent_stream_is_counted_as_stalled_and_a_refused_one_as_not_connected(CancellationToken cancellation)
    {
        await using var silent = Start(Profile with { Streams = [new HeldStreams("/stream", 2, TimeSpan.FromMilliseconds(300))] });
        await using var refused = new BuiltInLoadEngine(TimeProvider.System).Start(
            Profile with { Streams = [new HeldStreams("/stream", 1, TimeSpan.FromSeconds(5))] },
            new LoadTarget { BaseAddress = new Uri("http://127.0.0.1:1"), Host = "test" }, CancellationToken.None);
        await Eventually.HoldAsync("silence", TimeSpan.FromSeconds(0.6), cancellation);
        (await silent.StopAsync()).Streams!.Disconnects.Keys.Should().Equal(StreamEnd.Stalled);
        (await refused.StopAsync()).Streams!.Disconnects.Keys.Should().Equal(StreamEnd.NotConnected);
    }

    [Test, CancelAfter(20_000)]
    public async Task A_status_instead_of_a_stream_is_counted_by_its_number(CancellationToken cancellation)
    {
        Server.StreamStatus = 503;
        await using var run = Start(Profile with { Streams = [new HeldStreams("/stream", 3, TimeSpan.FromSeconds(5))] });
        await Eventually.HoldAsync("an answer", TimeSpan.FromSeconds(0.5), cancellation);
        var streams = (await run.StopAsync()).Streams!;
        (streams.MostOpen, streams.Disconnects["status 503"]).Should().Be((0, 3));
    }

    [Test]
    public void An_engine_that_this_build_lacks_is_refused_with_what_there_is() =>
        FluentActions.Invoking(() => LoadEngines.Create(TimeProvider.System, "Gatling")).Should().Throw<LabException>()
            .WithMessage("This build has no load engine \"Gatling\". It has: *built-in*");

    private ILoadRun Start(LoadProfile profile) => new BuiltInLoadEngine(TimeProvider.System).Start(profile, Server.Target, CancellationToken.None);
}
