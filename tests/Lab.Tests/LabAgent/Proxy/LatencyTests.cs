using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ValeoChaos.LabAgent.Proxy;
using ValeoChaos.LabAgent.Proxy.Toxics;

namespace ValeoChaos.Lab.Tests.LabAgent.Proxy;

public sealed class LatencyTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    [Test]
    public async Task Latency_delays_what_comes_by_so_much_and_only_while_it_is_there()
    {
        var clock = new FakeTimeProvider();
        await using var lab = await ProxyLab.StartAsync(clock);
        var (client, server) = await lab.ConnectAsync();
        await client.SendAsync("before");
        await server.ShouldReceiveAsync("before", "no time passes on this clock, and none is needed");
        await lab.AddAsync("latency", "upstream", ("latency", 300));
        await client.SendAsync("with");
        await lab.HoldsAsync(4);
        server.ShouldBeSilent("it is held for 300 ms");
        clock.Advance(299 * Millisecond);
        server.ShouldBeSilent("only 299 ms have passed");
        clock.Advance(Millisecond);
        await server.ShouldReceiveAsync("with", "300 ms have passed");
        await server.SendAsync("answer");
        await client.ShouldReceiveAsync("answer", "the other direction has no toxic");
        await lab.RemoveAsync("latency");
        await client.SendAsync("after");
        await server.ShouldReceiveAsync("after", "the toxic is gone");
    }

    [Test]
    public async Task Latency_lets_chunks_wait_side_by_side()
    {
        var clock = new FakeTimeProvider();
        await using var lab = await ProxyLab.StartAsync(clock);
        var (client, server) = await lab.ConnectAsync();
        await lab.AddAsync("latency", "downstream", ("latency", 300));
        await server.SendAsync("one");
        await lab.HoldsAsync(3);
        client.ShouldBeSilent("it is held");
        clock.Advance(200 * Millisecond);
        await server.SendAsync("two");
        await lab.HoldsAsync(6);
        client.ShouldBeSilent("both are held");
        clock.Advance(100 * Millisecond);
        await client.ShouldReceiveAsync("one");
        client.ShouldBeSilent("the second came 200 ms later");
        clock.Advance(200 * Millisecond);
        await client.ShouldReceiveAsync("two", "it waits from its own arrival, not behind the first");
    }

    [Test]
    public async Task Latency_removed_or_changed_takes_effect_on_what_is_held()
    {
        var clock = new FakeTimeProvider();
        await using var lab = await ProxyLab.StartAsync(clock);
        var (client, server) = await lab.ConnectAsync();
        await lab.AddAsync("latency", "upstream", ("latency", 60_000));
        await client.SendAsync("one");
        await lab.HoldsAsync(3);
        server.ShouldBeSilent("it is held for a minute");
        (await lab.CallAsync("PATCH", "proxies/db/toxics/latency", """{"attributes": {"latency": 200}}""")).Status.Should().Be(200);
        clock.Advance(200 * Millisecond);
        await server.ShouldReceiveAsync("one", "the toxic was changed to 200 ms");
        await client.SendAsync("two");
        server.ShouldBeSilent("it is held for 200 ms");
        await lab.RemoveAsync("latency");
        await server.ShouldReceiveAsync("two", "the toxic is gone");
    }

    [Test]
    public void Jitter_stays_within_its_bounds_uses_them_and_keeps_its_mind()
    {
        var attributes = new ToxicAttributes(Latency.Kind.Attributes);
        attributes.Merge(JsonNode.Parse("""{"latency": 100, "jitter": 30}""")!.AsObject());
        var toxic = Latency.Kind.Create(attributes, new ToxicPlace(TimeSpan.Zero, new Random(7)));
        var delays = Enumerable.Range(0, 5000).Select(_ =>
        {
            var chunk = Chunk.End(TimeSpan.FromSeconds(1));
            var until = toxic.HeldUntil(chunk);
            toxic.HeldUntil(chunk).Should().Be(until, "a chunk's delay is drawn once");
            return (until - TimeSpan.FromSeconds(1)).TotalMilliseconds;
        }).ToList();
        delays.Should().OnlyContain(delay => delay >= 70 && delay <= 130);
        delays.Min().Should().BeLessThan(72);
        delays.Max().Should().BeGreaterThan(128);
        delays.Average().Should().BeApproximately(100, 2);
    }
}
