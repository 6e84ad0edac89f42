using ValeoChaos.Lab.Images;

namespace ValeoChaos.Lab.Tests.Images;

public sealed class CacheLockTests
{
    [Test, CancelAfter(10_000)]
    public async Task Who_comes_second_waits_for_the_first(CancellationToken cancellation)
    {
        var name = $"test-{Guid.NewGuid():N}";
        var first = await CacheLock.TakeAsync(name, TimeProvider.System, _ => { }, cancellation);
        var second = CacheLock.TakeAsync(name, TimeProvider.System, _ => { }, cancellation);
        second.IsCompleted.Should().BeFalse();
        await first.DisposeAsync();
        await using (var taken = await second)
            File.Delete(taken.Name);
    }

    [Test]
    public async Task A_lock_that_cannot_be_is_an_error_at_once_and_no_wait() =>
        await FluentActions.Awaiting(() => CacheLock.TakeAsync("missing/images", TimeProvider.System, _ => { }, CancellationToken.None)).Should().ThrowAsync<LabException>()
            .WithMessage("*images.lock cannot be opened: * Set XDG_CACHE_HOME to a folder that can be written.");
}
