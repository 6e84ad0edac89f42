using System.Diagnostics;

namespace ValeoChaos.Lab.Tests.LabAgent.Proxy;

public sealed class BandwidthTests
{
    private static readonly byte[] Payload = new byte[40_000];

    [Test]
    public async Task Bandwidth_paces_what_goes_on_and_only_while_it_is_there()
    {
        await using var lab = await ProxyLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();
        (await TransferAsync(client, server)).TotalMilliseconds.Should().BeLessThan(200, "there is no toxic yet");
        await lab.AddAsync("bandwidth", "upstream", ("rate", 100));
        // 40 KB at 100 KB/s, of which the first slice of 20 ms goes at once.
        (await TransferAsync(client, server)).TotalMilliseconds.Should().BeInRange(370, 800);
        await lab.RemoveAsync("bandwidth");
        (await TransferAsync(client, server)).TotalMilliseconds.Should().BeLessThan(200, "the toxic is gone");
    }

    [Test]
    public async Task Bandwidth_of_0_lets_nothing_go_on()
    {
        await using var lab = await ProxyLab.StartAsync();
        var (client, server) = await lab.ConnectAsync();
        await lab.AddAsync("bandwidth", "downstream", ("rate", 0));
        await server.SendAsync("held");
        client.ShouldBeSilent("the rate is 0");
        await lab.RemoveAsync("bandwidth");
        await client.ShouldReceiveAsync("held");
    }

    private static async Task<TimeSpan> TransferAsync(Wire client, Wire server)
    {
        var start = Stopwatch.GetTimestamp();
        await client.Socket.SendAsync(Payload);
        (await server.ReceiveAsync(Payload.Length)).Should().HaveCount(Payload.Length);
        return Stopwatch.GetElapsedTime(start);
    }
}
