using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.RuleChecks.Analysis;

namespace ValeoChaos.Core.Replaying;

/// <summary>A series, and what its values lie between.</summary>
internal sealed record SeriesValues(SeriesName Name, ValueRange Values)
{
    /// <summary>A mean of fractions that are all the same may differ from them in its last digits.</summary>
    private const double Rounding = 1e-9;

    public static SeriesValues Of(MetricSeries series) => new(series.Name, Together(series.Samples.Select(sample => Of(sample.Value))));

    public static ValueRange Together(IEnumerable<ValueRange> ranges) => ranges.Aggregate(ValueRange.Nothing, (all, one) => all.Or(one));

    /// <summary>A number; where it is none, nothing can be said.</summary>
    public static ValueRange Of(double value) => double.IsNaN(value) ? ValueRange.Any
        : double.IsInteger(value) || double.IsInfinity(value) ? new ValueRange(value, value)
        : new ValueRange(value - (Math.Abs(value) * Rounding), value + (Math.Abs(value) * Rounding));
}
