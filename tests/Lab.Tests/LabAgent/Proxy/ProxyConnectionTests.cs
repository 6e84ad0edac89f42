using System.Net.Sockets;
using System.Security.Cryptography;

namespace ValeoChaos.Lab.Tests.LabAgent.Proxy;

/// <summary>What a connection through the proxy shares with a direct one.</summary>
public sealed class ProxyConnectionTests
{
    [Test]
    public async Task A_half_closed_connection_still_carries_the_other_direction()
    {
        await using var lab = await ProxyLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();
        await client.SendAsync("question");
        client.SendEnd();
        await server.ShouldReceiveAsync("question");
        await server.ShouldEndAsync("the client sends no more");
        await server.SendAsync("answer");
        await client.ShouldReceiveAsync("answer", "the client still reads");
        server.SendEnd();
        await client.ShouldEndAsync();
        await lab.NoConnectionsAsync();
    }

    [Test]
    public async Task A_server_may_end_first_and_still_hear_the_client()
    {
        await using var lab = await ProxyLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();
        server.SendEnd();
        await client.ShouldEndAsync();
        await client.SendAsync("last words");
        await server.ShouldReceiveAsync("last words");
    }

    [Test]
    public async Task An_upstream_that_refuses_closes_the_clients_connection_and_the_next_one_is_served()
    {
        await using var lab = await ProxyLab.StartAsync();
        var upstream = lab.UpstreamAddress;
        await lab.CallAsync("PATCH", "proxies/db", """{"upstream": "127.0.0.1:1"}""");
        await (await lab.ConnectClientAsync()).ShouldEndAsync("nobody listens on port 1");
        await lab.CallAsync("PATCH", "proxies/db", """{"upstream": "no-such-host.invalid:1"}""");
        await (await lab.ConnectClientAsync()).ShouldEndAsync("there is no such host");
        await lab.CallAsync("PATCH", "proxies/db", $$"""{"upstream": "{{upstream}}"}""");
        var (client, server) = await lab.ConnectAsync();
        await client.SendAsync("back");
        await server.ShouldReceiveAsync("back");
    }

    [Test]
    public async Task A_side_that_crashes_takes_the_other_with_it_and_nothing_is_left()
    {
        await using var lab = await ProxyLab.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            var (client, server) = await lab.ConnectAsync();
            await client.SendAsync("x");
            await server.ShouldReceiveAsync("x");
            var (crashes, stays) = i % 2 == 0 ? (client, server) : (server, client);
            crashes.Reset();
            await stays.ShouldEndAsync("the other side is gone");
        }

        await lab.NoConnectionsAsync();
    }

    [Test]
    public async Task A_side_that_crashes_behind_a_toxic_leaves_nothing_once_the_toxic_is_gone()
    {
        await using var lab = await ProxyLab.StartAsync();
        await lab.AddAsync("timeout", "upstream");
        await lab.AddAsync("latency", "downstream", ("latency", 1));
        var (client, server) = await lab.ConnectAsync();
        await client.SendAsync("held");
        await lab.HoldsAsync(4);
        client.Reset();
        server.Reset();
        await lab.CallAsync("POST", "reset");
        await lab.NoConnectionsAsync();
    }

    [Test]
    public async Task A_receiver_that_does_not_read_stops_the_sender_and_then_gets_every_byte()
    {
        var payload = RandomNumberGenerator.GetBytes(64 * 1024 * 1024);
        await using var lab = await ProxyLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();
        var sending = server.Socket.SendAsync(payload.AsMemory(), SocketFlags.None).AsTask();
        await ProxyLab.Eventually.HoldAsync("the buffers to fill", TimeSpan.FromMilliseconds(300), default);
        sending.IsCompleted.Should().BeFalse("64 MiB fit into no buffer on the way");
        var received = await client.ReceiveAsync(payload.Length);
        received.AsSpan().SequenceEqual(payload).Should().BeTrue($"{received.Length} of {payload.Length} bytes came, in this order");
        await sending;
    }

    [Test]
    public async Task Toxics_that_come_and_go_under_load_lose_and_swap_nothing()
    {
        var payload = RandomNumberGenerator.GetBytes(64 * 1024 * 1024);
        await using var lab = await ProxyLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();
        var receiving = server.ReceiveAsync(payload.Length);
        var sending = client.Socket.SendAsync(payload.AsMemory(), SocketFlags.None).AsTask();
        for (var i = 0; i < 60 && !receiving.IsCompleted; i++)
        {
            await lab.AddAsync("latency", "upstream", ("latency", 3), ("jitter", 3));
            await lab.AddAsync("bandwidth", "upstream", ("rate", 500_000));
            await lab.RemoveAsync("latency");
            await lab.RemoveAsync("bandwidth");
        }

        (await receiving).AsSpan().SequenceEqual(payload).Should().BeTrue($"{receiving.Result.Length} of {payload.Length} bytes came, in this order");
        await sending;
    }

    [Test]
    public async Task A_disabled_proxy_has_closed_its_connections_and_refuses_until_it_is_enabled()
    {
        await using var lab = await ProxyLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();
        await lab.Client.SetEnabledAsync("db", false, default);
        await client.ShouldEndAsync("the proxy is disabled");
        await server.ShouldEndAsync("the proxy is disabled");
        var connect = lab.ConnectClientAsync;
        (await connect.Should().ThrowAsync<SocketException>()).Which.SocketErrorCode.Should().Be(SocketError.ConnectionRefused);
        await lab.Client.SetEnabledAsync("db", true, default);
        var (later, laterServer) = await lab.ConnectAsync();
        await later.SendAsync("back");
        await laterServer.ShouldReceiveAsync("back", "it listens on the same port again");
    }
}
