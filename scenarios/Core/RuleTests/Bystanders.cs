using System.Text.RegularExpressions;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.RuleTests;

/// <summary>
/// What the monitoring sees beside valeo-erp's API: another application that is ill, probes of other paths, another namespace, alerts
/// of other rules. None of it is a reason for an alert of valeo-erp, or against one.
/// </summary>
internal static partial class Bystanders
{
    /// <summary>Alerts that are none of valeo-erp's own bear it, and so does what escalates them.</summary>
    public const string Label = "beside";

    private const string Shop = "namespace=\"production\", pod=\"shop\"";
    private const string OfPod = "namespace=\"production\", pod=\"a\"";
    private const string Staging = "namespace=\"staging\"";
    private const int AtEachLook = 500;

    /// <summary>The last look at which the other application still has its streams.</summary>
    private const int StreamsUntil = ErpWorld.Steady + 4;

    /// <param name="scenario">Alerts of other rules are given only where they could be taken for a DatabaseDown of valeo-erp that is none.</param>
    public static Measurements Among(Measurements measured, Scenario scenario)
    {
        var looks = measured.Tallies.Count;
        var bounds = measured.Series.Select(s => Bound().Match(s.Key)).Where(m => m.Success).Select(m => m.Groups[1].Value).Distinct().ToList();
        var others = Probes().Concat(scenario.Alerts.Any(a => a.Alert == Courses.Blind) ? [] : Silent()).Concat(Requests(bounds)).Concat(Streams()).Concat(Deployments())
            .Concat(scenario.Alerts.Any(a => a.Alert is "ErrorRateHigh" or "LatencyHigh") ? Alerts() : []);
        return measured with
        {
            Series = [.. measured.Series, .. others.Select(o => KeyValuePair.Create<string, IReadOnlyList<double?>>(o.Series, [.. Enumerable.Range(0, looks).Select(look => o.At(look))]))],
        };
    }

    /// <summary>Most of what was heard of a pod is 503, in one outage, and another answer comes and goes after it. At decisions it is not 503.</summary>
    private static readonly IReadOnlyDictionary<int, double> OneOutage = new Dictionary<int, double> { [3] = 503, [5] = 503, [7] = 503, [9] = 503, [10] = 200, [11] = 504, [12] = 200 };

    private static IEnumerable<(string Series, Func<int, double?> At)> Probes() =>
    [
        ($"up{{job=\"valeo-shop\", {Shop}}}", _ => 1),
        ($"probe_http_status_code{{job=\"valeo-shop-readyz\", {Shop}}}", _ => 503),
        ($"probe_http_status_code{{job=\"valeo-erp-assets\", {OfPod}}}", _ => 0),
        ($"probe_http_status_code{{job=\"valeo-erp-docs\", {OfPod}}}", _ => 200),
        // Elsewhere all is well at each look.
        ("probe_http_status_code{job=\"valeo-erp-readyz\", namespace=\"demo\", pod=\"a\"}", _ => 200),
        // A pod that hangs altogether is no database that does, though its neighbour is well, and its namesake elsewhere.
        ($"probe_http_status_code{{job=\"valeo-erp-readyz\", {Staging}, pod=\"a\"}}", _ => 0),
        ($"probe_http_status_code{{job=\"valeo-erp-healthz\", {Staging}, pod=\"a\"}}", _ => 0),
        ($"probe_http_status_code{{job=\"valeo-erp-readyz\", {Staging}, pod=\"b\"}}", _ => 200),
        ($"probe_http_status_code{{job=\"valeo-erp-healthz\", {Staging}, pod=\"b\"}}", _ => 200),
        // Other answers, on a path that asks the database and on one that does not.
        ($"probe_http_status_code{{job=\"valeo-erp-readyz\", {Staging}, pod=\"d\"}}", _ => 504),
        ($"probe_http_status_code{{job=\"valeo-erp-readyz\", {Staging}, pod=\"e\"}}", _ => 0),
        ($"probe_http_status_code{{job=\"valeo-erp-healthz\", {Staging}, pod=\"e\"}}", _ => 404),
        // New, and 503 whenever nobody decides: half of its looks are no most of them, however often it changes.
        ($"probe_http_status_code{{job=\"valeo-erp-readyz\", {Staging}, pod=\"f\"}}", look => look == 0 ? null : look % Beat.LooksPerDecision == 0 ? 504 : 503),
        ($"probe_http_status_code{{job=\"valeo-erp-readyz\", {Staging}, pod=\"g\"}}", look => OneOutage.TryGetValue(look, out var status) ? status : null),
        // What the prober lost: a look at another path, at pods that gave another answer, and at none that gave 503 within 45 s.
        ($"probe_http_status_code{{job=\"valeo-erp-help\", {OfPod}}}", _ => 503),
        ($"up{{job=\"valeo-erp-readyz\", {Staging}, pod=\"b\"}}", _ => 0),
        ($"up{{job=\"valeo-erp-readyz\", {Staging}, pod=\"d\"}}", _ => 0),
        ($"up{{job=\"valeo-erp-readyz\", {Staging}, pod=\"g\"}}", _ => 1),
        ($"up{{job=\"valeo-erp-readyz\", namespace=\"testing\", pod=\"g\"}}", _ => 0),
        ($"up{{job=\"valeo-erp\", {Staging}, pod=\"g\"}}", _ => 0),
        // Where the database is gone, a process is blocked only if it is neither ready nor scraped. Elsewhere the database is well.
        ($"probe_success{{job=\"postgresql\", {Staging}}}", _ => 0),
        ($"probe_http_status_code{{job=\"valeo-erp-docs\", {Staging}, pod=\"b\"}}", _ => 0),
        ($"probe_success{{job=\"redis\", namespace=\"{ErpSeries.Namespace}\"}}", _ => 0),
        ($"up{{job=\"valeo-erp\", {Staging}, pod=\"b\"}}", _ => 0),
        ($"up{{job=\"valeo-erp\", {Staging}, pod=\"c\"}}", _ => 0),
        ($"up{{job=\"valeo-erp\", namespace=\"testing\", pod=\"a\"}}", _ => 0),
        ($"up{{job=\"valeo-shop\", {Staging}, pod=\"a\"}}", _ => 0),
        ($"up{{job=\"valeo-shop\", namespace=\"{ErpSeries.Namespace}\", pod=\"c\"}}", _ => 0),
    ];

    /// <summary>Scraped, and without an answer to the prober.</summary>
    private static IEnumerable<(string Series, Func<int, double?> At)> Silent() => [($"up{{job=\"valeo-erp\", {Staging}, pod=\"a\"}}", _ => 1)];

    private static IEnumerable<(string Series, Func<int, double?> At)> Requests(List<string> bounds)
    {
        foreach (var (labels, status) in new[] { ($"job=\"valeo-shop\", {Shop}, endpoint=\"/api/v1/articles\"", 500), ($"job=\"valeo-erp\", {OfPod}, endpoint=\"/readyz\"", 503) })
        {
            yield return ($"api_requests_total{{{labels}, status=\"{status}\"}}", look => AtEachLook * look);
            foreach (var bound in bounds)
                yield return ($"api_request_duration_seconds_bucket{{{labels}, le=\"{bound}\"}}", look => bound == "+Inf" ? AtEachLook * look : 0);
            yield return ($"api_request_duration_seconds_count{{{labels}}}", look => AtEachLook * look);
        }
    }

    private static IEnumerable<(string Series, Func<int, double?> At)> Streams() =>
    [
        ($"sse_connections_active{{job=\"valeo-shop\", {Shop}, channel=\"orders\"}}", look => look <= StreamsUntil ? 100 : 0),
        ($"sse_connects_total{{job=\"valeo-shop\", {Shop}, channel=\"orders\"}}", look => 1000 + (50 * look)),
    ];

    private static IEnumerable<(string Series, Func<int, double?> At)> Deployments() =>
    [
        ("kube_deployment_metadata_generation{namespace=\"production\", deployment=\"valeo-shop\"}", look => 5 + look),
        ("kube_deployment_spec_replicas{namespace=\"production\", deployment=\"valeo-shop\"}", _ => 3),
        ($"kube_deployment_metadata_generation{{{Staging}, deployment=\"valeo-erp\"}}", look => 5 + look),
    ];

    /// <summary>Pending, of the runbook's own rule, an escalation, and of another namespace.</summary>
    private static readonly string[] OtherAlerts =
    [
        "alertstate=\"pending\", namespace=\"production\", rules=\"corrected\"",
        "alertstate=\"firing\", namespace=\"production\", rules=\"runbook\"",
        "alertstate=\"firing\", escalate_to=\"cto\", namespace=\"production\", rules=\"corrected\"",
        "alertstate=\"firing\", namespace=\"staging\", rules=\"corrected\"",
    ];

    private static IEnumerable<(string Series, Func<int, double?> At)> Alerts() =>
        OtherAlerts.Select(labels => ($"ALERTS{{alertname=\"DatabaseDown\", {Label}=\"another\", {labels}}}", (Func<int, double?>)(_ => 1)));

    [GeneratedRegex("_bucket\\{.*le=\"([^\"]+)\"")]
    private static partial Regex Bound();
}
