using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.RuleChecks.Analysis;

namespace ValeoChaos.Core.RuleChecks.World;

/// <summary>A series that exists, as far as one can see from outside.</summary>
/// <param name="Open">Labels it has or may have, with values that are not known.</param>
/// <param name="AnyLabel">It may have any label besides.</param>
public sealed record KnownSeries(string Name, IReadOnlyDictionary<string, string> Labels, IReadOnlySet<string> Open, bool AnyLabel)
{
    /// <summary>A value that is not known may be the one that is asked for.</summary>
    public bool MayMeet(LabelMatcher matcher) =>
        Open.Contains(matcher.Label) || (AnyLabel && !Labels.ContainsKey(matcher.Label)) || matcher.Accepts(Labels.GetValueOrDefault(matcher.Label, ""));
}

/// <summary>A family that is declared and has no sample.</summary>
public sealed record EmptyFamily(string Name, string Source, int Line);

/// <summary>What is emitted and scraped, joined from /metrics pages and the scrape configuration, or asked of a Prometheus.</summary>
public sealed record KnownWorld
{
    public required IReadOnlyList<KnownSeries> Series { get; init; }

    /// <summary>By family.</summary>
    public required IReadOnlyDictionary<string, MetricType> Types { get; init; }

    public IReadOnlyList<EmptyFamily> Empty { get; init; } = [];

    public IReadOnlyList<ScrapeJob> Jobs { get; init; } = [];

    /// <summary>Jobs whose /metrics were given; null where what was given is all there is.</summary>
    public IReadOnlySet<string>? Seen { get; init; }

    /// <summary>Whether any series but those that a scrape makes by itself are known.</summary>
    public bool HasMetrics { get; init; }

    public IEnumerable<KnownSeries> Of(string name) => Series.Where(s => s.Name == name);

    /// <summary>The highest finite bound of a histogram's buckets.</summary>
    public double? LastBound(string bucket) => Of(bucket).Select(s => s.Labels.GetValueOrDefault("le"))
        .Select(le => double.TryParse(le, System.Globalization.CultureInfo.InvariantCulture, out var bound) && double.IsFinite(bound) ? bound : (double?)null).Max();

    /// <summary>Whether everything that the selector could take was looked at: it asks for jobs whose /metrics are known.</summary>
    public bool CanTell(VectorSelector selector) => HasMetrics && (Seen is null || JobsOf(selector).All(job => Seen.Contains(job.Name)));

    /// <summary>The jobs that a selector can mean.</summary>
    public IEnumerable<ScrapeJob> JobsOf(VectorSelector selector) => Jobs.Where(job => selector.Matchers.Where(m => m.Label == "job").All(m => m.Accepts(job.Name)));
}
