using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ValeoChaos.Core.Running;
using ValeoChaos.Lab.Toxics;
using ValeoChaos.LabAgent;
using ValeoChaos.LabAgent.Proxy;

namespace ValeoChaos.Lab.Tests.LabAgent.Proxy;

/// <summary>An agent with one proxy, "db", in front of a server that the test plays.</summary>
internal sealed class ProxyLab : IAsyncDisposable
{
    public const string Db = "db";

    private readonly WebApplication agent;
    private readonly Socket upstream;
    private readonly List<Socket> opened = [];

    private ProxyLab(WebApplication agent, Socket upstream)
    {
        (this.agent, this.upstream) = (agent, upstream);
        Http = new HttpClient { BaseAddress = new Uri(agent.Urls.First() + "/") };
        Client = new ToxiproxyClient(Http);
    }

    public static Eventually Eventually { get; } = new(TimeProvider.System);

    public HttpClient Http { get; }

    public ToxiproxyClient Client { get; }

    public ProxyCollection Proxies => agent.Services.GetRequiredService<ProxyCollection>();

    public TcpProxy Proxy => Proxies.Get(Db);

    public string UpstreamAddress => upstream.LocalEndPoint!.ToString()!;

    public static async Task<ProxyLab> StartAsync(TimeProvider? clock = null, int seed = 1)
    {
        var upstream = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        upstream.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        upstream.Listen();
        var settings = ProxySettings.None with { Seed = seed, Proxies = [new ProxySpec(Db, "127.0.0.1:0", upstream.LocalEndPoint!.ToString()!)] };
        var agent = AgentHost.Create("proxy", clock ?? TimeProvider.System, "http://127.0.0.1:0", proxy: settings)!;
        await agent.StartAsync();
        return new ProxyLab(agent, upstream);
    }

    /// <summary>A client through the proxy and the server's end of the same connection.</summary>
    public async Task<(Wire Client, Wire Server)> ConnectAsync()
    {
        var before = Proxy.Served;
        var client = await ConnectClientAsync();
        var server = await upstream.AcceptAsync();
        // Until then a clock that is moved forward would move before the connection began.
        await UntilAsync("the proxy to know the connection", () => Proxy.Served > before);
        opened.Add(server);
        return (client, new Wire(server));
    }

    public async Task<Wire> ConnectClientAsync()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        opened.Add(client);
        await client.ConnectAsync(IPEndPoint.Parse(Proxy.Listen));
        return new Wire(client);
    }

    /// <summary>Waits until the proxy has read so much and holds it.</summary>
    public Task HoldsAsync(int bytes) => UntilAsync($"the proxy to hold {bytes} bytes", () => Proxy.HeldBytes == bytes);

    public Task NoConnectionsAsync() => UntilAsync("the proxy to forget its connections", () => Proxy.Connections == 0);

    public Task AddAsync(string type, string stream, double toxicity, params (string Name, long Value)[] attributes) => Client.AddToxicAsync(
        Db, new ProxyToxic(type, type, stream, attributes.ToDictionary(a => a.Name, a => a.Value)) { Toxicity = toxicity }, default);

    public Task AddAsync(string type, string stream, params (string Name, long Value)[] attributes) => AddAsync(type, stream, 1, attributes);

    public Task RemoveAsync(string toxic) => Client.RemoveToxicAsync(Db, toxic, default);

    public async Task<(int Status, JsonNode? Body)> CallAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)) { Content = body is null ? null : new StringContent(body) };
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    private Task UntilAsync(string what, Func<bool> reached) => Eventually.ReachAsync(
        what, _ => Task.FromResult(new Observation<bool>(reached(), true, $"{Proxy.Connections} connections, {Proxy.HeldBytes} bytes held")), Wire.Patience, default, TimeSpan.FromMilliseconds(5));

    public async ValueTask DisposeAsync()
    {
        opened.ForEach(socket => socket.Dispose());
        upstream.Dispose();
        Http.Dispose();
        await agent.StopAsync();
        await agent.DisposeAsync();
    }
}
