using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;

namespace ValeoChaos.Lab.Tests.LabAgent.Proxy;

public sealed class TimeoutTests
{
    [Test]
    public async Task Timeout_of_0_is_a_partition_that_heals_for_established_and_new_connections()
    {
        await using var lab = await ProxyLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();
        await client.SendAsync("before");
        await server.ShouldReceiveAsync("before");
        await lab.AddAsync("timeout", "upstream", ("timeout", 0));
        var (lateClient, lateServer) = await lab.ConnectAsync();
        await client.SendAsync("held ");
        await client.SendAsync("in order");
        await lateClient.SendAsync("as well");
        server.ShouldBeSilent("an established connection is cut off");
        lateServer.ShouldBeSilent("a new one is, too");
        await lab.RemoveAsync("timeout");
        await server.ShouldReceiveAsync("held in order", "what was held is delivered");
        await lateServer.ShouldReceiveAsync("as well", "what was held is delivered");
        await client.SendAsync("after");
        await server.ShouldReceiveAsync("after", "the link flows again");
        await server.SendAsync("answer");
        await client.ShouldReceiveAsync("answer");
    }

    [Test]
    public async Task Timeout_holds_a_limited_amount_and_loses_nothing_of_it()
    {
        var payload = RandomNumberGenerator.GetBytes(48 * 1024 * 1024);
        await using var lab = await ProxyLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();
        await lab.AddAsync("timeout", "upstream", ("timeout", 0));
        long sent = 0;
        var sending = Task.Run(async () =>
        {
            for (var at = 0; at < payload.Length; at += 64 * 1024)
                Interlocked.Add(ref sent, await client.Socket.SendAsync(payload.AsMemory(at, 64 * 1024)));
        });
        server.ShouldBeSilent("everything is held");
        Interlocked.Read(ref sent).Should().BeLessThan(payload.Length / 2, "the sender feels that nothing goes on");
        sending.IsCompleted.Should().BeFalse("the sender feels that nothing goes on");
        await lab.RemoveAsync("timeout");
        var received = await server.ReceiveAsync(payload.Length);
        received.Should().HaveCount(payload.Length);
        received.AsSpan().SequenceEqual(payload).Should().BeTrue("held bytes arrive unchanged and in order");
        await sending;
    }

    [Test]
    public async Task Timeout_closes_the_connection_when_it_has_passed()
    {
        var clock = new FakeTimeProvider();
        await using var lab = await ProxyLab.StartAsync(clock);
        var (client, server) = await lab.ConnectAsync();
        await lab.AddAsync("timeout", "downstream", ("timeout", 500));
        await server.SendAsync("held");
        client.ShouldBeSilent("it is held");
        clock.Advance(TimeSpan.FromMilliseconds(499));
        client.ShouldBeSilent("only 499 ms have passed");
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await client.ShouldEndAsync("500 ms have passed");
        await server.ShouldEndAsync("500 ms have passed");
        await lab.RemoveAsync("timeout");
        var (lateClient, lateServer) = await lab.ConnectAsync();
        await lateServer.SendAsync("after");
        await lateClient.ShouldReceiveAsync("after", "the toxic is gone");
    }
}
