using ValeoChaos.Core.Alerting;

namespace ValeoChaos.RulesTests;

/// <summary>Tests that cannot fail prove nothing: each part of each rule is broken once, and its tests have to notice.</summary>
public sealed class WrongRuleTests
{
    [TestCase("== 503\n", "== 504\n", TestName = "the 503")]
    [TestCase("count by (namespace) (\n", "count by (namespace, pod) (\n", TestName = "the count over pods")]
    [TestCase("> 0.5\n                and changes", "> 0.9\n                and changes", TestName = "the share of a flapping probe")]
    [TestCase("[3m:15s]) > 2", "[3m:15s]) > 20", TestName = "flapping")]
    [TestCase("[3m:15s]) > 2", "[3m:15s]) >= 0", TestName = "one outage is no flapping")]
    [TestCase("{job=\"valeo-erp-healthz\"} == 200", "{job=\"valeo-erp-healthz\"} == 201", TestName = "a check that hangs")]
    [TestCase("{job=\"valeo-erp-healthz\"} == 200", "{job=\"valeo-erp-healthz\"} >= 0", TestName = "a restart is no hanging check")]
    [TestCase("{job=\"postgresql\"} == 0", "{job=\"postgresql\"} == 2", TestName = "a process that is blocked")]
    [TestCase("{job=\"postgresql\"} == 0", "{job=\"postgresql\"} >= 0", TestName = "a restart blocks no process")]
    [TestCase("up{job=\"valeo-erp\"} == 0\n                and on (namespace) probe", "up{job=\"valeo-erp\"} >= 0\n                and on (namespace) probe", TestName = "a prober that is cut off")]
    [TestCase("for: 1m\n", "for: 30s\n", TestName = "for is not shorter")]
    [TestCase("for: 1m\n", "for: 90s\n", TestName = "for is not longer")]
    public Task Of_DatabaseDown(string right, string wrong) => IsNoticedAsync("corrected.yml", "database-down", right, wrong);

    [TestCase("            > 0.05\n          and", "            > 0.005\n          and", TestName = "five percent and not half a percent")]
    [TestCase("> 0.05", "> 0.2", TestName = "five percent and not twenty")]
    [TestCase("/(healthz|readyz|metrics)|/api/stream/.*", "/nothing", TestName = "probes are no requests")]
    [TestCase("(healthz|readyz|metrics)|/api/stream/.*", "(healthz|readyz|metrics)", TestName = "streams are no requests, for errors")]
    [TestCase("[2m30s]", "[5m]", TestName = "an error rate that is over")]
    [TestCase("[2m30s]", "[30s]", TestName = "outages that come and go")]
    [TestCase(")) >= 5\n", ")) >= 1\n", TestName = "the floor keeps single errors out")]
    [TestCase(")) >= 5\n", ")) >= 20\n", TestName = "the floor lets a failing night in")]
    [TestCase("ALERTS{alertname=\"DatabaseDown\"", "ALERTS{alertname=\"Nothing\"", TestName = "the outage of the database, for errors")]
    public Task Of_ErrorRateHigh(string right, string wrong) => IsNoticedAsync("corrected.yml", "error-rate-high", right, wrong);

    [TestCase("(namespace, le)", "(namespace, endpoint, le)", TestName = "the service's quantile and not an endpoint's")]
    [TestCase("histogram_quantile(0.95", "histogram_quantile(0.75", TestName = "the 95th percentile and not a lower one")]
    [TestCase("histogram_quantile(0.95", "histogram_quantile(0.99", TestName = "the 95th percentile and not a higher one")]
    [TestCase("|/api/stream/.*", "", TestName = "streams are no requests, for latency")]
    [TestCase("[2m30s]", "[5m]", TestName = "latency that is over")]
    [TestCase(")) >= 20\n", ")) >= 5\n", TestName = "the floor of the quantile")]
    [TestCase("ALERTS{alertname=\"DatabaseDown\"", "ALERTS{alertname=\"Nothing\"", TestName = "the outage of the database, for latency")]
    public Task Of_LatencyHigh(string right, string wrong) => IsNoticedAsync("corrected.yml", "latency-high", right, wrong);

    [TestCase("(last_over_time(sse_connects_total{job=\"valeo-erp\"}[45s]) - last_over_time(sse_connects_total{job=\"valeo-erp\"}[1h] offset 5m))", "increase(sse_connects_total{job=\"valeo-erp\"}[5m])", TestName = "counted and not extrapolated")]
    [TestCase("last_over_time(sse_connects_total{job=\"valeo-erp\"}[45s]) unless", "sse_connects_total{job=\"nothing\"} unless", TestName = "a new pod's first value")]
    [TestCase("+ namespace:sse_active:sum offset 5m", "+ namespace:sse_active:sum", TestName = "who was there before")]
    [TestCase("            and namespace:sse_active:sum offset 6m\n", "", TestName = "a Prometheus without history")]
    [TestCase("unless kube_deployment_spec_replicas", "unless 0 * kube_deployment_spec_replicas", TestName = "a scale-up excuses nothing")]
    [TestCase("{deployment=\"valeo-erp\"}[30m]", "{deployment=\"valeo-erp\"}[2h]", TestName = "a rollout that is stuck")]
    [TestCase("> 0.25 *", "> 1.25 *", TestName = "cut off for good")]
    [TestCase("[5m30s]) > 10", "[30s]) > 10", TestName = "a burst leaves the window")]
    public Task Of_SSEDisconnectsHigh(string right, string wrong) => IsNoticedAsync("corrected.yml", "sse-disconnects-high", right, wrong);

    [TestCase("last_over_time(sse_connections_active{job=\"valeo-erp\"}[45s])", "last_over_time(sse_connections_active{job=\"valeo-erp\"}[1s])", TestName = "a lost scrape")]
    [TestCase(" unless on (namespace) namespace:sse_planned_churn", "", TestName = "planned churn")]
    [TestCase("[10m:30s]) > 0\n                and", "[1m:30s]) > 0\n                and", TestName = "a slow rollout")]
    [TestCase("> 0.25 *", "> 0.001 *", TestName = "closing time")]
    [TestCase("namespace:sse_disconnects:5m < namespace:sse_connects:5m", "namespace:sse_disconnects:5m < -1000", TestName = "morning")]
    [TestCase("[5m30s]) > 10", "[5m30s]) >= 10", TestName = "more than ten and not ten")]
    [TestCase("[5m30s]) > 10", "[5m30s]) > 7", TestName = "more than ten and not eight")]
    public Task Of_SSEDisconnectsHigh_where_nobody_is_to_be_woken(string right, string wrong) => IsNoticedAsync("corrected.yml", "sse-disconnects-silent", right, wrong);

    [TestCase("up{job=\"valeo-erp\"} == 1", "up{job=\"valeo-erp\"} >= 0", TestName = "a scrape that fails everywhere")]
    [TestCase("absent(probe_http_status_code{job=\"valeo-erp-readyz\"})", "absent(up)", TestName = "no probe")]
    [TestCase("absent(kube_deployment_metadata_generation", "absent(up", TestName = "no state of the deployment")]
    [TestCase("for: 5m\n", "for: 1m\n", TestName = "all pods replaced at once")]
    public Task Of_MonitoringBlind(string right, string wrong) => IsNoticedAsync("corrected.yml", "monitoring-blind", right, wrong);

    [TestCase("for: 15m", "for: 14m", TestName = "15 minutes")]
    [TestCase("for: 30m", "for: 29m", TestName = "30 minutes")]
    [TestCase("for: 10m", "for: 11m", TestName = "10 minutes")]
    [TestCase("for: 1h", "for: 59m", TestName = "an hour")]
    [TestCase("escalate_to: team-lead", "escalate_to: cto", TestName = "the team lead")]
    [TestCase("escalate_to: database-team", "escalate_to: team-lead", TestName = "the database team")]
    [TestCase("escalate_to: platform-team", "escalate_to: team-lead", TestName = "the platform team")]
    [TestCase(", escalate_to=\"\"", "", TestName = "an escalation that feeds itself")]
    [TestCase("alertstate=\"firing\"", "alertstate=~\".+\"", TestName = "a pending page")]
    [TestCase(", rules=\"corrected\"", "", TestName = "the runbook's own rules")]
    [TestCase("max without (alertstate) (", "max by (namespace) (", TestName = "the labels of the page")]
    public Task Of_the_escalation(string right, string wrong) => IsNoticedAsync("escalation.yml", "escalation", right, wrong);

    [TestCase("database-down")]
    [TestCase("error-rate-high")]
    [TestCase("latency-high")]
    [TestCase("sse-disconnects-high")]
    [TestCase("sse-disconnects-silent")]
    [TestCase("monitoring-blind")]
    [TestCase("escalation")]
    public async Task Right_rules_alone_are_enough_for(string tests)
    {
        var (exitCode, output) = await RunAsync(tests, (_, text) => text);
        exitCode.Should().Be(0, "what is noticed below is the break: {0}", output);
    }

    private static async Task IsNoticedAsync(string rules, string tests, string right, string wrong)
    {
        File.ReadAllText(Path.Combine(RuleTool.Folder, rules)).Should().Contain(right, "otherwise nothing is broken");
        var (exitCode, output) = await RunAsync(tests, (name, text) => name == rules ? text.Replace(right, wrong, StringComparison.Ordinal) : text);
        output.Should().NotContain("parse error").And.NotContain("error parsing", "a rule that cannot be read is no wrong rule");
        exitCode.Should().NotBe(0, "the tests must notice this");
    }

    /// <summary>Only the rules that the tests speak of are evaluated: the others cost most of the time.</summary>
    private static Task<(int ExitCode, string Output)> RunAsync(string tests, Func<string, string, string> change)
    {
        var file = $"{tests}.test.yml";
        var asked = File.ReadAllText(Path.Combine(RuleTool.Folder, "tests", file));
        return RuleTool.RunCopyAsync(file, (name, text) => RuleYaml.NamedIn(asked, change(name, text)));
    }
}
