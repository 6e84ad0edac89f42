using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.RuleChecks.Analysis;

namespace ValeoChaos.Core.RuleChecks.World;

/// <summary>A saved page and the job it was scraped by; without one it is of the only job, or of all.</summary>
public sealed record SavedMetrics(MetricsText Text, string? Job);

/// <summary>Joins saved pages with the jobs that scrape them.</summary>
public static class WorldJoin
{
    /// <summary>Labels that Prometheus or its service discovery usually adds.</summary>
    private static readonly HashSet<string> UsualTargetLabels =
        ["job", "instance", "namespace", "pod", "container", "service", "node", "cluster", "region", "zone", "environment", "env", "app"];

    /// <summary>Prometheus makes these for every target itself.</summary>
    private static readonly string[] ByScrape =
        ["up", "scrape_duration_seconds", "scrape_samples_scraped", "scrape_samples_post_metric_relabeling", "scrape_series_added"];

    private static readonly string[] Endings = ["", "_total", "_bucket", "_count", "_sum", "_info", "_created", "_gcount", "_gsum"];

    /// <exception cref="RuleFileException">A page names a job that is not there, or could be of several.</exception>
    public static KnownWorld Of(IReadOnlyList<SavedMetrics> pages, ScrapeConfig? config)
    {
        var jobs = config?.Jobs ?? [];
        var series = jobs.SelectMany(job => job.Targets.SelectMany(t => ByScrape.Select(name => new KnownSeries(name, t.Labels, t.Open, t.AnyLabel)))).ToList();
        if (config is null)
            series.AddRange(ByScrape.Select(name => new KnownSeries(name, new Dictionary<string, string>(), UsualTargetLabels, AnyLabel: true)));
        var types = new Dictionary<string, MetricType>();
        foreach (var page in pages)
        {
            foreach (var family in page.Text.Families.Where(f => f.Type != MetricType.Unknown))
                types.TryAdd(family.Name, family.Type);
            series.AddRange(Series(page, config));
        }

        var sampled = pages.SelectMany(p => p.Text.Samples).Select(s => s.Name).ToHashSet();
        return new KnownWorld
        {
            Series = series,
            Types = types,
            Empty = [.. pages.SelectMany(p => p.Text.Families.Where(f => !HasSample(f, sampled)).Select(f => new EmptyFamily(f.Name, p.Text.Source, f.Line)))],
            Jobs = jobs,
            Seen = config is null || pages.Any(p => p.Job is null && IsFederated(p.Text)) ? null : pages.Select(p => JobOf(p, config)).OfType<ScrapeJob>().Select(j => j.Name).ToHashSet(),
            HasMetrics = pages.Count > 0,
        };
    }

    private static IEnumerable<KnownSeries> Series(SavedMetrics page, ScrapeConfig? config)
    {
        if (config is null || IsFederated(page.Text))
            return page.Text.Samples.Select(s => new KnownSeries(s.Name, s.Labels, UsualTargetLabels.Where(l => !s.Labels.ContainsKey(l)).ToHashSet(), AnyLabel: false));
        var job = JobOf(page, config)!;
        return job.Targets.SelectMany(target => page.Text.Samples.Where(s => job.Dropped?.Accepts(s.Name) != true).Select(s => Scraped(s, target, job)));
    }

    /// <summary>The target's labels win, and the page's own are kept under another name, unless the job honours them.</summary>
    private static KnownSeries Scraped(ExposedSample sample, TargetLabels target, ScrapeJob job)
    {
        var labels = new Dictionary<string, string>(target.Labels);
        foreach (var (label, value) in sample.Labels)
        {
            var clash = target.Labels.ContainsKey(label) || target.Open.Contains(label);
            labels[clash && !job.HonorLabels ? $"exported_{label}" : label] = value;
        }

        return new KnownSeries(sample.Name, labels, job.HonorLabels ? target.Open.Except(sample.Labels.Keys).ToHashSet() : target.Open, target.AnyLabel);
    }

    private static ScrapeJob? JobOf(SavedMetrics page, ScrapeConfig config)
    {
        if (page.Job is { } name)
            return config.Jobs.FirstOrDefault(j => j.Name == name) ?? throw new RuleFileException($"{config.Source}: there is no job {name}. It has {Names(config)}.");
        if (IsFederated(page.Text))
            return null;
        return config.Jobs is [var only] ? only
            : throw new RuleFileException($"{page.Text.Source}: {config.Source} has several jobs. Say whose page this is: --metrics <job>={page.Text.Source}, the job being one of {Names(config)}.");
    }

    private static string Names(ScrapeConfig config) => string.Join(", ", config.Jobs.Select(j => j.Name));

    /// <summary>Samples that name their job come from a Prometheus and not from a target.</summary>
    private static bool IsFederated(MetricsText text) => text.Samples.Any(s => s.Labels.ContainsKey("job"));

    private static bool HasSample(ExposedFamily family, HashSet<string> sampled) => Endings.Any(end => sampled.Contains(family.Name + end));

    /// <summary>Whether a series of this name would belong to the family.</summary>
    internal static bool IsOf(string name, string family) => Endings.Any(end => name == family + end);
}
