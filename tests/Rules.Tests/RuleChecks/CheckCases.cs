using static ValeoChaos.RulesTests.RuleChecks.CheckCase;

namespace ValeoChaos.RulesTests.RuleChecks;

/// <summary>Of what a rule is in itself: each check's defects and near misses.</summary>
public static class CheckCases
{
    private const string Share = "sum by (job) (rate(requests_total{code=~\"5..\"}[5m])) / sum by (job) (rate(requests_total[5m]))";
    private const string Floor = " and sum by (job) (increase(requests_total[5m])) >= 20";
    private const string Quantile = "histogram_quantile(0.95, sum by (job, le) (rate(request_duration_seconds_bucket[5m])))";

    private static readonly object SaysPercent = new { description = "{{ $value | humanizePercentage }} of the requests fail" };

    public static IReadOnlyList<CheckCase> All =>
    [
        new("VC101", "a loss by increase", Alert("increase(streams_active[5m]) < -10"), Alert("delta(streams_active[5m]) < -10", "2m")),
        new("VC101", "a share above one", Alert($"{Share} > 5"), Alert($"100 * {Share} > 5")),
        new("VC101", "a count of none", Alert("count(up{job=\"queue\"} == 1) < 1"), Alert("count(up{job=\"queue\"} == 1) < 2")),
        new("VC101", "absent is one", Alert("absent(heartbeat) == 0"), Alert("absent(heartbeat) == 1")),
        new("VC101", "up above one", Alert("sum by (job) (rate(requests_total[5m])) > 1 and on (job) up > 1"), Alert("sum by (job) (rate(requests_total[5m])) > 1 and on (job) up < 1")) { ProofIsOfTheAlert = false },
        new("VC101", "the hour 24", Alert("hour() >= 24"), Alert("hour() >= 0")) { ProofIsOfTheAlert = false },
        new("VC101", "a number on the left", Alert("-10 > increase(streams_active[5m])"), Alert("10 > increase(streams_active[5m])")),

        new("VC102", "a count of events", Alert("increase(jobs_failed_total[5m]) > 3", "5m"), Alert("increase(jobs_failed_total[5m]) > 3", "2m")),
        new("VC102", "a loss in a gauge", Alert("delta(streams_active[5m]) < -10", "10m"), Alert("delta(streams_active[15m]) < -10", "10m")),
        new("VC102", "a difference by offset", Alert("streams_active offset 5m - streams_active > 10", "5m"), Alert("streams_active offset 10m - streams_active > 10", "5m")),
        new("VC102", "changes", Alert("changes(process_start_time_seconds[10m]) > 2", "10m"), Alert("changes(process_start_time_seconds[1h]) > 2", "10m")),
        new("VC102", "remembered for too short a time", Alert("max_over_time(increase(jobs_failed_total[2m])[3m:30s]) > 3", "6m"), Alert("max_over_time(increase(jobs_failed_total[2m])[10m:30s]) > 3", "6m")),
        new("VC102", "a rate per second", Alert("sum(rate(jobs_failed_total[5m])) > 0.1", "5m"), Alert("sum(rate(jobs_failed_total[10m])) > 0.1", "5m")),
        new("VC102", "an increase below zero", Alert("-increase(jobs_failed_total[5m]) < -3", "5m"), Alert("100 - avg by (instance) (rate(node_cpu_seconds_total{mode=\"idle\"}[5m])) * 100 > 80", "5m")),

        .. new[] { "delta", "idelta", "deriv", "avg_over_time", "min_over_time", "max_over_time", "sum_over_time", "stddev_over_time" }.Select(function =>
            new CheckCase("VC103", function, Alert($"{function}(jobs_failed_total[5m]) > 3"), Alert($"{function}(jobs_failed[5m]) > 3")) { ProofIsOfTheAlert = false }),
        new("VC103", "a prediction", Alert("predict_linear(jobs_failed_total[1h], 3600) > 3"), Alert("predict_linear(disk_used_bytes[1h], 3600) > 3")) { ProofIsOfTheAlert = false },
        new("VC103", "a bare counter", Alert("sum(jobs_failed_total) > 100"), Alert("sum(increase(jobs_failed_total[1h])) > 100")),
        new("VC103", "a bare share", Alert("jobs_failed_total / jobs_total > 0.1"), Alert("jobs_total - jobs_total offset 1h > 100")) { ProofIsOfTheAlert = false },
        new("VC103", "bare buckets", Alert("histogram_quantile(0.9, sum by (le) (job_duration_seconds_bucket)) > 5"), Alert("histogram_quantile(0.9, sum by (le) (rate(job_duration_seconds_bucket[5m]))) > 5"))
            { ProofIsOfTheAlert = false },

        .. new[] { "rate", "irate", "increase", "resets" }.Select(function =>
            new CheckCase("VC104", function, Alert($"{function}(streams_active[5m]) > 1"), Alert($"{function}(streams_total[5m]) > 1")) { ProofIsOfTheAlert = false }),

        new("VC105", "by its annotation", Alert("rate(requests_total{code=~\"5..\"}[5m]) > 0.05", annotations: SaysPercent), Alert($"{Share} > 0.05", annotations: SaysPercent)),
        new("VC105", "summed", Alert("sum(rate(errors_total[5m])) > 0.02", annotations: new { summary = "More than 2 % fail" }), Alert("sum(rate(errors_total[5m])) > 0.02", annotations: new { summary = "More than one error in 50 seconds" }))
            { ProofIsOfTheAlert = false },
        new("VC105", "by a sign", Alert("sum(rate(payment_errors_total[5m])) > 0.5", annotations: new { summary = "More than 50% of the payments fail" }), Alert("sum(rate(payment_errors_total[5m])) > 0.5", annotations: new { dashboard = "https://grafana.example/d/pay?var-job=pay%20api" }))
            { ProofIsOfTheAlert = false },

        new("VC106", "each series by itself", Alert("rate(requests_total{code=~\"5..\"}[5m]) / rate(requests_total[5m]) > 0.05"), Alert($"{Share} > 0.05")),
        new("VC106", "a share that does not fall", Alert("rate(requests_total{code=\"200\"}[5m]) / rate(requests_total[5m]) < 0.95"), Alert("sum(rate(requests_total{code=\"200\"}[5m])) / sum(rate(requests_total[5m])) < 0.95")),
        new("VC106", "a rare series", Alert("rate(cart_errors_total[5m]) / rate(cart_requests_total[5m]) > 0.05"), Alert("sum(rate(cart_errors_total[5m])) / sum(rate(cart_requests_total[5m])) > 0.05")),
        new("VC106", "one side summed", Alert("rate(cart_errors_total{code=\"500\"}[5m]) / sum(rate(cart_requests_total[5m])) > 0.05"), Alert("rate(cart_errors_total{code=\"500\"}[5m]) / on () group_left () sum(rate(cart_requests_total[5m])) > 0.05")),
        new("VC106", "what is meant as a share", Alert("rate(requests_total{code=~\"5..\"}[5m]) > 0.05", annotations: SaysPercent), Alert("sum(rate(requests_total{code=~\"5..\"}[5m])) > 0.05", annotations: SaysPercent)),

        new("VC107", "bare rates", Alert("histogram_quantile(0.95, rate(request_duration_seconds_bucket[5m])) > 0.5"), Alert($"{Quantile} > 0.5")),
        new("VC107", "of milliseconds", Alert("1000 * histogram_quantile(0.99, rate(request_duration_seconds_bucket[10m])) > 500", "2m"), Alert($"1000 * {Quantile} > 500", "2m")) { IsProved = false },

        new("VC108", "a share", Alert($"{Share} > 0.05"), Alert($"{Share} > 0.05{Floor}")),
        new("VC108", "a quantile", Alert($"{Quantile} > 0.5"), Alert($"{Quantile} > 0.5 and sum by (job) (increase(request_duration_seconds_count[5m])) > 20")),
        new("VC108", "a share of successes", Alert("sum(rate(requests_total{code=\"200\"}[5m])) / sum(rate(requests_total[5m])) < 0.95"), Alert("sum(rate(requests_total{code=\"200\"}[5m])) / sum(rate(requests_total[5m])) < 0.95 and sum(rate(requests_total[5m])) > 1")),
        new("VC108", "a share taken from the whole", Alert("1 - sum(rate(requests_total{code!~\"5..\"}[5m])) / sum(rate(requests_total[5m])) > 0.05"), Alert("1 - sum(rate(requests_total{code!~\"5..\"}[5m])) / sum(rate(requests_total[5m])) > 0.05 and sum(rate(requests_total[5m])) > 1")),

        new("VC109", "le is summed away", Alert("histogram_quantile(0.95, sum by (job) (rate(request_duration_seconds_bucket[5m]))) > 0.5"), Alert($"{Quantile} > 0.5")) { ProofIsOfTheAlert = false },

        new("VC109", "of a native histogram", Alert("histogram_quantile(0.95, sum(rate(request_duration_seconds_bucket[5m]))) > 0.5"), Alert("histogram_quantile(0.95, sum(rate(request_duration_seconds[5m]))) > 0.5")) { ProofIsOfTheAlert = false },

        new("VC203", "a database by up", Alert("up{job=\"erp\"} == 0", name: "DatabaseDown"), Alert("probe_success{job=\"postgresql\"} == 0", name: "DatabaseDown")),
        new("VC203", "by its exporter's up", Alert("up{job=\"redis-exporter\"} == 0", annotations: new { summary = "Redis is gone" }), Alert("redis_up{job=\"redis-exporter\"} == 0", annotations: new { summary = "Redis is gone" })),
        new("VC203", "of the program itself", Alert("up{job=\"erp\"} < 1", annotations: new { summary = "The upstream of the shop is down" }), Alert("up{job=\"erp\"} < 1", annotations: new { summary = "erp is down" })) { ProofIsOfTheAlert = false },
        new("VC203", "of a broker", Alert("up{job=\"orders\"} == 0", name: "KafkaBrokerDown"), Alert("up{job=\"kafka\"} == 0", name: "KafkaBrokerDown")) { ProofIsOfTheAlert = false },
        new("VC203", "of several brokers", Alert("up{job=\"backend\"} == 0", annotations: new { summary = "The backend's database is gone" }), Alert("up{job=\"kafka-brokers\"} == 0", annotations: new { summary = "A message broker of Kafka is gone" }))
            { ProofIsOfTheAlert = false },
        new("VC203", "of a message broker", Alert("up{job=\"orders\"} == 0", annotations: new { summary = "The message broker is gone" }), Alert("up{job=\"rabbitmq\"} == 0", annotations: new { summary = "The message broker is gone" })) { ProofIsOfTheAlert = false },
        new("VC203", "of a database node", Alert("up{job=\"cockroachdb-exporter\"} == 0", annotations: new { summary = "A database node is gone" }), Alert("up{job=\"cockroachdb\"} == 0", annotations: new { summary = "A database node is gone" })) { ProofIsOfTheAlert = false },

        new("VC301", "a field that is not there", Alert("up == 0", annotations: new { summary = "{{ .Foo }}" }), Alert("up == 0", annotations: new { summary = "{{ .Value }}" })),
        new("VC301", "an empty result", Alert("up == 0", annotations: new { summary = "{{ (query \"nothing\" | first).Value }}" }), Alert("up == 0", annotations: new { summary = "{{ range query \"nothing\" }}{{ .Value }}{{ end }}" })),
        new("VC301", "a function that is not there", Alert("up == 0", annotations: new { summary = "{{ $value | percent }}" }), Alert("up == 0", annotations: new { summary = "{{ $value | humanize }}" })) { IsProved = false },
        new("VC302", "a label that is summed away", Alert("sum by (job) (up) < 1", annotations: new { summary = "{{ $labels.instance }} is down" }), Alert("sum by (job, instance) (up) < 1", annotations: new { summary = "{{ $labels.instance }} is down" })),
        new("VC302", "of nothing at all", Alert("absent(up{job=\"erp\"})", annotations: new { summary = "{{ index $labels \"pod\" }} is gone" }), Alert("absent(up{job=\"erp\"})", annotations: new { summary = "{{ $labels.job }} is gone" })),
        new("VC302", "of a query", Alert("sum(up) < 5", annotations: new { summary = "{{ range query \"up\" }}{{ $labels.instance }}{{ end }}" }), Alert("sum(up) < 5", annotations: new { summary = "{{ range query \"up\" }}{{ .Labels.instance }} is {{ .Value }} {{ end }}" })),
        new("VC302", "that is asked for first", Alert("sum by (job) (up) < 5", annotations: new { summary = "pod {{ $labels.pod }}" }), Alert("sum by (job) (up) < 5", annotations: new { summary = "{{ if $labels.pod }}pod {{ $labels.pod }}{{ end }}" })),
        new("VC303", "of a query", Alert("sum(up) < 5", annotations: new { summary = "{{ .Value }}s" }), Alert("sum(up) < 5", annotations: new { summary = "{{ range query \"process_cpu_seconds_total\" }}{{ .Value }}s {{ end }}" })),
        new("VC303", "a rate as a share", Alert("sum(rate(errors_total[5m])) > 2", annotations: SaysPercent), Alert($"{Share} > 0.05", annotations: SaysPercent)),
        new("VC303", "seconds as milliseconds", Alert($"{Quantile} > 0.5", annotations: new { summary = "P95 is {{ $value }}ms" }), Alert($"{Quantile} > 0.5", annotations: new { summary = "P95 is {{ $value }}s" })),
        new("VC303", "a moment as seconds", Alert("process_start_time_seconds > 0", annotations: new { summary = "up for {{ $value }}s" }), Alert("histogram_quantile(0.99, rate(round_trip_time_seconds_bucket[5m])) > 0.15", annotations: new { summary = "takes {{ $value }}s" })),
        new("VC303", "a share as per cent", Alert($"{Share} > 0.05", annotations: new { summary = "{{ $value | printf \"%.2f\" }} % fail" }), Alert($"100 * {Share} > 5", annotations: new { summary = "{{ $value | printf \"%.2f\" }} % fail" })),
        new("VC303", "a count as a duration", Alert("count(up == 0) > 2", annotations: new { summary = "{{ humanizeDuration $value }}" }), Alert("time() - backup_timestamp_seconds > 86400", annotations: new { summary = "{{ humanizeDuration $value }}" })),
    ];
}
