using ValeoChaos.Core.Recordings;

namespace ValeoChaos.Core.Replaying;

/// <summary>
/// When each series ended. Prometheus marks that, and its API does not tell; but it follows a rule: what the next scrape of the same
/// target does not bring is over with that scrape, and the target says with <c>up</c> when it was scraped.
/// </summary>
public sealed class StaleMarks
{
    /// <summary>A target that discovery took away is marked two scrapes and a tenth after its last one.</summary>
    private const double MarkedAfter = 2.1;

    /// <summary>A slow scrape makes the next one fall out, which is no end. In scrape intervals.</summary>
    private const double LongestPause = 2.5;

    /// <summary>How long a series without a mark is still seen; production time.</summary>
    private static readonly TimeSpan Lookback = TimeSpan.FromMinutes(5);

    private readonly Recording recording;
    private readonly long end;
    private readonly long lookback;
    private readonly ILookup<(string Job, string Instance), MetricSeries> scrapes;
    private readonly List<(long From, long To)> outages;

    public StaleMarks(Recording recording, IEnumerable<MetricSeries> samples)
    {
        this.recording = recording;
        end = recording.Until.ToUnixTimeMilliseconds();
        lookback = (long)(Lookback / recording.Timeline.Speed).TotalMilliseconds;
        var up = samples.Where(s => s.Name.Metric == "up").ToList();
        scrapes = up.ToLookup(s => (s.Name["job"], s.Name["instance"]));
        outages = Outages([.. up.SelectMany(s => s.Samples).Select(s => s.At).Order()]);
    }

    /// <summary>How old a sample can be that is still seen.</summary>
    public TimeSpan OldestSeen => outages.Count > 0 || recording.ScrapeIntervals.Count == 0
        ? TimeSpan.FromMilliseconds(lookback) : recording.ScrapeIntervals.Values.Max() * (LongestPause + MarkedAfter);

    /// <returns>Milliseconds since 1970, in order.</returns>
    public IEnumerable<long> Of(MetricSeries series)
    {
        var interval = Interval(series.Name);
        var scraped = ScrapesOf(series.Name);
        var scrape = 0;
        for (var i = 0; i < series.Samples.Count; i++)
        {
            var at = series.Samples[i].At;
            while (scrape < scraped.Count && scraped[scrape].At <= at)
                scrape++;
            var sampled = i + 1 < series.Samples.Count ? series.Samples[i + 1].At : long.MaxValue;
            var next = scrape < scraped.Count ? scraped[scrape].At : long.MaxValue;
            if (Mark(at, sampled, next, interval) is { } mark && mark < sampled && mark <= end)
                yield return mark;
        }
    }

    private long? Mark(long at, long sampled, long scraped, double interval)
    {
        var soon = at + (interval * LongestPause);
        if (Math.Min(sampled, scraped) <= soon)
            return sampled <= scraped ? null : scraped;
        // Prometheus itself was away: it marks nothing, and after its start knows of nothing that it could mark.
        return outages.Exists(o => o.From <= at + interval && o.To > at) ? at + lookback : at + (long)(interval * MarkedAfter);
    }

    private double Interval(SeriesName name) =>
        recording.ScrapeIntervals.TryGetValue(name["job"], out var interval) ? interval.TotalMilliseconds
            : throw new RecordingFormatException($"{recording.Timeline.Scenario.FullName}: the recording has samples of the job \"{name["job"]}\" and does not say how often it is scraped. Record the run again.");

    /// <summary>Two pods may have had one address after the other; the labels of discovery tell them apart.</summary>
    private IReadOnlyList<Sample> ScrapesOf(SeriesName name)
    {
        var targets = scrapes[(name["job"], name["instance"])].ToList();
        var own = targets.Find(up => up.Name.Labels.All(label => name[label.Key] == label.Value)) ?? targets.FirstOrDefault();
        return own?.Samples ?? [];
    }

    private List<(long From, long To)> Outages(long[] all)
    {
        if (recording.ScrapeIntervals.Count == 0)
            return [];
        var longest = recording.ScrapeIntervals.Values.Max().TotalMilliseconds * LongestPause;
        return [.. all.Zip(all.Skip(1)).Where(pair => pair.Second - pair.First > longest)];
    }
}
