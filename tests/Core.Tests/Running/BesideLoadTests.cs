using ValeoChaos.Core.Load;
using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Tests.Running;

public sealed class BesideLoadTests
{
    private TimelineRecorder recorder = null!;
    private int done;

    [SetUp]
    public void Reset() => (done, recorder) = (0, new TimelineRecorder(TimeProvider.System));

    [Test]
    public async Task An_action_goes_to_the_engines_session()
    {
        await Run((action, cancellation) => action(cancellation));
        (done, recorder.Snapshot().Count).Should().Be((1, 0));
    }

    [Test]
    public async Task A_dead_engine_does_not_keep_an_action_from_being_done()
    {
        await Run((_, _) => throw new LoadRunEndedException("the engine died"));
        done.Should().Be(1);
        recorder.Snapshot().OfType<ObserverFailed>().Single().Reason.Should().Be("the engine did not take \"undo\", so it was done without the engine: the engine died");
    }

    [Test]
    public async Task An_engine_that_refuses_later_does_not_keep_an_action_from_being_done()
    {
        await Run((_, _) => Task.FromException(new LoadRunEndedException("the engine died")));
        (done, recorder.Snapshot().Count).Should().Be((1, 1));
    }

    [Test]
    public async Task An_engine_that_hangs_does_not_keep_an_action_from_being_done_and_cannot_do_it_again()
    {
        Func<CancellationToken, Task>? late = null;
        await Run((action, _) =>
        {
            late = action;
            return new TaskCompletionSource().Task;
        });
        await late!(CancellationToken.None);
        done.Should().Be(1);
    }

    [Test]
    public async Task What_the_action_throws_is_thrown_and_it_is_not_tried_again()
    {
        var running = () => Run((action, cancellation) => action(cancellation), () => throw new IOException("no hands"));
        await running.Should().ThrowAsync<IOException>().WithMessage("no hands");
        (done, recorder.Snapshot().Count).Should().Be((1, 0));
    }

    [Test]
    public async Task An_action_that_takes_longer_than_the_engine_may_to_begin_is_waited_for()
    {
        var slow = new TaskCompletionSource();
        var running = Run((action, cancellation) => action(cancellation), () => slow.Task);
        await new Eventually(TimeProvider.System).HoldAsync("longer than the engine may take", TimeSpan.FromMilliseconds(120), CancellationToken.None);
        running.IsCompleted.Should().BeFalse();
        slow.SetResult();
        await running;
        done.Should().Be(1);
    }

    private Task Run(Func<Func<CancellationToken, Task>, CancellationToken, Task> session, Func<Task>? action = null) =>
        new BesideLoad(new Engine(session), recorder, TimeSpan.FromMilliseconds(50), TimeProvider.System).RunAsync("undo", _ =>
        {
            done++;
            return action?.Invoke() ?? Task.CompletedTask;
        }, CancellationToken.None);

    private sealed class Engine(Func<Func<CancellationToken, Task>, CancellationToken, Task> session) : ILoadRun
    {
        public LoadSnapshot Snapshot() => new(0, 0, 0, 0);

        public Task BesideAsync(string step, Func<CancellationToken, Task> action, CancellationToken cancellation) => session(action, cancellation);

        public Task<LoadResult> StopAsync() => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
