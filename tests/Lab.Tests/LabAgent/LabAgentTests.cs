using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using ValeoChaos.LabAgent;

namespace ValeoChaos.Lab.Tests.LabAgent;

public sealed class LabAgentTests
{
    private const string Pods =
        """
        {"items": [
          {"metadata": {"name": "valeo-erp-1", "namespace": "production", "uid": "u1", "labels": {"app": "valeo-erp", "a.b/c": "d"}},
           "spec": {"containers": [{"name": "valeo-erp", "ports": [{"containerPort": 8000}]}]},
           "status": {"podIP": "10.42.0.5", "phase": "Running", "conditions": [{"type": "Ready", "status": "False"}]}},
          {"metadata": {"name": "pending", "namespace": "production"}, "spec": {"containers": [{"name": "x"}]}, "status": {"phase": "Pending"}}
        ]}
        """;

    private const string Deployments =
        """
        {"items": [{"metadata": {"name": "valeo-erp", "namespace": "production", "generation": 7}, "spec": {"replicas": 3},
          "status": {"observedGeneration": 6, "replicas": 4, "updatedReplicas": 1, "readyReplicas": 3, "availableReplicas": 3}}]}
        """;

    [Test]
    public async Task Discovery_gives_the_targets_and_meta_labels_of_Kubernetes_own()
    {
        await using var cluster = await Cluster(Pods, 200);
        await using var agent = await Started("discovery", TimeProvider.System, Client(cluster));
        using var http = Client(agent);
        var groups = await http.GetFromJsonAsync<JsonArray>(new Uri("sd/pods?namespace=production", UriKind.Relative));
        var group = groups.Should().ContainSingle("a pod without an address is no target").Subject!;
        group["targets"]![0]!.GetValue<string>().Should().Be("10.42.0.5:8000");
        group["labels"]!.AsObject().ToDictionary(l => l.Key["__meta_kubernetes_".Length..], l => l.Value!.GetValue<string>()).Should().Equal(new Dictionary<string, string>
        {
            ["namespace"] = "production", ["pod_name"] = "valeo-erp-1", ["pod_uid"] = "u1", ["pod_ip"] = "10.42.0.5", ["pod_phase"] = "Running",
            ["pod_ready"] = "false", ["pod_label_app"] = "valeo-erp", ["pod_label_a_b_c"] = "d", ["pod_container_name"] = "valeo-erp", ["pod_container_port_number"] = "8000",
        });
    }

    [Test]
    public async Task The_state_of_deployments_is_told_as_kube_state_metrics_tells_it()
    {
        await using var cluster = await Cluster(Deployments, 200);
        await using var agent = await Started("discovery", TimeProvider.System, Client(cluster));
        using var http = Client(agent);
        using var answer = await http.GetAsync(new Uri("metrics?namespace=production", UriKind.Relative));
        answer.Content.Headers.ContentType!.ToString().Should().StartWith("text/plain; version=0.0.4");
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Where(l => l[0] != '#').Should().BeEquivalentTo(
            Labelled("metadata_generation", 7), Labelled("status_observed_generation", 6), Labelled("spec_replicas", 3), Labelled("status_replicas", 4),
            Labelled("status_replicas_updated", 1), Labelled("status_replicas_ready", 3), Labelled("status_replicas_available", 3), Labelled("status_replicas_unavailable", 0));
        lines.Should().Contain("# TYPE kube_deployment_spec_replicas gauge");

        static string Labelled(string name, int value) => $"kube_deployment_{name}{{namespace=\"production\",deployment=\"valeo-erp\"}} {value}";
    }

    [TestCase("sd/pods", TestName = "Discovery_fails_when_the_API_server_does_so_that_Prometheus_keeps_its_targets")]
    [TestCase("metrics", TestName = "A_scrape_fails_when_the_API_server_does_for_an_empty_one_would_say_that_there_are_no_deployments")]
    public async Task No_answer_of_the_API_server_is_no_empty_answer(string path)
    {
        await using var cluster = await Cluster("", 500);
        await using var agent = await Started("discovery", TimeProvider.System, Client(cluster));
        using var http = Client(agent);
        using var answer = await http.GetAsync(new Uri($"{path}?namespace=production", UriKind.Relative));
        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    [Test]
    public void An_unknown_role_is_none() => AgentHost.Create("gardener", TimeProvider.System).Should().BeNull();

    private static async Task<WebApplication> Started(string role, TimeProvider clock, HttpClient? cluster = null)
    {
        var agent = AgentHost.Create(role, clock, "http://127.0.0.1:0", cluster)!;
        await agent.StartAsync();
        return agent;
    }

    private static async Task<WebApplication> Cluster(string body, int status)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        foreach (var path in new[] { "/api/v1/namespaces/production/pods", "/apis/apps/v1/namespaces/production/deployments" })
            app.MapGet(path, () => Microsoft.AspNetCore.Http.Results.Text(body, "application/json", statusCode: status));
        await app.StartAsync();
        return app;
    }

    private static HttpClient Client(WebApplication app) => new() { BaseAddress = new Uri(app.Urls.First() + "/") };
}
