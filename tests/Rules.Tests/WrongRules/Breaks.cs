namespace ValeoChaos.RulesTests.WrongRules;

/// <summary>Each part of each rule, broken once.</summary>
internal static class Breaks
{
    public static IReadOnlyList<WrongRule> All { get; } =
    [
        new("database-down", "the 503", "== 503\n", "== 504\n", "network partition between one pod and the database"),
        new("database-down", "the count over pods", "count by (namespace) (\n", "count by (namespace, pod) (\n", "a pod that gives 503 is replaced by one that does"),
        new("database-down", "the share of a flapping probe", "> 0.5\n                and changes", "> 0.9\n                and changes", "connection pool exhausted now and then"),
        new("database-down", "flapping", "[3m:15s]) > 2", "[3m:15s]) > 20", "connection pool exhausted now and then"),
        new("database-down", "one outage is no flapping", "[3m:15s]) > 2", "[3m:15s]) >= 0", "PostgreSQL down"),
        new("database-down", "a check that hangs", "{job=\"valeo-erp-healthz\"} == 200", "{job=\"valeo-erp-healthz\"} == 201", "the database hangs and the check with it"),
        new("database-down", "a restart is no hanging check", "{job=\"valeo-erp-healthz\"} == 200", "{job=\"valeo-erp-healthz\"} >= 0", "the application restarts for two minutes beside a healthy database"),
        new("database-down", "a process that is blocked", "{job=\"postgresql\"} == 0", "{job=\"postgresql\"} == 2", "the database is unreachable and the check blocks the whole process"),
        new("database-down", "a restart blocks no process", "{job=\"postgresql\"} == 0", "{job=\"postgresql\"} >= 0", "the application restarts for two minutes beside a healthy database"),
        new("database-down", "a prober that is cut off", "up{job=\"valeo-erp\"} == 0\n                and on (namespace) probe", "up{job=\"valeo-erp\"} >= 0\n                and on (namespace) probe", "only the prober is cut off"),
        new("database-down", "for is not shorter", "for: 1m\n", "for: 30s\n", "network partition between one pod and the database"),
        new("database-down", "for is not longer", "for: 1m\n", "for: 90s\n", "network partition between one pod and the database"),

        new("error-rate-high", "five percent and not half a percent", "            > 0.05\n          and", "            > 0.005\n          and", "upstream outage"),
        new("error-rate-high", "five percent and not twenty", "> 0.05", "> 0.2", "upstream outage"),
        new("error-rate-high", "probes are no requests", "/(healthz|readyz|metrics)|/api/stream/.*", "/nothing", "probes"),
        new("error-rate-high", "streams are no requests, for errors", "(healthz|readyz|metrics)|/api/stream/.*", "(healthz|readyz|metrics)", "probes"),
        new("error-rate-high", "an error rate that is over", "[2m30s]", "[5m]", "an outage of a minute is over when for is"),
        new("error-rate-high", "outages that come and go", "[2m30s]", "[30s]", "night, one request a minute more and each an error"),
        new("error-rate-high", "the floor keeps single errors out", ")) >= 5\n", ")) >= 1\n", "night, four requests in five minutes and each an error"),
        new("error-rate-high", "the floor lets a failing night in", ")) >= 5\n", ")) >= 20\n", "night, one request a minute more and each an error"),
        new("error-rate-high", "the outage of the database, for errors", "ALERTS{alertname=\"DatabaseDown\"", "ALERTS{alertname=\"Nothing\"", "errors that go on after the database is back"),

        new("latency-high", "the service's quantile and not an endpoint's", "(namespace, le)", "(namespace, endpoint, le)", "slow database queries behind every fifth request"),
        new("latency-high", "the 95th percentile and not a lower one", "histogram_quantile(0.95", "histogram_quantile(0.75", "slow database queries behind every fifth request"),
        new("latency-high", "the 95th percentile and not a higher one", "histogram_quantile(0.95", "histogram_quantile(0.99", "slow database queries behind every fifth request"),
        new("latency-high", "streams are no requests, for latency", "|/api/stream/.*", "", "streams and probes are slow by nature"),
        new("latency-high", "latency that is over", "[2m30s]", "[5m]", "a slow minute that is over when for is"),
        new("latency-high", "the floor of the quantile", ")) >= 20\n", ")) >= 5\n", "night"),
        new("latency-high", "the outage of the database, for latency", "ALERTS{alertname=\"DatabaseDown\"", "ALERTS{alertname=\"Nothing\"", "requests wait for a database that is down for ten minutes"),

        new("sse-disconnects-high", "counted and not extrapolated", "(last_over_time(sse_connects_total{job=\"valeo-erp\"}[45s]) - last_over_time(sse_connects_total{job=\"valeo-erp\"}[1h] offset 5m))", "increase(sse_connects_total{job=\"valeo-erp\"}[5m])", "a pod is killed and replaced"),
        new("sse-disconnects-high", "a new pod's first value", "last_over_time(sse_connects_total{job=\"valeo-erp\"}[45s]) unless", "sse_connects_total{job=\"nothing\"} unless", "a pod is killed and replaced"),
        new("sse-disconnects-high", "who was there before", "+ namespace:sse_active:sum offset 5m", "+ namespace:sse_active:sum", "network issue"),
        new("sse-disconnects-high", "a Prometheus without history", "            and namespace:sse_active:sum offset 6m\n", "", "a pod is killed and replaced"),
        new("sse-disconnects-high", "a scale-up excuses nothing", "unless kube_deployment_spec_replicas", "unless 0 * kube_deployment_spec_replicas", "a pod is lost during a scale-up"),
        new("sse-disconnects-high", "a rollout that is stuck", "{deployment=\"valeo-erp\"}[30m]", "{deployment=\"valeo-erp\"}[2h]", "a pod is lost while a rollout has been stuck for forty minutes"),
        new("sse-disconnects-high", "cut off for good", "> 0.25 *", "> 1.25 *", "network issue"),
        new("sse-disconnects-high", "a burst leaves the window", "[5m30s]) > 10", "[30s]) > 10", "a pod restarts in its place and its fifty clients come back elsewhere"),

        new("sse-disconnects-silent", "a lost scrape", "last_over_time(sse_connections_active{job=\"valeo-erp\"}[45s])", "last_over_time(sse_connections_active{job=\"valeo-erp\"}[1s])", "one lost scrape of a pod with fifty streams"),
        new("sse-disconnects-silent", "planned churn", " unless on (namespace) namespace:sse_planned_churn", "", "the deployment is scaled down from five pods to four"),
        new("sse-disconnects-silent", "a slow rollout", "[10m:30s]) > 0\n                and", "[1m:30s]) > 0\n                and", "a rollout takes a quarter of an hour and its last pod is the one with clients"),
        new("sse-disconnects-silent", "closing time", "> 0.25 *", "> 0.001 *", "closing time"),
        new("sse-disconnects-silent", "morning", "namespace:sse_disconnects:5m < namespace:sse_connects:5m", "namespace:sse_disconnects:5m < -1000", "morning"),
        new("sse-disconnects-silent", "more than ten and not ten", "[5m30s]) > 10", "[5m30s]) >= 10", "office hours"),
        new("sse-disconnects-silent", "more than ten and not eight", "[5m30s]) > 10", "[5m30s]) > 7", "office hours"),

        new("monitoring-blind", "a scrape that fails everywhere", "up{job=\"valeo-erp\"} == 1", "up{job=\"valeo-erp\"} >= 0", "no pod can be scraped"),
        new("monitoring-blind", "no probe", "absent(probe_http_status_code{job=\"valeo-erp-readyz\"})", "absent(up)", "every pod is gone"),
        new("monitoring-blind", "no state of the deployment", "absent(kube_deployment_metadata_generation", "absent(up", "no pod can be scraped"),
        new("monitoring-blind", "all pods replaced at once", "for: 5m\n", "for: 1m\n", "no pod can be scraped"),

        new("escalation", "15 minutes", "for: 15m", "for: 14m", "a page that is over after 14 minutes wakes nobody further"),
        new("escalation", "30 minutes", "for: 30m", "for: 29m", "LatencyHigh reaches the database team after 30 minutes"),
        new("escalation", "10 minutes", "for: 10m", "for: 11m", "SSEDisconnectsHigh reaches the platform team after 10 minutes"),
        new("escalation", "an hour", "for: 1h", "for: 59m", "LatencyHigh reaches the database team after 30 minutes"),
        new("escalation", "the team lead", "escalate_to: team-lead", "escalate_to: cto", "a page that is over after 14 minutes wakes nobody further"),
        new("escalation", "the database team", "escalate_to: database-team", "escalate_to: team-lead", "LatencyHigh reaches the database team after 30 minutes"),
        new("escalation", "the platform team", "escalate_to: platform-team", "escalate_to: team-lead", "SSEDisconnectsHigh reaches the platform team after 10 minutes"),
        new("escalation", "an escalation that feeds itself", ", escalate_to=\"\"", "", "a page that is over after 14 minutes wakes nobody further"),
        new("escalation", "a pending page", "alertstate=\"firing\"", "alertstate=~\".+\"", "ErrorRateHigh reaches the team lead after 15 minutes and the CTO after an hour"),
        new("escalation", "the runbook's own rules", ", rules=\"corrected\"", "", "an escalation ends with its page"),
        new("escalation", "the labels of the page", "max without (alertstate) (", "max by (namespace) (", "a page that is over after 14 minutes wakes nobody further"),
    ];

    /// <summary>The files of tests that have to notice, each once.</summary>
    public static IEnumerable<string> TestFiles => All.Select(wrong => wrong.Tests).Distinct();
}
