using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ValeoChaos.Lab.Tests.LabAgent.Metrics;

/// <summary>An API server with one node, whose kubelet listens where it does. The kubelet's summary is in the shape that Kubernetes 1.20 gives.</summary>
internal sealed class FakeKubernetes : IAsyncDisposable
{
    private const string Summary =
        """
        {"node": {"nodeName": "one", "cpu": {"time": "2026-01-05T09:00:07Z", "usageNanoCores": 700000000, "usageCoreNanoSeconds": 9}, "memory": {"time": "2026-01-05T09:00:07Z", "workingSetBytes": 2147483648}},
         "pods": [
          {"podRef": {"name": "valeo-erp-1", "namespace": "production", "uid": "u1"}, "containers": [
            {"name": "sidecar", "cpu": {"time": "2026-01-05T09:00:05Z", "usageNanoCores": 1000}, "memory": {"workingSetBytes": 1048576}},
            {"name": "valeo-erp", "cpu": {"time": "2026-01-05T09:00:06Z", "usageNanoCores": 81234567, "usageCoreNanoSeconds": 1}, "memory": {"workingSetBytes": 67108864}}]},
          {"podRef": {"name": "starting", "namespace": "production", "uid": "u2"}, "containers": [
            {"name": "valeo-erp", "cpu": {"time": "2026-01-05T09:00:06Z", "usageCoreNanoSeconds": 1}, "memory": {"workingSetBytes": 67108864}}]},
          {"podRef": {"name": "other-1", "namespace": "other", "uid": "u4"}, "containers": [
            {"name": "valeo-erp", "cpu": {"time": "2026-01-05T09:00:06Z", "usageNanoCores": 0}, "memory": {"workingSetBytes": 0}}]},
          {"podRef": {"name": "ended", "namespace": "production", "uid": "u3"}}]}
        """;

    private static readonly JsonObject[] Pods =
    [
        Pod("production", "valeo-erp-1", "Running", "valeo-erp", "sidecar"),
        Pod("production", "starting", "Running", "valeo-erp"),
        Pod("production", "pending", "Pending", "valeo-erp"),
        Pod("production", "ended", "Succeeded", "valeo-erp"),
        Pod("other", "other-1", "Running", "valeo-erp"),
    ];

    private readonly WebApplication app;

    private FakeKubernetes(WebApplication app) => this.app = app;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>Everything is answered with an error.</summary>
    public bool Broken { get; set; }

    /// <summary>The query of each request, as it came.</summary>
    public ConcurrentQueue<string> Queries { get; } = new();

    public static async Task<FakeKubernetes> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var fake = new FakeKubernetes(builder.Build());
        fake.Map();
        await fake.app.StartAsync();
        fake.Client = new HttpClient { BaseAddress = new Uri(fake.app.Urls.First() + "/") };
        return fake;
    }

    private void Map()
    {
        app.Use(async (context, next) =>
        {
            Queries.Enqueue(context.Request.QueryString.Value ?? "");
            if (Broken)
                await Json("{}", 500).ExecuteAsync(context);
            else if (context.Request.Query["labelSelector"] == "==")
                await Json("""{"kind": "Status", "reason": "BadRequest", "message": "unable to parse requirement", "code": 400}""", 400).ExecuteAsync(context);
            else
                await next(context);
        });
        app.MapGet("/api/v1/pods", () => List(_ => true));
        app.MapGet("/api/v1/namespaces/{space}/pods", (string space) => List(p => Text(p, "namespace") == space));
        app.MapGet("/api/v1/namespaces/{space}/pods/{name}", (string space, string name) =>
            Pods.FirstOrDefault(p => Text(p, "namespace") == space && Text(p, "name") == name) is { } pod ? Json(pod.ToJsonString()) : NotFound());
        app.MapGet("/api/v1/nodes", () => Json(new JsonObject { ["items"] = new JsonArray(Node()) }.ToJsonString()));
        app.MapGet("/api/v1/nodes/{name}", (string name) => name == "one" ? Json(Node().ToJsonString()) : NotFound());
        app.MapGet("/stats/summary", () => Json(Summary));
    }

    private JsonObject Node() => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "one", ["labels"] = new JsonObject { ["kubernetes.io/os"] = "linux" } },
        ["status"] = new JsonObject
        {
            ["addresses"] = new JsonArray(new JsonObject { ["type"] = "Hostname", ["address"] = "one" }, new JsonObject { ["type"] = "InternalIP", ["address"] = "127.0.0.1" }),
            ["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = Client.BaseAddress!.Port } },
        },
    };

    private static JsonObject Pod(string space, string name, string phase, params string[] containers) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = space, ["labels"] = new JsonObject { ["app"] = "valeo-erp" } },
        ["spec"] = new JsonObject { ["nodeName"] = "one", ["containers"] = new JsonArray([.. containers.Select(c => new JsonObject { ["name"] = c })]) },
        ["status"] = new JsonObject { ["phase"] = phase },
    };

    private static string Text(JsonObject pod, string field) => pod["metadata"]![field]!.GetValue<string>();

    private static IResult List(Func<JsonObject, bool> which) =>
        Json(new JsonObject { ["items"] = new JsonArray([.. Pods.Where(which).Select(p => p.DeepClone())]) }.ToJsonString());

    private static IResult NotFound() => Json("""{"kind": "Status", "reason": "NotFound", "code": 404}""", 404);

    private static IResult Json(string body, int status = 200) => Microsoft.AspNetCore.Http.Results.Text(body, "application/json", statusCode: status);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }
}
