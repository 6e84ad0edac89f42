using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using ValeoChaos.LabAgent;

namespace ValeoChaos.Lab.Tests.LabAgent.Metrics;

public sealed class MetricsApiTests
{
    private const string Root = "apis/metrics.k8s.io/v1beta1";

    private FakeKubernetes cluster = null!;
    private WebApplication agent = null!;
    private HttpClient http = null!;

    [SetUp]
    public async Task Start()
    {
        cluster = await FakeKubernetes.StartAsync();
        agent = AgentHost.Create("metrics", TimeProvider.System, "http://127.0.0.1:0", cluster.Client)!;
        await agent.StartAsync();
        http = new HttpClient { BaseAddress = new Uri(agent.Urls.First() + "/") };
    }

    [TearDown]
    public async Task Stop()
    {
        http.Dispose();
        await agent.DisposeAsync();
        await cluster.DisposeAsync();
    }

    [Test]
    public async Task Discovery_names_pods_and_nodes_with_the_verbs_that_are_served()
    {
        var list = await GetAsync(Root);
        list["kind"]!.GetValue<string>().Should().Be("APIResourceList");
        list["groupVersion"]!.GetValue<string>().Should().Be("metrics.k8s.io/v1beta1");
        list["resources"]!.AsArray().Select(r => $"{r!["name"]} {r["kind"]} namespaced={r["namespaced"]} {string.Join(',', r["verbs"]!.AsArray())}").Should().Equal(
            "nodes NodeMetrics namespaced=false get,list", "pods PodMetrics namespaced=true get,list");
    }

    [Test]
    public async Task A_pod_s_metrics_hold_its_containers_usage_as_quantities_and_when_it_was_measured()
    {
        var pod = await GetAsync($"{Root}/namespaces/production/pods/valeo-erp-1");
        pod["kind"]!.GetValue<string>().Should().Be("PodMetrics");
        pod["metadata"]!.ToJsonString().Should().Be(
            """{"name":"valeo-erp-1","creationTimestamp":"2026-01-05T09:00:05Z","labels":{"app":"valeo-erp"},"namespace":"production"}""");
        pod["timestamp"]!.GetValue<string>().Should().Be("2026-01-05T09:00:05Z", "a pod is as old as its oldest figure");
        pod["window"]!.GetValue<string>().Should().MatchRegex(@"^\d+s$");
        pod["containers"]!.ToJsonString().Should().Be(
            """[{"name":"valeo-erp","usage":{"cpu":"81234567n","memory":"65536Ki"}},{"name":"sidecar","usage":{"cpu":"1000n","memory":"1024Ki"}}]""");
    }

    [TestCase("pods", "valeo-erp-1", "other-1")]
    [TestCase("namespaces/production/pods", "valeo-erp-1")]
    [TestCase("namespaces/other/pods", "other-1")]
    [TestCase("namespaces/empty/pods")]
    public async Task A_list_holds_running_pods_that_were_measured(string path, params string[] names)
    {
        var list = await GetAsync($"{Root}/{path}");
        list["kind"]!.GetValue<string>().Should().Be("PodMetricsList");
        list["items"]!.AsArray().Select(p => p!["metadata"]!["name"]!.GetValue<string>())
            .Should().Equal(names, "a pod that is not running, and one of which a container was not measured, have no sum");
    }

    [Test]
    public async Task Selectors_are_the_API_server_s_to_understand()
    {
        await GetAsync($"{Root}/namespaces/production/pods?labelSelector=app%3Dvaleo-erp,tier%20in%20(a,b)&limit=500");
        cluster.Queries.Should().Contain("?labelSelector=app%3Dvaleo-erp,tier%20in%20(a,b)");
        using var refused = await http.GetAsync(new Uri($"{Root}/namespaces/production/pods?labelSelector=%3D%3D", UriKind.Relative));
        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync()).Should().Contain("unable to parse");
    }

    [Test]
    public async Task Nodes_are_listed_and_read_one_by_one()
    {
        var list = await GetAsync($"{Root}/nodes");
        list["kind"]!.GetValue<string>().Should().Be("NodeMetricsList");
        var node = await GetAsync($"{Root}/nodes/one");
        list["items"]!.AsArray().Should().ContainSingle().Which!.ToJsonString().Should().Be(node.ToJsonString());
        node["usage"]!.ToJsonString().Should().Be("""{"cpu":"700000000n","memory":"2097152Ki"}""");
        node["metadata"]!["name"]!.GetValue<string>().Should().Be("one");
    }

    [TestCase("namespaces/production/pods/nobody", TestName = "A_pod_that_is_not_there_is_not_found")]
    [TestCase("namespaces/production/pods/starting", TestName = "A_pod_without_metrics_is_not_found_and_not_zero")]
    [TestCase("nodes/nobody", TestName = "A_node_that_is_not_there_is_not_found")]
    public async Task What_has_no_metrics_is_not_found(string path)
    {
        using var answer = await http.GetAsync(new Uri($"{Root}/{path}", UriKind.Relative));
        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        var status = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        (status["kind"]!.GetValue<string>(), status["reason"]!.GetValue<string>()).Should().Be(("Status", "NotFound"));
    }

    [TestCase("namespaces/production/pods")]
    [TestCase("nodes")]
    public async Task No_answer_of_the_API_server_is_no_empty_answer(string path)
    {
        cluster.Broken = true;
        using var answer = await http.GetAsync(new Uri($"{Root}/{path}", UriKind.Relative));
        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!.GetValue<int>().ToString(CultureInfo.InvariantCulture).Should().Be("503");
    }

    private async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        var body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.Should().Be(HttpStatusCode.OK, body);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        return JsonNode.Parse(body)!;
    }
}
