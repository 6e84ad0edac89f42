using Microsoft.Extensions.Time.Testing;

namespace ValeoChaos.Lab.Tests.LabAgent.Proxy;

public sealed class SlowCloseTests
{
    [Test]
    public async Task Slow_close_delays_the_end_and_not_the_data()
    {
        var clock = new FakeTimeProvider();
        await using var lab = await ProxyLab.StartAsync(clock);
        var (before, beforeServer) = await lab.ConnectAsync();
        before.SendEnd();
        await beforeServer.ShouldEndAsync("there is no toxic yet");
        await lab.AddAsync("slow_close", "upstream", ("delay", 500));
        var (client, server) = await lab.ConnectAsync();
        await client.SendAsync("data");
        client.SendEnd();
        await server.ShouldReceiveAsync("data", "data is not delayed");
        server.ShouldBeSilent("the end is delayed");
        clock.Advance(TimeSpan.FromMilliseconds(499));
        server.ShouldBeSilent("only 499 ms have passed");
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await server.ShouldEndAsync("500 ms have passed");
    }

    [Test]
    public async Task Slow_close_removed_lets_the_end_go_on()
    {
        await using var lab = await ProxyLab.StartAsync();
        await lab.AddAsync("slow_close", "upstream", ("delay", 60_000));
        var (client, server) = await lab.ConnectAsync();
        client.SendEnd();
        server.ShouldBeSilent("the end is held for a minute");
        await lab.RemoveAsync("slow_close");
        await server.ShouldEndAsync("the toxic is gone");
    }
}
