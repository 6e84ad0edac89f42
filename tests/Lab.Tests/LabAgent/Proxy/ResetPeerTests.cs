using Microsoft.Extensions.Time.Testing;

namespace ValeoChaos.Lab.Tests.LabAgent.Proxy;

public sealed class ResetPeerTests
{
    [Test]
    public async Task Reset_peer_resets_established_connections_at_once_and_no_later_one()
    {
        await using var lab = await ProxyLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();
        await client.SendAsync("before");
        await server.ShouldReceiveAsync("before");
        await lab.AddAsync("reset_peer", "downstream", ("timeout", 0));
        await client.ShouldBeResetAsync("both ends see a reset");
        await server.ShouldBeResetAsync("both ends see a reset");
        await lab.RemoveAsync("reset_peer");
        var (lateClient, lateServer) = await lab.ConnectAsync();
        await lateClient.SendAsync("after");
        await lateServer.ShouldReceiveAsync("after", "the toxic is gone");
    }

    [Test]
    public async Task Reset_peer_waits_for_its_timeout_and_lets_nothing_go_on_meanwhile()
    {
        var clock = new FakeTimeProvider();
        await using var lab = await ProxyLab.StartAsync(clock);
        await lab.AddAsync("reset_peer", "upstream", ("timeout", 500));
        var (client, server) = await lab.ConnectAsync();
        await client.SendAsync("lost");
        server.ShouldBeSilent("nothing goes on");
        clock.Advance(TimeSpan.FromMilliseconds(499));
        client.ShouldBeSilent("only 499 ms have passed");
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await client.ShouldBeResetAsync("500 ms have passed");
    }
}
