using ValeoChaos.Core.Load;

namespace ValeoChaos.Core.Ports;

/// <summary>Produces load. An engine with a blocking session runs it on a thread of its own.</summary>
public interface ILoadEngine
{
    string Name { get; }

    /// <exception cref="ArgumentException">The profile's steps cannot be laid out.</exception>
    ILoadRun Start(LoadProfile profile, LoadTarget target, CancellationToken cancellation);
}

/// <summary>Load that flows until it is stopped. Disposing stops it and throws nothing.</summary>
public interface ILoadRun : IAsyncDisposable
{
    LoadSnapshot Snapshot();

    /// <summary>
    /// Runs an action at once in the engine's own session, so that load and fault stand on one clock, and throws what it throws.
    /// The cancellation goes to the action.
    /// </summary>
    /// <exception cref="LoadRunEndedException">The session is over, or died; the action was not begun.</exception>
    Task BesideAsync(string step, Func<CancellationToken, Task> action, CancellationToken cancellation);

    /// <summary>Ends the run and returns its figures; calling it again returns the same.</summary>
    Task<LoadResult> StopAsync();
}

/// <summary>The engine's session cannot take an action any more.</summary>
public sealed class LoadRunEndedException(string message, Exception? inner = null) : InvalidOperationException(message, inner);
