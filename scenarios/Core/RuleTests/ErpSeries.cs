using System.Globalization;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.RuleTests;

/// <summary>The names and labels under which the monitoring keeps what it sees of valeo-erp, and the histogram's bounds.</summary>
internal sealed class ErpSeries
{
    public const string Namespace = "production";

    /// <summary>The application's own bounds, in seconds, from the one that the alert compares with.</summary>
    private static readonly double[] Bounds = [0.5, 0.75, 1, 2.5, 5, 10, 30];

    public ErpSeries(IReadOnlyList<RequestClass> classes, bool streams)
    {
        var takes = classes.Max(c => c.SlowShare > 0 ? c.Takes : TimeSpan.Zero);
        if (takes > SymptomFacts.Slow)
            SlowBounds = (Bounds.Last(b => b < takes.TotalSeconds), Bounds.First(b => b >= takes.TotalSeconds));
        // A stream lasts longer than the last bound, and all series of a histogram have the same.
        Written = [.. new double?[] { Bounds[0], SlowBounds?.From, SlowBounds?.To, streams ? Bounds[^1] : null }.OfType<double>().Distinct()];
    }

    /// <summary>Where a slow request falls; null where none is slow.</summary>
    public (double From, double To)? SlowBounds { get; }

    /// <summary>The bounds that make a difference here, for a test with all of them is read by nobody.</summary>
    public IReadOnlyList<double> Written { get; }

    public static string Up(Pod pod) => $"up{{{Of("valeo-erp", pod)}}}";

    public static string Probe(string path, Pod pod) => $"probe_http_status_code{{{Of($"valeo-erp-{path}", pod)}}}";

    /// <summary>Whether the prober told anything.</summary>
    public static string ProberUp(Pod pod) => $"up{{{Of("valeo-erp-readyz", pod)}}}";

    public static string DatabasePort => $"probe_success{{job=\"postgresql\", namespace=\"{Namespace}\"}}";

    public static string Deployment(string what) => $"kube_deployment_{what}{{namespace=\"{Namespace}\", deployment=\"valeo-erp\"}}";

    public static string Streams(string what, Pod pod) => $"sse_{what}{{{Of("valeo-erp", pod)}, channel=\"orders\"}}";

    public static string Requests(Pod pod, string endpoint, int status) =>
        $"api_requests_total{{{Of("valeo-erp", pod)}, endpoint=\"{endpoint}\", status=\"{status}\"}}";

    public static string Count(Pod pod, string endpoint) => $"api_request_duration_seconds_count{{{Of("valeo-erp", pod)}, endpoint=\"{endpoint}\"}}";

    /// <param name="bound">Null for all.</param>
    public static string Bucket(Pod pod, string endpoint, double? bound) =>
        $"api_request_duration_seconds_bucket{{{Of("valeo-erp", pod)}, endpoint=\"{endpoint}\", le=\"{bound?.ToString(CultureInfo.InvariantCulture) ?? "+Inf"}\"}}";

    private static string Of(string job, Pod pod) => $"job=\"{job}\", namespace=\"{Namespace}\", pod=\"{pod.Name}\"";
}
