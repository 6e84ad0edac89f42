namespace ValeoChaos.Core.Running;

/// <summary>What one look at the world saw.</summary>
public readonly record struct Observation<T>(bool Reached, T Value, string Seen);

/// <summary>A wait that ran out: it names what was expected, for how long, and what was last seen.</summary>
public sealed class NotReachedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The only polling loop. It asks at once, then at an even interval, and reports why it still waits.</summary>
public sealed class Eventually(TimeProvider clock, Action<string>? progress = null)
{
    /// <summary>Silence up to here is not worth a line.</summary>
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(2);

    public static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until the observation is reached.</summary>
    /// <exception cref="NotReachedException">Not within the time; says what was last seen and the last error.</exception>
    public async Task<T> ReachAsync<T>(
        string what, Func<CancellationToken, Task<Observation<T>>> look, TimeSpan within, CancellationToken cancellation, TimeSpan? interval = null)
    {
        var start = clock.GetTimestamp();
        var lastSaid = TimeSpan.Zero;
        var seen = "nothing yet";
        Exception? error = null;
        using var timer = new PeriodicTimer(interval ?? DefaultInterval, clock);
        do
        {
            try
            {
                // A look that sees at once what it waits for would let a run go on that has been cancelled.
                cancellation.ThrowIfCancellationRequested();
                var observation = await look(cancellation);
                if (observation.Reached)
                    return observation.Value;
                (seen, error) = (observation.Seen, null);
            }
            catch (Exception e)
            {
                if (cancellation.IsCancellationRequested)
                    throw new OperationCanceledException($"{what}: no longer awaited.", e, cancellation);
                error = e;
            }

            var elapsed = clock.GetElapsedTime(start);
            var reason = error is null ? seen : $"{seen}; last error: {error.Message}";
            if (elapsed >= within)
                throw new NotReachedException($"{what}: not reached within {within.TotalSeconds:0.#} s. Last seen: {reason}.", error);
            if (elapsed - lastSaid >= ProgressEvery)
            {
                progress?.Invoke($"waiting for {what}: {reason}, {elapsed.TotalSeconds:0} s");
                lastSaid = elapsed;
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation));
        throw new OperationCanceledException(cancellation);
    }

    /// <summary>Asks until it has been so for a while without a break.</summary>
    /// <exception cref="NotReachedException">Not within the time; says what was last seen and the last error.</exception>
    public Task LastsAsync(
        string what, Func<CancellationToken, Task<(bool IsSo, string Seen)>> look, TimeSpan lasts, TimeSpan within, CancellationToken cancellation, TimeSpan? interval = null)
    {
        long? since = null;
        return ReachAsync(what, async c =>
        {
            // A look that fails is a break, too.
            var before = since;
            since = null;
            var (isSo, seen) = await look(c);
            since = isSo ? before ?? clock.GetTimestamp() : null;
            return new Observation<bool>(since is { } first && clock.GetElapsedTime(first) >= lasts, true, seen);
        }, within, cancellation, interval);
    }

    /// <summary>Does the same thing again at an even interval until it is cancelled; an error is handed over and does not end it.</summary>
    public async Task RepeatAsync(Func<CancellationToken, Task> action, TimeSpan interval, Action<Exception> failed, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            do
            {
                try
                {
                    await action(cancellation);
                }
                catch (Exception e)
                {
                    // What is cut off by the cancelling fails in its own way, a socket not as a task does.
                    if (cancellation.IsCancellationRequested)
                        return;
                    failed(e);
                }
            }
            while (await timer.WaitForNextTickAsync(cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Cancelling is how a repetition ends.
        }
    }

    /// <summary>Awaits work that cannot be polled and shows every two seconds what it is doing.</summary>
    /// <param name="doing">What is being done now; asked anew for each line.</param>
    /// <param name="work">The work; it gets the caller's token.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<T> ShowAsync<T>(Func<string> doing, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var first = true;
        var lines = RepeatAsync(_ =>
        {
            if (!first)
                progress?.Invoke($"{doing()}, {clock.GetElapsedTime(start).TotalSeconds:0} s");
            first = false;
            return Task.CompletedTask;
        }, ProgressEvery, _ => { }, done.Token);
        try
        {
            return await work(cancellation);
        }
        finally
        {
            await done.CancelAsync();
            await lines;
        }
    }

    /// <summary>Lets time pass while observers record; the reason is shown.</summary>
    public async Task HoldAsync(string why, TimeSpan duration, CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        await ReachAsync(
            why,
            _ => Task.FromResult(new Observation<bool>(clock.GetElapsedTime(start) >= duration, true, $"{duration.TotalSeconds:0.#} s in all")),
            duration + ProgressEvery,
            cancellation);
    }
}
