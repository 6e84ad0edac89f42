using ValeoChaos.Core.Load;
using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Running;
using ValeoChaos.Lab.Load;

namespace ValeoChaos.Lab.Tests.Load;

/// <summary>What every load engine of the build has to do.</summary>
[TestFixtureSource(typeof(LoadEngines), nameof(LoadEngines.Names))]
public sealed class LoadEngineContract(string engine) : LoadEngineFixture
{
    [Test, CancelAfter(30_000)]
    public async Task The_rate_is_reached_and_all_requests_are_counted(CancellationToken cancellation)
    {
        var result = await Run(Profile, TimeSpan.FromSeconds(3), cancellation);
        result.AchievedRate.Should().BeApproximately(200, 20);
        result.Statuses.Keys.Should().Equal("200");
        result.Engine.Should().StartWith(engine);
        AddUp(result);
    }

    [Test, CancelAfter(30_000)]
    public async Task A_server_that_stalls_slows_no_arrival_and_shows_in_the_percentiles(CancellationToken cancellation)
    {
        await using var run = Start(Profile);
        await Sent(run, 100, cancellation);
        Server.Stall();
        var before = run.Snapshot().Offered;
        await Eventually.HoldAsync("a stall of two seconds", TimeSpan.FromSeconds(2), cancellation);
        var during = run.Snapshot().Offered;
        Server.GoOn();
        await Sent(run, during + 200, cancellation);
        var result = await run.StopAsync();
        (during - before).Should().BeGreaterThan(300, "arrivals do not wait for answers");
        result.P99Ms.Should().BeGreaterThan(1_000, "a request that waits is measured from when it was due");
        result.MaxMs.Should().BeInRange(1_500, 3_500);
    }

    [Test, CancelAfter(30_000)]
    public async Task Statuses_are_counted_apart(CancellationToken cancellation)
    {
        var result = await Run(
            Profile with { Requests = [new RequestTemplate("GET", "/ok"), new RequestTemplate("GET", "/sick"), new RequestTemplate("POST", "/order", 1, """{"id": 7}""")] },
            TimeSpan.FromSeconds(2), cancellation);
        result.Statuses.Keys.Should().Equal("200", "201", "503");
        result.Statuses.Values.Sum().Should().Be(result.Completed);
        result.Statuses["503"].Should().BeInRange(result.Completed / 5, result.Completed / 2);
    }

    [Test, CancelAfter(30_000)]
    public async Task Requests_on_their_way_at_the_end_are_cut_off_and_not_lost(CancellationToken cancellation)
    {
        Server.Stall();
        await using var run = Start(Profile);
        await Sent(run, 50, cancellation);
        var result = await run.StopAsync();
        result.CutOff.Should().BeGreaterThanOrEqualTo(50);
        AddUp(result);
    }

    [Test, CancelAfter(30_000)]
    public async Task A_refused_connection_is_a_failure_of_its_own_class(CancellationToken cancellation)
    {
        await using var run = Start(Profile, new LoadTarget { BaseAddress = new Uri("http://127.0.0.1:1"), Host = "test" });
        await Reached(run, s => s.Failed > 20, cancellation);
        (await run.StopAsync()).Statuses.Keys.Should().Equal("ConnectionRefused");
    }

    [Test, CancelAfter(30_000)]
    public async Task An_answer_that_does_not_come_in_time_is_a_failure_of_its_own_class(CancellationToken cancellation)
    {
        Server.Stall();
        await using var run = Start(Profile with { RequestTimeout = TimeSpan.FromMilliseconds(200) });
        await Reached(run, s => s.Failed > 20, cancellation);
        var result = await run.StopAsync();
        result.Statuses.Keys.Should().Equal("time-out");
        AddUp(result);
    }

    [Test, CancelAfter(30_000)]
    public async Task Copies_of_the_closed_model_wait_for_their_answers(CancellationToken cancellation)
    {
        Server.Stall();
        await using var run = Start(Profile with { Steps = [new KeepConstant(5)] });
        await Eventually.HoldAsync("copies to wait", TimeSpan.FromSeconds(1), cancellation);
        run.Snapshot().Offered.Should().Be(5);
        Server.GoOn();
        await Sent(run, 100, cancellation);
        AddUp(await run.StopAsync());
    }

    [Test, CancelAfter(30_000)]
    public async Task Steps_follow_one_another(CancellationToken cancellation)
    {
        await using var run = Start(Profile with
        {
            Steps = [new RampingInject(100, TimeSpan.FromSeconds(2)), new Pause(TimeSpan.FromSeconds(1)), new Inject(50, TimeSpan.FromSeconds(1))],
        });
        await Eventually.HoldAsync("all steps", TimeSpan.FromSeconds(6), cancellation);
        (await run.StopAsync()).Offered.Should().BeInRange(120, 210, "a ramp of 100, a pause, and 50; an engine may ramp in steps of a second");
    }

    [Test, CancelAfter(30_000)]
    public async Task An_action_runs_beside_the_load_and_stands_on_its_clock(CancellationToken cancellation)
    {
        await using var run = Start(Profile);
        await Sent(run, 10, cancellation);
        await run.BesideAsync("hold", c => Eventually.HoldAsync("the action", TimeSpan.FromSeconds(1), c), cancellation);
        var result = await run.StopAsync();
        var step = result.Beside.Should().ContainSingle().Which;
        (step.Name, step.Error).Should().Be(("hold", null));
        step.Start.Should().BeLessThan(result.Elapsed - TimeSpan.FromSeconds(0.9));
        step.Duration.Should().BeCloseTo(TimeSpan.FromSeconds(1.1), TimeSpan.FromSeconds(0.3));
    }

    [Test, CancelAfter(30_000)]
    public async Task An_action_that_fails_throws_what_it_threw_and_is_on_record(CancellationToken cancellation)
    {
        await using var run = Start(Profile);
        var action = () => run.BesideAsync("inject", _ => throw new InvalidOperationException("no hands"), cancellation);
        await action.Should().ThrowAsync<InvalidOperationException>().WithMessage("no hands");
        (await run.StopAsync()).Beside.Should().ContainSingle().Which.Error.Should().Be("no hands");
    }

    [Test, CancelAfter(30_000)]
    public async Task After_the_end_no_action_is_begun(CancellationToken cancellation)
    {
        var run = Start(Profile);
        await run.StopAsync();
        var begun = false;
        var action = () => run.BesideAsync("undo", _ =>
        {
            begun = true;
            return Task.CompletedTask;
        }, cancellation);
        await action.Should().ThrowAsync<LoadRunEndedException>();
        begun.Should().BeFalse();
        await run.DisposeAsync();
    }

    [Test, CancelAfter(30_000)]
    public async Task Held_streams_come_back_with_their_last_event(CancellationToken cancellation)
    {
        await using var run = Start(Profile with { ArrivalRate = 20, Streams = [new HeldStreams("/stream", 4, TimeSpan.FromSeconds(10))] });
        await Sent(run, 20, cancellation);
        Server.EndStreams();
        await Eventually.ReachAsync("reconnections", _ => Task.FromResult(
            new Observation<bool>(Server.LastEventIds.Count >= 4, true, $"{Server.LastEventIds.Count}")), TimeSpan.FromSeconds(5), cancellation);
        await Eventually.HoldAsync("events to arrive", TimeSpan.FromSeconds(0.5), cancellation);
        var streams = (await run.StopAsync()).Streams!;
        Server.LastEventIds.Should().AllBe("41");
        (streams.Wanted, streams.Opened, streams.OpenAtEnd, streams.MostOpen, streams.Events).Should().Be((4, 8, 4, 4, 8));
        streams.Disconnects.Should().BeEquivalentTo(new Dictionary<string, long> { [StreamEnd.ServerClosed] = 4 });
    }

    private ILoadRun Start(LoadProfile profile, LoadTarget? target = null) =>
        LoadEngines.Create(TimeProvider.System, engine).Start(profile, target ?? Server.Target, CancellationToken.None);

    private async Task<LoadResult> Run(LoadProfile profile, TimeSpan duration, CancellationToken cancellation)
    {
        await using var run = Start(profile);
        await Sent(run, 1, cancellation);
        await Eventually.HoldAsync("load to flow", duration, cancellation);
        return await run.StopAsync();
    }

    private Task Sent(ILoadRun run, long count, CancellationToken cancellation) => Reached(run, c => c.Offered >= count, cancellation);

    private static void AddUp(LoadResult result) => (result.Completed + result.Failed + result.CutOff).Should().Be(result.Offered);
}
