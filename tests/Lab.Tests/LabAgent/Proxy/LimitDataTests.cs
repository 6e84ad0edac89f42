namespace ValeoChaos.Lab.Tests.LabAgent.Proxy;

public sealed class LimitDataTests
{
    [Test]
    public async Task Limit_data_closes_the_connection_after_so_many_bytes_from_when_it_was_added()
    {
        await using var lab = await ProxyLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();
        await server.SendAsync("before: 16 bytes");
        await client.ShouldReceiveAsync("before: 16 bytes");
        await lab.AddAsync("limit_data", "downstream", ("bytes", 10));
        await server.SendAsync("1234");
        await client.ShouldReceiveAsync("1234");
        await server.SendAsync("567890 and what is too much");
        await client.ShouldReceiveAsync("567890");
        await client.ShouldEndAsync("10 bytes went on");
        await lab.RemoveAsync("limit_data");
        var (lateClient, lateServer) = await lab.ConnectAsync();
        await lateServer.SendAsync("more than ten bytes");
        await lateClient.ShouldReceiveAsync("more than ten bytes", "the toxic is gone");
    }

    [Test]
    public async Task Limit_data_keeps_its_count_when_the_limit_is_raised()
    {
        await using var lab = await ProxyLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();
        await lab.AddAsync("limit_data", "upstream", ("bytes", 10));
        await client.SendAsync("1234");
        await server.ShouldReceiveAsync("1234");
        await lab.CallAsync("POST", "proxies/db/toxics/limit_data", """{"attributes": {"bytes": 12}}""");
        await client.SendAsync("5678901234");
        await server.ShouldReceiveAsync("56789012");
        await server.ShouldEndAsync("12 bytes went on, 4 of them before the change");
    }
}
