using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ValeoChaos.Core.Load;

namespace ValeoChaos.Lab.Tests.Load;

/// <summary>A server of ours that can be told to stall and to end its streams.</summary>
internal sealed class LoadServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private volatile TaskCompletionSource? stall;
    private volatile TaskCompletionSource streams = New();

    private LoadServer(WebApplication app) => this.app = app;

    public LoadTarget Target => new() { BaseAddress = new Uri(app.Urls.First()), Host = "test" };

    /// <summary>Status that streams are answered with; 200 is a stream.</summary>
    public volatile int StreamStatus = 200;

    public ConcurrentBag<string> LastEventIds { get; } = [];

    public ConcurrentDictionary<string, int> Connections { get; } = [];

    public static async Task<LoadServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new LoadServer(builder.Build());
        server.Map();
        await server.app.StartAsync();
        return server;
    }

    public void Stall() => stall = New();

    public void GoOn()
    {
        var before = stall;
        stall = null;
        before?.SetResult();
    }

    public void EndStreams()
    {
        var before = streams;
        streams = New();
        before.SetResult();
    }

    public async ValueTask DisposeAsync()
    {
        GoOn();
        EndStreams();
        await app.StopAsync(new CancellationToken(true));
        await app.DisposeAsync();
    }

    private void Map()
    {
        app.MapGet("/ok", async (HttpContext http) =>
        {
            Connections.AddOrUpdate(http.Connection.Id, 1, (_, n) => n + 1);
            await (stall?.Task ?? Task.CompletedTask);
            return "ok";
        });
        app.MapGet("/sick", () => TypedResults.StatusCode(503));
        app.MapGet("/chunked", async (HttpContext http) =>
        {
            await http.Response.WriteAsync("one");
            await http.Response.Body.FlushAsync();
            await http.Response.WriteAsync("two");
        });
        app.MapGet("/abort", (HttpContext http) => http.Abort());
        app.MapPost("/order", async (HttpContext http) =>
        {
            using var body = new StreamReader(http.Request.Body);
            return TypedResults.StatusCode(await body.ReadToEndAsync() == """{"id": 7}""" ? 201 : 400);
        });
        app.MapGet("/stream", StreamAsync);
    }

    private async Task StreamAsync(HttpContext http)
    {
        if (http.Request.Headers["Last-Event-ID"] is [{ } id])
            LastEventIds.Add(id);
        http.Response.StatusCode = StreamStatus;
        if (StreamStatus != 200)
            return;
        http.Response.ContentType = "text/event-stream";
        var end = streams.Task;
        await http.Response.WriteAsync("retry: 50\n\nid: 41\ndata: hello\n\n");
        await http.Response.Body.FlushAsync();
        await end.WaitAsync(http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
