using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.RuleChecks.Analysis;

public enum MetricType { Unknown, Counter, Gauge, Histogram, Summary }

/// <summary>What kind of series a name stands for, and how that is known.</summary>
/// <param name="Stated">By a # TYPE line, or by Prometheus itself; false where only the name says so.</param>
internal sealed record SeriesType(MetricType Type, string Why, bool Stated);

/// <summary>Types by the # TYPE lines that were given; without one, by the convention of names.</summary>
/// <param name="stated">By family.</param>
/// <param name="recorded">Names that rules record: their type is that of an expression, and no name tells it.</param>
internal sealed class MetricTypes(IReadOnlyDictionary<string, MetricType> stated, IReadOnlySet<string> recorded)
{
    private static readonly string[] Cumulative = ["_bucket", "_count", "_sum"];

    /// <summary>Zero or one, by what makes them.</summary>
    private static readonly string[] Binary = ["up", "probe_success", "ALERTS"];

    /// <summary>Exporters that pass on numbers without saying what they are.</summary>
    private static readonly string[] Untyped = ["node_vmstat_", "node_netstat_", "node_snmp_", "mysql_global_status_", "pg_stat_"];

    /// <summary>Words of gauges that go below zero.</summary>
    private static readonly string[] Signed =
        ["temp", "celsius", "fahrenheit", "balance", "offset", "drift", "skew", "delta", "diff", "change", "dbm", "latitude", "longitude", "profit"];

    public SeriesType Of(VectorSelector selector) => selector.Metric() is { } name ? Of(name) : new SeriesType(MetricType.Unknown, "", false);

    public SeriesType Of(string name)
    {
        if (Binary.Contains(name))
            return new SeriesType(MetricType.Gauge, "a gauge of Prometheus's own", true);
        if (stated.TryGetValue(name, out var type) || stated.TryGetValue(Without(name, "_total"), out type))
            return Stated(type, type switch { MetricType.Summary => MetricType.Gauge, MetricType.Histogram => MetricType.Unknown, _ => type });
        if (Cumulative.FirstOrDefault(end => name.EndsWith(end, StringComparison.Ordinal)) is { } suffix && stated.TryGetValue(Without(name, suffix), out type))
            return Stated(type, MetricType.Counter);
        if (recorded.Contains(name) || name.Contains(':', StringComparison.Ordinal) || Untyped.Any(u => name.StartsWith(u, StringComparison.Ordinal)))
            return new SeriesType(MetricType.Unknown, "", false);
        return Cumulative.Append("_total").FirstOrDefault(end => name.EndsWith(end, StringComparison.Ordinal)) is { } ending
            ? new SeriesType(MetricType.Counter, $"a counter by its name ({ending}; no # TYPE was given)", false)
            : new SeriesType(MetricType.Gauge, "a gauge by its name (no _total, _count, _bucket or _sum; no # TYPE was given)", false);
    }

    public static bool IsBinary(string? name) => Binary.Contains(name);

    /// <summary>What a series of this name can be: a counter is never below zero, and few gauges are.</summary>
    public ValueRange RangeOf(string? name)
    {
        if (name is "ALERTS")
            return new ValueRange(1, 1);
        if (IsBinary(name))
            return new ValueRange(0, 1);
        return name is not null && Of(name).Type == MetricType.Counter ? ValueRange.NotNegative : ValueRange.Any;
    }

    /// <summary>Whether a gauge of this name is thought to go below zero.</summary>
    public static bool MayBeNegative(string? name) => name is null || Signed.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static SeriesType Stated(MetricType family, MetricType series) =>
        new(series, series == MetricType.Unknown ? "" : $"a {(series == MetricType.Counter && family != series ? $"counter of a {family.ToString().ToLowerInvariant()}" : series.ToString().ToLowerInvariant())} by its # TYPE", true);

    private static string Without(string name, string ending) => name.EndsWith(ending, StringComparison.Ordinal) ? name[..^ending.Length] : name;
}
