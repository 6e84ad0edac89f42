using ValeoChaos.Core.Load;

namespace ValeoChaos.Core.Ports;

/// <summary>Produces load. An engine with a blocking session runs it on a thread of its own.</summary>
public interface ILoadEngine
{
    string Name { get; }

    ILoadRun Start(LoadProfile profile, LoadTarget target, CancellationToken cancellation);
}

/// <summary>Load that flows until it is stopped. Disposing stops it.</summary>
public interface ILoadRun : IAsyncDisposable
{
    LoadSnapshot Snapshot();

    /// <summary>Ends the run and returns its figures; calling it again returns the same.</summary>
    Task<LoadResult> StopAsync();
}
