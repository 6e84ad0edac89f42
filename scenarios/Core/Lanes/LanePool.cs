using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.Lanes;

/// <summary>A run that asks for a lane.</summary>
/// <param name="Needs">Null where it brings a lab of its own and needs only the place.</param>
/// <param name="Expected">Machine time it is thought to take.</param>
/// <param name="Progress">Gets the reasons of its waits, a boot's among them.</param>
public sealed record LaneWork(LabNeeds? Needs, TimeSpan Expected, Action<string> Progress)
{
    /// <summary>A lab that was used has to give it pods that remember nothing.</summary>
    public bool FreshPods { get; init; }

    /// <summary>What the ingress logged before it has to go.</summary>
    public bool BlankIngress { get; init; }
}

/// <summary>How the pool makes labs and brings them back to a steady state.</summary>
public sealed record LabMaker<TLab>(
    Func<LaneWork, CancellationToken, Task<TLab>> BootAsync, Func<TLab, LaneWork, CancellationToken, Task> ResetAsync)
    where TLab : class, IAsyncDisposable;

/// <summary>
/// Lanes side by side, at most one lab each. Runs are started as they are asked for; between two of them a lab is brought back to
/// its steady state, and one that does not come back, or on which a run broke, is replaced.
/// </summary>
/// <param name="lanes">How many labs may be up at once.</param>
/// <param name="bootsAtOnce">How many of them may boot at once.</param>
/// <param name="scheduler">Decides what starts next.</param>
/// <param name="maker">Makes and resets labs.</param>
public sealed class LanePool<TLab>(int lanes, int bootsAtOnce, LaneScheduler scheduler, LabMaker<TLab> maker) : IAsyncDisposable
    where TLab : class, IAsyncDisposable
{
    private sealed class Lane(int number)
    {
        public int Number => number;

        public LabNeeds? Needs { get; set; }

        public TLab? Lab { get; set; }

        public bool Busy { get; set; }

        /// <summary>To whom what is said of its lab goes.</summary>
        public LaneWork? Last { get; set; }
    }

    private sealed record Entry(
        WaitingRun Run, LaneWork Work, Func<TLab?, CancellationToken, Task> Serve, Action<Exception> Failed, Action Cancelled, CancellationToken Cancellation);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim boots = new(bootsAtOnce);
    private readonly Lane[] all = [.. Enumerable.Range(0, lanes).Select(n => new Lane(n))];
    private readonly List<Entry> waiting = [];
    private readonly HashSet<Task> serving = [];
    private int asked;
    private int gathering;
    private bool closed;

    public int Lanes => lanes;

    /// <summary>Until it is disposed runs are asked for and none starts: what comes first is then chosen among all of them.</summary>
    public IDisposable Gather()
    {
        lock (gate)
            gathering++;
        return new Gathering(this);
    }

    private void Gathered()
    {
        lock (gate)
            gathering--;
        StartNext();
    }

    private sealed class Gathering(LanePool<TLab> pool) : IDisposable
    {
        public void Dispose() => pool.Gathered();
    }

    /// <summary>Runs on a lab of the pool as soon as a lane is free for it.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before it began, or ended by that.</exception>
    public Task<T> RunAsync<T>(LaneWork work, Func<TLab, CancellationToken, Task<T>> run, CancellationToken cancellation) =>
        AskAsync(work, (lab, c) => run(lab!, c), cancellation);

    /// <summary>Holds a lane for something that boots a lab of its own, so that the machine carries no more than it can.</summary>
    public Task<T> WithoutLabAsync<T>(TimeSpan expected, Func<CancellationToken, Task<T>> run, CancellationToken cancellation) =>
        AskAsync(new LaneWork(null, expected, _ => { }), (_, c) => run(c), cancellation);

    private Task<T> AskAsync<T>(LaneWork work, Func<TLab?, CancellationToken, Task<T>> run, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            waiting.Add(new Entry(
                new WaitingRun(asked++, work.Needs, work.Expected), work,
                async (lab, c) => done.TrySetResult(await run(lab, c)),
                error => done.TrySetException(error), () => done.TrySetCanceled(cancellation), cancellation));
        }

        StartNext();
        return done.Task;
    }

    private static void Fail(Entry entry, Exception error)
    {
        // Libraries give a cancelled call many names, a time-out among them; what could not be removed has been said.
        if (entry.Cancellation.IsCancellationRequested)
            entry.Cancelled();
        else
            // And a time-out the name of a cancelled call.
            entry.Failed(error is OperationCanceledException ? new NotReachedException($"There was no answer in time: {error.Message}", error) : error);
    }

    private void StartNext()
    {
        lock (gate)
        {
            while (gathering == 0 && scheduler.Next([.. all.Select(l => new LaneState(l.Number, l.Needs, l.Busy))], [.. waiting.Select(e => e.Run)]) is { } next)
            {
                var (lane, entry) = (all[next.Lane], waiting.Single(e => e.Run.Number == next.Run));
                waiting.Remove(entry);
                (lane.Busy, lane.Last) = (true, entry.Work);
                // Known at once, so that the next decision counts the lab that is about to boot.
                lane.Needs = entry.Work.Needs;
                var task = Task.Run(() => ServeAsync(lane, entry, next.Boots));
                serving.Add(task);
                _ = task.ContinueWith(t => Ended(t), TaskScheduler.Default);
            }
        }
    }

    private void Ended(Task task)
    {
        lock (gate)
            serving.Remove(task);
    }

    private async Task ServeAsync(Lane lane, Entry entry, bool boots)
    {
        try
        {
            entry.Cancellation.ThrowIfCancellationRequested();
            await PrepareAsync(lane, entry, boots);
            await entry.Serve(lane.Lab, entry.Cancellation);
        }
#pragma warning disable CA1031 // Whatever ends a run belongs to whoever asked for it, and to no other lane.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // Nobody knows what state it is in.
            await RetireAsync(lane);
            Fail(entry, e);
        }
        finally
        {
            lock (gate)
            {
                lane.Busy = false;
                lane.Needs = lane.Lab is null ? null : lane.Needs;
            }

            StartNext();
        }
    }

    private async Task PrepareAsync(Lane lane, Entry entry, bool boots)
    {
        if (boots || entry.Work.Needs is null)
            await RetireAsync(lane);
        if (boots)
            await BootAsync(lane, entry);
        else if (entry.Work.Needs is not null)
            await SteadyAsync(lane, entry);
    }

    private async Task BootAsync(Lane lane, Entry entry)
    {
        await boots.WaitAsync(entry.Cancellation);
        try
        {
            lane.Lab = await maker.BootAsync(entry.Work, entry.Cancellation);
        }
        finally
        {
            boots.Release();
        }
    }

    private async Task SteadyAsync(Lane lane, Entry entry)
    {
        try
        {
            await maker.ResetAsync(lane.Lab!, entry.Work, entry.Cancellation);
        }
        catch (Exception e) when (!entry.Cancellation.IsCancellationRequested)
        {
            entry.Work.Progress($"the lab does not come back and is replaced: {e.Message}");
            await RetireAsync(lane);
            await BootAsync(lane, entry);
        }
    }

    /// <summary>A lab that cannot be removed must not take its lane with it; the next start removes what is left.</summary>
    private static async Task RetireAsync(Lane lane)
    {
        if (lane.Lab is not { } lab)
            return;
        lane.Lab = null;
        try
        {
            await lab.DisposeAsync();
        }
#pragma warning disable CA1031 // Said, and left to the next start.
        catch (Exception e)
#pragma warning restore CA1031
        {
            lane.Last?.Progress(e.Message);
        }
    }

    /// <summary>Waits for the runs under way and removes every lab. Runs that have not begun are cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Entry> left;
        Task[] under;
        lock (gate)
        {
            closed = true;
            left = [.. waiting];
            waiting.Clear();
            under = [.. serving];
        }

        foreach (var entry in left)
            entry.Cancelled();
        await Task.WhenAll(under);
        await Task.WhenAll(all.Select(RetireAsync));
        boots.Dispose();
    }
}
