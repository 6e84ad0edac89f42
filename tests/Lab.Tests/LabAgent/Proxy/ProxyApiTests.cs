using System.Text.Json.Nodes;
using ValeoChaos.Lab.Toxics;

namespace ValeoChaos.Lab.Tests.LabAgent.Proxy;

/// <summary>Toxiproxy's API as its clients know it: shapes, status codes and errors.</summary>
public sealed class ProxyApiTests
{
    private const string Latency = """{"type": "latency", "attributes": {"latency": 1000}}""";

    private ProxyLab lab = null!;

    [SetUp]
    public async Task Start() => lab = await ProxyLab.StartAsync();

    [TearDown]
    public async Task Stop() => await lab.DisposeAsync();

    [Test]
    public async Task The_version_is_one_that_clients_can_compare() =>
        (await Answer("GET", "version", null, 200))["version"]!.GetValue<string>().Should().MatchRegex(@"^2\.\d+\.\d+$");

    [Test]
    public async Task A_proxy_is_created_shown_listed_and_deleted()
    {
        var created = await Answer("POST", "proxies", """{"name": "web", "listen": "127.0.0.1:0", "upstream": "127.0.0.1:1"}""", 201);
        var listen = created["listen"]!.GetValue<string>();
        listen.Should().MatchRegex(@"^127\.0\.0\.1:[1-9]\d+$", "the real port is told");
        ShouldBe(created, $$"""{"name": "web", "listen": "{{listen}}", "upstream": "127.0.0.1:1", "enabled": true, "toxics": []}""");
        ShouldBe(await Answer("GET", "proxies/web", null, 200), created.ToJsonString());
        var all = (await Answer("GET", "proxies", null, 200)).AsObject();
        all.Select(p => p.Key).Should().Equal("db", "web");
        ShouldBe(all["web"]!, created.ToJsonString());
        (await lab.CallAsync("DELETE", "proxies/web")).Should().Be((204, null));
        await ShouldFail("GET", "proxies/web", null, 404, "proxy not found");
    }

    [Test]
    public async Task A_proxy_may_be_created_disabled_and_moved()
    {
        var created = await Answer("POST", "proxies", """{"name": "web", "listen": "127.0.0.1:0", "upstream": "127.0.0.1:1", "enabled": false}""", 201);
        ShouldBe(created, """{"name": "web", "listen": "127.0.0.1:0", "upstream": "127.0.0.1:1", "enabled": false, "toxics": []}""");
        var moved = await Answer("PATCH", "proxies/web", """{"upstream": "127.0.0.1:2", "enabled": true}""", 200);
        (moved["upstream"]!.GetValue<string>(), moved["enabled"]!.GetValue<bool>()).Should().Be(("127.0.0.1:2", true));
    }

    [TestCase("proxies", """{"name": "db", "upstream": "127.0.0.1:1"}""", 409, "proxy already exists")]
    [TestCase("proxies", """{"upstream": "127.0.0.1:1"}""", 400, "missing required field: name")]
    [TestCase("proxies", """{"name": "x"}""", 400, "missing required field: upstream")]
    [TestCase("proxies", "no json", 400, "bad request body: *")]
    [TestCase("proxies", "", 400, "bad request body: *")]
    [TestCase("proxies", """{"name": "x", "name": "y", "upstream": "127.0.0.1:1"}""", 400, "bad request body: *")]
    [TestCase("proxies", """{"name": 7, "upstream": "127.0.0.1:1"}""", 400, "bad request body: \"name\" is not text: 7")]
    [TestCase("proxies", """{"name": "x", "listen": "nonsense", "upstream": "127.0.0.1:1"}""", 500, "listen tcp nonsense: *")]
    [TestCase("proxies/nobody", "{}", 404, "proxy not found")]
    [TestCase("proxies/nobody/toxics", Latency, 404, "proxy not found")]
    [TestCase("proxies/db/toxics", """{"type": "gremlin"}""", 400, "invalid toxic type")]
    [TestCase("proxies/db/toxics", """{"type": "latency", "stream": "sideways"}""", 400, "stream was invalid, can be either upstream or downstream")]
    [TestCase("proxies/db/toxics", """{"type": "latency", "attributes": {"latency": "long"}}""", 400, "bad request body: *")]
    [TestCase("proxies/db/toxics/nothing", "{}", 404, "toxic not found")]
    public async Task What_is_wrong_is_answered_with_a_status_and_an_error(string path, string body, int status, string error) =>
        await ShouldFail("POST", path, body, status, error);

    [Test]
    public async Task Two_proxies_cannot_listen_on_one_port() =>
        await ShouldFail("POST", "proxies", $$"""{"name": "x", "listen": "{{lab.Proxy.Listen}}", "upstream": "127.0.0.1:1"}""", 500, $"listen tcp {lab.Proxy.Listen}: *in use*");

    [Test]
    public async Task A_toxic_is_created_shown_changed_listed_and_deleted()
    {
        var toxic = """{"attributes": {"latency": 1000, "jitter": 0}, "name": "latency_downstream", "type": "latency", "stream": "downstream", "toxicity": 1}""";
        ShouldBe(await Answer("POST", "proxies/db/toxics", Latency, 200), toxic);
        await ShouldFail("POST", "proxies/db/toxics", Latency, 409, "toxic already exists");
        ShouldBe(await Answer("GET", "proxies/db/toxics/latency_downstream", null, 200), toxic);
        ShouldBe(await Answer("GET", "proxies/db/toxics", null, 200), $"[{toxic}]");
        ShouldBe((await Answer("GET", "proxies/db", null, 200))["toxics"]!, $"[{toxic}]");
        var changed = """{"attributes": {"latency": 1000, "jitter": 5}, "name": "latency_downstream", "type": "latency", "stream": "downstream", "toxicity": 0.5}""";
        ShouldBe(await Answer("PATCH", "proxies/db/toxics/latency_downstream", """{"attributes": {"jitter": 5}, "toxicity": 0.5}""", 200), changed);
        ShouldBe(await Answer("GET", "proxies/db/toxics", null, 200), $"[{changed}]");
        (await lab.CallAsync("DELETE", "proxies/db/toxics/latency_downstream")).Should().Be((204, null));
        ShouldBe(await Answer("GET", "proxies/db/toxics", null, 200), "[]");
        await ShouldFail("DELETE", "proxies/db/toxics/latency_downstream", null, 404, "toxic not found");
    }

    [Test]
    public async Task Populate_creates_replaces_and_leaves_alone_what_is_the_same()
    {
        var (client, server) = await lab.ConnectAsync();
        await Answer("POST", "proxies", """{"name": "web", "listen": "127.0.0.1:0", "upstream": "127.0.0.1:1"}""", 201);
        var db = $$"""{"name": "db", "listen": "{{lab.Proxy.Listen}}", "upstream": "{{lab.UpstreamAddress}}"}""";
        var answer = await Answer(
            "POST", "populate", $$"""[{{db}}, {"name": "web", "listen": "127.0.0.1:0", "upstream": "127.0.0.1:2"}, {"name": "new", "upstream": "127.0.0.1:3", "enabled": false}]""", 201);
        answer["proxies"]!.AsArray().Select(p => (p!["name"]!.GetValue<string>(), p["upstream"]!.GetValue<string>(), p["enabled"]!.GetValue<bool>()))
            .Should().Equal(("db", lab.UpstreamAddress, true), ("web", "127.0.0.1:2", true), ("new", "127.0.0.1:3", false));
        await client.SendAsync("still there");
        await server.ShouldReceiveAsync("still there", "the proxy db did not change");
    }

    [Test]
    public async Task Populate_with_a_mistake_changes_nothing_and_says_where_it_is()
    {
        await ShouldFail("POST", "populate", """[{"name": "new", "upstream": "127.0.0.1:3"}, {"name": "x"}]""", 400, "missing required field: upstream at proxy 2");
        (await Answer("GET", "proxies", null, 200)).AsObject().Select(p => p.Key).Should().Equal("db");
    }

    [Test]
    public async Task Reset_enables_every_proxy_and_removes_every_toxic()
    {
        await lab.AddAsync("timeout", "upstream");
        var (client, server) = await lab.ConnectAsync();
        await client.SendAsync("held");
        server.ShouldBeSilent("there is a toxic");
        await Answer("POST", "proxies", """{"name": "web", "listen": "127.0.0.1:0", "upstream": "127.0.0.1:1", "enabled": false}""", 201);
        (await lab.CallAsync("POST", "reset")).Should().Be((204, null));
        (await lab.Client.ListAsync(default)).Should().OnlyContain(p => p.Enabled && p.Toxics.Count == 0).And.HaveCount(2);
        await server.ShouldReceiveAsync("held", "the link is healed");
    }

    [Test]
    public async Task A_browser_is_refused()
    {
        lab.Http.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0");
        using var answer = await lab.Http.PostAsync(new Uri("reset", UriKind.Relative), null);
        ((int)answer.StatusCode).Should().Be(403);
    }

    [Test]
    public async Task The_client_lists_adds_removes_and_switches()
    {
        var toxic = new ProxyToxic("slow", "latency", "upstream", new Dictionary<string, long> { ["latency"] = 100, ["jitter"] = 10 }) { Toxicity = 0.25 };
        await lab.Client.AddToxicAsync("db", toxic, default);
        await lab.Client.SetEnabledAsync("db", false, default);
        var proxy = (await lab.Client.ListAsync(default)).Should().ContainSingle().Subject;
        proxy.Should().BeEquivalentTo(new ProxyState("db", lab.Proxy.Listen, lab.UpstreamAddress, false, [toxic]));
        (await lab.Client.RemoveToxicAsync("db", "slow", default)).Should().BeTrue();
        (await lab.Client.RemoveToxicAsync("db", "slow", default)).Should().BeFalse("it is gone already, which is no error");
        var wrong = () => lab.Client.AddToxicAsync("nobody", toxic, default);
        (await wrong.Should().ThrowAsync<LabException>()).WithMessage("The proxy's API answered 404 to POST http://127.0.0.1:*/proxies/nobody/toxics: *proxy not found*");
    }

    private async Task<JsonNode> Answer(string method, string path, string? body, int status)
    {
        var (seen, json) = await lab.CallAsync(method, path, body);
        seen.Should().Be(status, $"{method} {path} answered {json?.ToJsonString()}");
        return json!;
    }

    private async Task ShouldFail(string method, string path, string? body, int status, string error)
    {
        var json = await Answer(method, path, body, status);
        json["error"]!.GetValue<string>().Should().Match(error);
        json["status"]!.GetValue<int>().Should().Be(status);
    }

    private static void ShouldBe(JsonNode seen, string expected) =>
        JsonNode.DeepEquals(seen, JsonNode.Parse(expected)).Should().BeTrue($"{expected} was expected, and seen {seen.ToJsonString()}");
}
