using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.RuleChecks.Analysis;

namespace ValeoChaos.Core.RuleChecks.Proofs;

/// <content>Functions.</content>
internal sealed partial class FiringData
{
    private bool DriveCall(FunctionCall call, double? value, Dictionary<string, string> extra) => call.Name switch
    {
        "histogram_quantile" => call.Arguments is [_, var buckets] && DriveQuantile(buckets, value ?? 1, extra),
        // Of nothing.
        "absent" or "absent_over_time" => value is null or 1,
        "time" => value is null,
        "timestamp" => false,
        _ when call.RangeArgument() is { } range => DriveRange(call, range, value, extra),
        _ => call.Arguments.Count > 0 && Drive(call.Arguments[0], value, extra),
    };

    private bool DriveRange(FunctionCall call, PromQlExpression range, double? value, Dictionary<string, string> extra)
    {
        if (range is Subquery query)
            return call.Name is "avg_over_time" or "min_over_time" or "max_over_time" or "last_over_time" or "quantile_over_time" && Drive(query.Inner, value, extra);
        if (range is not RangeSelector { Vector: var vector, Range.Value.TotalSeconds: var window })
            return false;
        var samples = window / timing.Interval.TotalSeconds;
        var shape = call.Name switch
        {
            "rate" or "irate" or "deriv" => Slope(value ?? 1),
            "increase" or "delta" => Slope((value ?? Plenty) / window),
            "idelta" => Slope((value ?? 1) / timing.Interval.TotalSeconds),
            "changes" or "resets" when value is null || value < samples / 2 => Flipping,
            "sum_over_time" => Level((value ?? 1) / (samples + 1)),
            "present_over_time" or "count_over_time" => Level(1),
            "avg_over_time" or "min_over_time" or "max_over_time" or "last_over_time" or "quantile_over_time" or "predict_linear" => Level(value ?? 1),
            _ => null,
        };
        return shape is not null && Put(vector, shape, extra);
    }

    private Shape Flipping => Shape.Steps([.. Enumerable.Range(0, timing.Samples).Select(i => ((double)(i % 2), 1))]);

    /// <summary>All observations fall into one narrow bucket around the value.</summary>
    private bool DriveQuantile(PromQlExpression buckets, double value, Dictionary<string, string> extra) => value > 0
        && DriveBuckets(buckets, [(value * 0.99, 0), (value * 1.01, Plenty), (double.PositiveInfinity, Plenty)], extra);

    /// <param name="buckets">The expression histogram_quantile is given.</param>
    /// <param name="cumulative">Bound, and the value of the bucket that ends there.</param>
    public bool DriveBuckets(PromQlExpression buckets, IEnumerable<(double Bound, double Value)> cumulative, Dictionary<string, string> extra) =>
        cumulative.All(b => Drive(buckets, b.Value, With(extra, "le", double.IsPositiveInfinity(b.Bound) ? "+Inf" : Shape.Number(b.Bound))));
}
