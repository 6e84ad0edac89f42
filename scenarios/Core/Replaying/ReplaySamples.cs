using ValeoChaos.Core.Recordings;

namespace ValeoChaos.Core.Replaying;

/// <summary>The samples of a recording that rules can ask for: all that they decide by from the start of the run on, and no more.</summary>
public static class ReplaySamples
{
    /// <param name="samples">All that were recorded.</param>
    /// <param name="began">The start of the run.</param>
    /// <param name="needs">What the rules ask for.</param>
    /// <param name="oldest">How old a sample can be that is still seen.</param>
    public static IReadOnlyList<MetricSeries> Of(IEnumerable<MetricSeries> samples, DateTimeOffset began, IReadOnlyList<SeriesNeed> needs, TimeSpan oldest)
    {
        var byMetric = needs.ToLookup(need => need.Selector.Name);
        return [.. samples.Select(series => Cut(series, [.. byMetric[series.Name.Metric].Concat(byMetric[null]).Where(need => need.MayChoose(series.Name))]))
            .Where(series => series.Samples.Count > 0)];

        MetricSeries Cut(MetricSeries series, List<SeriesNeed> asking)
        {
            if (asking.Count == 0)
                return series with { Samples = [] };
            if (asking.Exists(need => need.Reach is null))
                return series;
            var from = (began - asking.Max(need => need.Reach!.Value) - oldest).ToUnixTimeMilliseconds();
            return series with { Samples = [.. series.Samples.SkipWhile(sample => sample.At < from)] };
        }
    }
}
