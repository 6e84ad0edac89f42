namespace ValeoChaos.Core.Lanes;

/// <summary>Lets the lanes share the machine, or one of them have it alone: what measures processor time must not share it with a boot.</summary>
internal sealed class MachineShare(int lanes) : IDisposable
{
    private readonly SemaphoreSlim places = new(lanes);
    private readonly SemaphoreSlim alone = new(1);

    /// <returns>Gives the place back, or all of them, when disposed.</returns>
    public async Task<IDisposable> TakeAsync(bool all, CancellationToken cancellation)
    {
        if (!all)
        {
            await places.WaitAsync(cancellation);
            return new Taken(places, 1);
        }

        // One at a time, or two that want all of it would each hold what the other waits for.
        await alone.WaitAsync(cancellation);
        var count = 0;
        try
        {
            for (; count < lanes; count++)
                await places.WaitAsync(cancellation);
            return new Taken(places, count);
        }
        catch
        {
            if (count > 0)
                places.Release(count);
            throw;
        }
        finally
        {
            alone.Release();
        }
    }

    public void Dispose()
    {
        places.Dispose();
        alone.Dispose();
    }

    private sealed class Taken(SemaphoreSlim places, int count) : IDisposable
    {
        public void Dispose() => places.Release(count);
    }
}
