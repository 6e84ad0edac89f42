using ValeoChaos.Core.Alerting;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.RulesTests;

/// <summary>Tests that cannot fail prove nothing: each part of each rule is broken once, and its tests have to notice.</summary>
public sealed class WrongRuleTests
{
    [TestCase("== 503\n", "== 504\n", "network partition between one pod and the database", TestName = "the 503")]
    [TestCase("count by (namespace) (\n", "count by (namespace, pod) (\n", "a pod that gives 503 is replaced by one that does", TestName = "the count over pods")]
    [TestCase("> 0.5\n                and changes", "> 0.9\n                and changes", "connection pool exhausted now and then", TestName = "the share of a flapping probe")]
    [TestCase("[3m:15s]) > 2", "[3m:15s]) > 20", "connection pool exhausted now and then", TestName = "flapping")]
    [TestCase("[3m:15s]) > 2", "[3m:15s]) >= 0", "PostgreSQL down", TestName = "one outage is no flapping")]
    [TestCase("{job=\"valeo-erp-healthz\"} == 200", "{job=\"valeo-erp-healthz\"} == 201", "the database hangs and the check with it", TestName = "a check that hangs")]
    [TestCase("{job=\"valeo-erp-healthz\"} == 200", "{job=\"valeo-erp-healthz\"} >= 0", "the application restarts for two minutes beside a healthy database", TestName = "a restart is no hanging check")]
    [TestCase("{job=\"postgresql\"} == 0", "{job=\"postgresql\"} == 2", "the database is unreachable and the check blocks the whole process", TestName = "a process that is blocked")]
    [TestCase("{job=\"postgresql\"} == 0", "{job=\"postgresql\"} >= 0", "the application restarts for two minutes beside a healthy database", TestName = "a restart blocks no process")]
    [TestCase("up{job=\"valeo-erp\"} == 0\n                and on (namespace) probe", "up{job=\"valeo-erp\"} >= 0\n                and on (namespace) probe", "only the prober is cut off", TestName = "a prober that is cut off")]
    [TestCase("for: 1m\n", "for: 30s\n", "network partition between one pod and the database", TestName = "for is not shorter")]
    [TestCase("for: 1m\n", "for: 90s\n", "network partition between one pod and the database", TestName = "for is not longer")]
    public Task Of_DatabaseDown(string right, string wrong, string by) => IsNoticedAsync("corrected.yml", "database-down", right, wrong, by);

    [TestCase("            > 0.05\n          and", "            > 0.005\n          and", "upstream outage", TestName = "five percent and not half a percent")]
    [TestCase("> 0.05", "> 0.2", "upstream outage", TestName = "five percent and not twenty")]
    [TestCase("/(healthz|readyz|metrics)|/api/stream/.*", "/nothing", "probes", TestName = "probes are no requests")]
    [TestCase("(healthz|readyz|metrics)|/api/stream/.*", "(healthz|readyz|metrics)", "probes", TestName = "streams are no requests, for errors")]
    [TestCase("[2m30s]", "[5m]", "an outage of a minute is over when for is", TestName = "an error rate that is over")]
    [TestCase("[2m30s]", "[30s]", "night, one request a minute more and each an error", TestName = "outages that come and go")]
    [TestCase(")) >= 5\n", ")) >= 1\n", "night, four requests in five minutes and each an error", TestName = "the floor keeps single errors out")]
    [TestCase(")) >= 5\n", ")) >= 20\n", "night, one request a minute more and each an error", TestName = "the floor lets a failing night in")]
    [TestCase("ALERTS{alertname=\"DatabaseDown\"", "ALERTS{alertname=\"Nothing\"", "errors that go on after the database is back", TestName = "the outage of the database, for errors")]
    public Task Of_ErrorRateHigh(string right, string wrong, string by) => IsNoticedAsync("corrected.yml", "error-rate-high", right, wrong, by);

    [TestCase("(namespace, le)", "(namespace, endpoint, le)", "slow database queries behind every fifth request", TestName = "the service's quantile and not an endpoint's")]
    [TestCase("histogram_quantile(0.95", "histogram_quantile(0.75", "slow database queries behind every fifth request", TestName = "the 95th percentile and not a lower one")]
    [TestCase("histogram_quantile(0.95", "histogram_quantile(0.99", "slow database queries behind every fifth request", TestName = "the 95th percentile and not a higher one")]
    [TestCase("|/api/stream/.*", "", "streams and probes are slow by nature", TestName = "streams are no requests, for latency")]
    [TestCase("[2m30s]", "[5m]", "a slow minute that is over when for is", TestName = "latency that is over")]
    [TestCase(")) >= 20\n", ")) >= 5\n", "night", TestName = "the floor of the quantile")]
    [TestCase("ALERTS{alertname=\"DatabaseDown\"", "ALERTS{alertname=\"Nothing\"", "requests wait for a database that is down for ten minutes", TestName = "the outage of the database, for latency")]
    public Task Of_LatencyHigh(string right, string wrong, string by) => IsNoticedAsync("corrected.yml", "latency-high", right, wrong, by);

    [TestCase("(last_over_time(sse_connects_total{job=\"valeo-erp\"}[45s]) - last_over_time(sse_connects_total{job=\"valeo-erp\"}[1h] offset 5m))", "increase(sse_connects_total{job=\"valeo-erp\"}[5m])", "a pod is killed and replaced", TestName = "counted and not extrapolated")]
    [TestCase("last_over_time(sse_connects_total{job=\"valeo-erp\"}[45s]) unless", "sse_connects_total{job=\"nothing\"} unless", "a pod is killed and replaced", TestName = "a new pod's first value")]
    [TestCase("+ namespace:sse_active:sum offset 5m", "+ namespace:sse_active:sum", "network issue", TestName = "who was there before")]
    [TestCase("            and namespace:sse_active:sum offset 6m\n", "", "a pod is killed and replaced", TestName = "a Prometheus without history")]
    [TestCase("unless kube_deployment_spec_replicas", "unless 0 * kube_deployment_spec_replicas", "a pod is lost during a scale-up", TestName = "a scale-up excuses nothing")]
    [TestCase("{deployment=\"valeo-erp\"}[30m]", "{deployment=\"valeo-erp\"}[2h]", "a pod is lost while a rollout has been stuck for forty minutes", TestName = "a rollout that is stuck")]
    [TestCase("> 0.25 *", "> 1.25 *", "network issue", TestName = "cut off for good")]
    [TestCase("[5m30s]) > 10", "[30s]) > 10", "a pod restarts in its place and its fifty clients come back elsewhere", TestName = "a burst leaves the window")]
    public Task Of_SSEDisconnectsHigh(string right, string wrong, string by) => IsNoticedAsync("corrected.yml", "sse-disconnects-high", right, wrong, by);

    [TestCase("last_over_time(sse_connections_active{job=\"valeo-erp\"}[45s])", "last_over_time(sse_connections_active{job=\"valeo-erp\"}[1s])", "one lost scrape of a pod with fifty streams", TestName = "a lost scrape")]
    [TestCase(" unless on (namespace) namespace:sse_planned_churn", "", "the deployment is scaled down from five pods to four", TestName = "planned churn")]
    [TestCase("[10m:30s]) > 0\n                and", "[1m:30s]) > 0\n                and", "a rollout takes a quarter of an hour and its last pod is the one with clients", TestName = "a slow rollout")]
    [TestCase("> 0.25 *", "> 0.001 *", "closing time", TestName = "closing time")]
    [TestCase("namespace:sse_disconnects:5m < namespace:sse_connects:5m", "namespace:sse_disconnects:5m < -1000", "morning", TestName = "morning")]
    [TestCase("[5m30s]) > 10", "[5m30s]) >= 10", "office hours", TestName = "more than ten and not ten")]
    [TestCase("[5m30s]) > 10", "[5m30s]) > 7", "office hours", TestName = "more than ten and not eight")]
    public Task Of_SSEDisconnectsHigh_where_nobody_is_to_be_woken(string right, string wrong, string by) => IsNoticedAsync("corrected.yml", "sse-disconnects-silent", right, wrong, by);

    [TestCase("up{job=\"valeo-erp\"} == 1", "up{job=\"valeo-erp\"} >= 0", "no pod can be scraped", TestName = "a scrape that fails everywhere")]
    [TestCase("absent(probe_http_status_code{job=\"valeo-erp-readyz\"})", "absent(up)", "every pod is gone", TestName = "no probe")]
    [TestCase("absent(kube_deployment_metadata_generation", "absent(up", "no pod can be scraped", TestName = "no state of the deployment")]
    [TestCase("for: 5m\n", "for: 1m\n", "no pod can be scraped", TestName = "all pods replaced at once")]
    public Task Of_MonitoringBlind(string right, string wrong, string by) => IsNoticedAsync("corrected.yml", "monitoring-blind", right, wrong, by);

    [TestCase("for: 15m", "for: 14m", "a page that is over after 14 minutes wakes nobody further", TestName = "15 minutes")]
    [TestCase("for: 30m", "for: 29m", "LatencyHigh reaches the database team after 30 minutes", TestName = "30 minutes")]
    [TestCase("for: 10m", "for: 11m", "SSEDisconnectsHigh reaches the platform team after 10 minutes", TestName = "10 minutes")]
    [TestCase("for: 1h", "for: 59m", "LatencyHigh reaches the database team after 30 minutes", TestName = "an hour")]
    [TestCase("escalate_to: team-lead", "escalate_to: cto", "a page that is over after 14 minutes wakes nobody further", TestName = "the team lead")]
    [TestCase("escalate_to: database-team", "escalate_to: team-lead", "LatencyHigh reaches the database team after 30 minutes", TestName = "the database team")]
    [TestCase("escalate_to: platform-team", "escalate_to: team-lead", "SSEDisconnectsHigh reaches the platform team after 10 minutes", TestName = "the platform team")]
    [TestCase(", escalate_to=\"\"", "", "a page that is over after 14 minutes wakes nobody further", TestName = "an escalation that feeds itself")]
    [TestCase("alertstate=\"firing\"", "alertstate=~\".+\"", "ErrorRateHigh reaches the team lead after 15 minutes and the CTO after an hour", TestName = "a pending page")]
    [TestCase(", rules=\"corrected\"", "", "an escalation ends with its page", TestName = "the runbook's own rules")]
    [TestCase("max without (alertstate) (", "max by (namespace) (", "a page that is over after 14 minutes wakes nobody further", TestName = "the labels of the page")]
    public Task Of_the_escalation(string right, string wrong, string by) => IsNoticedAsync("escalation.yml", "escalation", right, wrong, by);

    [TestCase("database-down")]
    [TestCase("error-rate-high")]
    [TestCase("latency-high")]
    [TestCase("sse-disconnects-high")]
    [TestCase("sse-disconnects-silent")]
    [TestCase("monitoring-blind")]
    [TestCase("escalation")]
    public async Task Right_rules_alone_are_enough_for(string tests)
    {
        var (exitCode, output) = await RunAsync(Text(tests), (_, text) => text);
        exitCode.Should().Be(0, "what is noticed below is the break: {0}", output);
    }

    /// <param name="rules">The file with the break.</param>
    /// <param name="tests">The file of the test.</param>
    /// <param name="right">What is broken.</param>
    /// <param name="wrong">What stands in its place.</param>
    /// <param name="by">How the name of the test that has to notice begins; the others would only take their time.</param>
    private static async Task IsNoticedAsync(string rules, string tests, string right, string wrong, string by)
    {
        File.ReadAllText(Path.Combine(RuleTool.Folder, rules)).Should().Contain(right, "otherwise nothing is broken");
        var (exitCode, output) = await RunAsync(Only(Text(tests), by), (name, text) => name == rules ? text.Replace(right, wrong, StringComparison.Ordinal) : text);
        output.Should().NotContain("parse error").And.NotContain("error parsing", "a rule that cannot be read is no wrong rule");
        exitCode.Should().NotBe(0, "the test must notice this");
    }

    private static string Text(string tests) => File.ReadAllText(Path.Combine(RuleTool.Folder, "tests", $"{tests}.test.yml"));

    private static string Only(string tests, string name)
    {
        var root = YamlNodes.Root(tests, "tests by hand");
        root.Children["tests"] = new YamlSequenceNode(((YamlSequenceNode)root["tests"]).Single(test => test["name"].ToString().StartsWith(name, StringComparison.Ordinal)));
        return root.Written();
    }

    /// <summary>Only the rules that the tests speak of are evaluated: the others cost most of the time.</summary>
    private static Task<(int ExitCode, string Output)> RunAsync(string tests, Func<string, string, string> change) =>
        RuleTool.RunCopyAsync(tests, (name, text) => RuleYaml.NamedIn(tests, change(name, text)));
}
