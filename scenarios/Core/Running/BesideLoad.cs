using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Running;

/// <summary>
/// Hands actions to the load engine's session and does them itself where the engine will not: an action is begun exactly once,
/// whatever the engine does.
/// </summary>
internal sealed class BesideLoad(ILoadRun load, TimelineRecorder recorder, TimeSpan within, TimeProvider clock)
{
    public async Task RunAsync(string step, Func<CancellationToken, Task> action, CancellationToken cancellation)
    {
        var claim = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inSession = Offer(step, c => claim.TrySetResult() ? action(c) : Task.CompletedTask, cancellation);
        var why = $"it did not begin within {within.TotalSeconds:0.#} s";
        try
        {
            await Task.WhenAny(inSession, claim.Task).WaitAsync(within, clock, cancellation);
            why = inSession.Exception?.InnerException?.Message ?? "it ended without doing it";
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // The claim below decides who does it; a cancelled action still has to see its own token.
        }

        if (!claim.TrySetResult())
        {
            await inSession;
            return;
        }

        recorder.Add(new ObserverFailed("load", $"the engine did not take \"{step}\", so it was done without the engine: {why}"));
        await action(cancellation);
    }

    private Task Offer(string step, Func<CancellationToken, Task> action, CancellationToken cancellation)
    {
        try
        {
            return load.BesideAsync(step, action, cancellation);
        }
#pragma warning disable CA1031 // Whatever is wrong with the engine, the action must be done; a fault stays in force otherwise.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Task.FromException(e);
        }
    }
}
