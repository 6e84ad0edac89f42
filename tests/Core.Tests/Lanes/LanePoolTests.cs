using ValeoChaos.Core.Lanes;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.Tests.Lanes;

/// <summary>The pool with labs that only remember what was done to them.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LanePoolTests
{
    private static readonly LabNeeds Pod = new(DatabaseForm.Pod);
    private static readonly LabNeeds Managed = new(DatabaseForm.Container);

    private readonly List<FakePooledLab> booted = [];

    [Test, CancelAfter(10_000)]
    public async Task A_lab_is_reset_between_two_runs_and_removed_at_the_end(CancellationToken cancellation)
    {
        await using (var pool = Pool(1))
        {
            (await pool.RunAsync(Work(Pod), Number, cancellation)).Should().Be(0);
            (await pool.RunAsync(Work(Pod), Number, cancellation)).Should().Be(0);
            booted.Should().ContainSingle().Which.Resets.Should().Be(1);
        }

        booted.Single().Disposed.Should().BeTrue();
    }

    [Test, CancelAfter(10_000)]
    public async Task A_lab_that_does_not_come_back_is_replaced(CancellationToken cancellation)
    {
        await using var pool = Pool(1);
        await pool.RunAsync(Work(Pod), (lab, _) => Task.FromResult(lab.Spoilt = true), cancellation);
        (await pool.RunAsync(Work(Pod), Number, cancellation)).Should().Be(1);
        (booted[0].Disposed, booted[1].Disposed).Should().Be((true, false));
    }

    [Test, CancelAfter(10_000)]
    public async Task A_run_that_breaks_takes_its_lab_and_no_other_lane(CancellationToken cancellation)
    {
        await using var pool = Pool(2);
        var release = new TaskCompletionSource();
        var other = pool.RunAsync(Work(Managed), async (lab, _) =>
        {
            await release.Task;
            return lab.Number;
        }, cancellation);
        var broken = () => pool.RunAsync<int>(Work(Pod), (_, _) => throw new IOException("disk full"), cancellation);
        await broken.Should().ThrowAsync<IOException>();
        release.SetResult();
        await other;
        (await pool.RunAsync(Work(Pod), Number, cancellation)).Should().Be(2, "nobody knows what state the first one is in");
    }

    [Test, CancelAfter(10_000)]
    public async Task Of_runs_asked_for_together_the_longest_goes_first_whatever_their_order(CancellationToken cancellation)
    {
        await using var pool = Pool(1);
        var order = new List<int>();
        List<Task> runs;
        using (pool.Gather())
            runs = [.. new[] { 1, 3, 2 }.Select(seconds => pool.RunAsync(Work(Pod) with { Expected = TimeSpan.FromSeconds(seconds) }, (_, _) =>
            {
                order.Add(seconds);
                return Task.FromResult(seconds);
            }, cancellation))];
        await Task.WhenAll(runs);
        order.Should().Equal(3, 2, 1);
    }

    [Test, CancelAfter(10_000)]
    public async Task A_boot_that_fails_fails_its_run_and_the_next_is_tried_anew(CancellationToken cancellation)
    {
        var boots = 0;
        await using var pool = new LanePool<FakePooledLab>(1, 1, new LaneScheduler(TimeSpan.Zero), new LabMaker<FakePooledLab>(
            (_, _) => boots++ == 0 ? throw new IOException("no node") : BootAsync(), ResetAsync));
        var first = () => pool.RunAsync(Work(Pod), Number, cancellation);
        await first.Should().ThrowAsync<IOException>();
        (await pool.RunAsync(Work(Pod), Number, cancellation)).Should().Be(0);
    }

    [Test, CancelAfter(10_000)]
    public async Task Never_more_labs_than_lanes_and_a_guest_has_a_lane_for_itself(CancellationToken cancellation)
    {
        await using var pool = Pool(2);
        var (now, most) = (0, 0);
        async Task<int> Count(CancellationToken c)
        {
            var seen = Interlocked.Increment(ref now);
            lock (booted)
                most = Math.Max(most, seen);
            await Task.Yield();
            Interlocked.Decrement(ref now);
            return seen;
        }

        var runs = Enumerable.Range(0, 12).Select(n => n % 3 == 0
            ? pool.WithoutLabAsync(TimeSpan.FromSeconds(1), Count, cancellation)
            : pool.RunAsync(Work(n % 3 == 1 ? Pod : Managed), (_, c) => Count(c), cancellation)).ToList();
        await Task.WhenAll(runs);
        most.Should().BeLessThanOrEqualTo(2);
        lock (booted)
            booted.Count(lab => !lab.Disposed).Should().BeLessThanOrEqualTo(2);
    }

    [Test, CancelAfter(10_000)]
    public async Task Cancelled_it_lets_runs_end_drops_who_waits_and_leaves_no_lab(CancellationToken cancellation)
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pool = Pool(1);
        var begun = new TaskCompletionSource();
        var running = pool.RunAsync(Work(Pod), async (lab, c) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, c).ContinueWith(_ => { }, TaskScheduler.Default);
            return lab.Number;
        }, interrupt.Token);
        var waits = pool.RunAsync(Work(Pod), Number, interrupt.Token);
        await begun.Task;
        await interrupt.CancelAsync();
        (await running).Should().Be(0, "what was under way undoes its fault and gives its recording");
        await ((Func<Task>)(() => waits)).Should().ThrowAsync<OperationCanceledException>();
        await pool.DisposeAsync();
        booted.Should().OnlyContain(lab => lab.Disposed);
    }

    [Test, CancelAfter(10_000)]
    public async Task An_answer_that_does_not_come_in_time_is_an_error_and_no_cancelling(CancellationToken cancellation)
    {
        await using var pool = Pool(1);
        var late = () => pool.RunAsync<int>(Work(Pod), (_, _) => throw new TaskCanceledException("The request was canceled due to the configured HttpClient.Timeout"), cancellation);
        await late.Should().ThrowAsync<NotReachedException>().WithMessage("There was no answer in time: *HttpClient.Timeout");
    }

    [Test, CancelAfter(10_000)]
    public async Task Whose_lab_cannot_be_removed_at_the_end_is_told(CancellationToken cancellation)
    {
        var said = new List<string>();
        await using (var pool = Pool(1))
            await pool.RunAsync(new LaneWork(Pod, TimeSpan.FromSeconds(1), said.Add), (lab, _) => Task.FromResult(lab.Stays = true), cancellation);
        said.Should().Equal("the engine does not answer");
    }

    private LanePool<FakePooledLab> Pool(int lanes) =>
        new(lanes, 1, new LaneScheduler(TimeSpan.Zero), new LabMaker<FakePooledLab>((_, _) => BootAsync(), ResetAsync));

    private Task<FakePooledLab> BootAsync()
    {
        lock (booted)
        {
            booted.Add(new FakePooledLab(booted.Count));
            return Task.FromResult(booted[^1]);
        }
    }

    private static Task ResetAsync(FakePooledLab lab, LaneWork work, CancellationToken cancellation)
    {
        lab.Resets++;
        return lab.Spoilt ? throw new IOException("a rule still fires") : Task.CompletedTask;
    }

    private static Task<int> Number(FakePooledLab lab, CancellationToken cancellation) => Task.FromResult(lab.Number);

    private static LaneWork Work(LabNeeds needs) => new(needs, TimeSpan.FromSeconds(1), _ => { });

    private sealed class FakePooledLab(int number) : IAsyncDisposable
    {
        public int Number => number;

        public int Resets { get; set; }

        public bool Spoilt { get; set; }

        public bool Stays { get; set; }

        public bool Disposed { get; private set; }

        public ValueTask DisposeAsync()
        {
            Disposed = true;
            return Stays ? throw new IOException("the engine does not answer") : ValueTask.CompletedTask;
        }
    }
}
