using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.RuleChecks.Analysis;

internal enum Unit { Unknown, Share, PerCent, Seconds, Milliseconds, Bytes, Count, Timestamp, ZeroOrOne }

/// <summary>The unit of an expression's value, as names and functions tell it.</summary>
internal readonly record struct ValueUnit(Unit Unit, bool PerSecond = false)
{
    private static readonly (string Ending, Unit Unit)[] Endings =
    [
        ("_timestamp_seconds", Unit.Timestamp), ("_start_time_seconds", Unit.Timestamp), ("_boot_time_seconds", Unit.Timestamp), ("node_time_seconds", Unit.Timestamp),
        // How long something takes, or when it happened.
        ("_time_seconds", Unit.Unknown), ("_created", Unit.Timestamp), ("_seconds_total", Unit.Seconds),
        ("_seconds", Unit.Seconds), ("_milliseconds", Unit.Milliseconds), ("_ms", Unit.Milliseconds), ("_bytes_total", Unit.Bytes), ("_bytes", Unit.Bytes),
        ("_ratio", Unit.Share), ("_percent", Unit.PerCent), ("_total", Unit.Count),
    ];

    public static ValueUnit Unknown => default;

    public bool IsKnown => Unit != Unit.Unknown;

    public string Words => (Unit switch
    {
        Unit.Share => "a share",
        Unit.PerCent => "a number of per cent",
        Unit.ZeroOrOne => "zero or one",
        Unit.Count => "a number of events",
        Unit.Timestamp => "a moment in Unix time",
        Unit.Milliseconds => "milliseconds",
        Unit.Bytes => "bytes",
        _ => "seconds",
    }) + (PerSecond ? " per second" : "");

    public static ValueUnit Of(PromQlExpression expression) => expression switch
    {
        Parenthesised { Inner: var inner } => Of(inner),
        UnaryOperation { Inner: var inner } => Of(inner),
        Subquery { Inner: var inner } => Of(inner),
        RangeSelector { Vector: var vector } => Of(vector),
        VectorSelector selector => OfName(selector.Metric()),
        FunctionCall call => OfCall(call),
        Aggregation { Name: "count" or "count_values" } => new ValueUnit(Unit.Count),
        Aggregation { Name: "stddev" or "stdvar" or "group" } => Unknown,
        Aggregation aggregation => Gathered(Of(aggregation.Inner), aggregation.Name),
        BinaryOperation operation => OfOperation(operation),
        _ => Unknown,
    };

    private static ValueUnit OfName(string? name)
    {
        if (name is null || name.Contains(':', StringComparison.Ordinal))
            return Unknown;
        if (MetricTypes.IsBinary(name))
            return new ValueUnit(Unit.ZeroOrOne);
        // A count is of events, whatever the histogram measures.
        if (name.EndsWith("_count", StringComparison.Ordinal))
            return new ValueUnit(Unit.Count);
        var family = name.EndsWith("_bucket", StringComparison.Ordinal) ? name[..^7] : name.EndsWith("_sum", StringComparison.Ordinal) ? name[..^4] : name;
        // Moments are in no histogram.
        if (family != name && family.EndsWith("_time_seconds", StringComparison.Ordinal))
            return new ValueUnit(Unit.Seconds);
        return new ValueUnit(Endings.FirstOrDefault(e => family.EndsWith(e.Ending, StringComparison.Ordinal)).Unit);
    }

    private static ValueUnit OfCall(FunctionCall call) => call.Name switch
    {
        "rate" or "irate" => call.RangeArgument() is { } range && Of(range) is { IsKnown: true } unit ? unit with { PerSecond = true } : Unknown,
        // The buckets hold numbers of events; the bounds have the unit of what is observed.
        "histogram_quantile" => call.Arguments[^1].Selectors().Select(s => OfName(s.Metric())).Distinct().ToList() is [var only] ? only : Unknown,
        "absent" or "absent_over_time" or "present_over_time" => new ValueUnit(Unit.ZeroOrOne),
        "changes" or "resets" or "count_over_time" => new ValueUnit(Unit.Count),
        "time" or "timestamp" => new ValueUnit(Unit.Timestamp),
        "increase" or "delta" or "idelta" or "avg_over_time" or "min_over_time" or "max_over_time" or "last_over_time" or "quantile_over_time" or "sum_over_time" =>
            call.RangeArgument() is { } range ? Gathered(Of(range), call.Name.Split('_')[0]) : Unknown,
        "abs" or "ceil" or "floor" or "round" or "clamp" or "clamp_min" or "clamp_max" or "sort" or "sort_desc" or "label_replace" or "label_join" => Of(call.Arguments[0]),
        _ => Unknown,
    };

    /// <summary>Many zeros and ones are a share on average, and a number in sum.</summary>
    private static ValueUnit Gathered(ValueUnit unit, string how) => (unit.Unit, how) switch
    {
        (Unit.ZeroOrOne, "avg") => new ValueUnit(Unit.Share),
        (Unit.ZeroOrOne, "sum") => new ValueUnit(Unit.Count),
        _ => unit,
    };

    private static ValueUnit OfOperation(BinaryOperation operation)
    {
        if (operation.ReturnsBool)
            return new ValueUnit(Unit.ZeroOrOne);
        if (operation.Left.Constant() is { } before)
            return operation.IsComparison || (operation.Operator is "+" or "-" && Of(operation.Right).Unit != Unit.Timestamp) ? Of(operation.Right) : operation.Operator == "*" ? Scaled(Of(operation.Right), before) : Unknown;
        if (operation.Right.Constant() is { } after)
        {
            return operation.IsComparison || operation.Operator is "+" or "-" ? Of(operation.Left)
                : operation.Operator == "*" ? Scaled(Of(operation.Left), after) : operation.Operator == "/" ? Scaled(Of(operation.Left), 1 / after) : Unknown;
        }

        var (left, right) = (Of(operation.Left), Of(operation.Right));
        return operation.Operator switch
        {
            "and" or "unless" or "<" or ">" or "<=" or ">=" or "==" or "!=" => left,
            "or" => left == right ? left : Unknown,
            "-" when left.Unit == Unit.Timestamp && right.Unit == Unit.Timestamp => new ValueUnit(Unit.Seconds),
            "+" or "-" => left == right ? left : Unknown,
            "/" => Divided(left, right),
            _ => Unknown,
        };
    }

    private static ValueUnit Divided(ValueUnit left, ValueUnit right)
    {
        if (!left.IsKnown || !right.IsKnown)
            return Unknown;
        if (left == right)
            return new ValueUnit(Unit.Share);
        return right.Unit == Unit.Count && left.PerSecond == right.PerSecond ? new ValueUnit(left.Unit) : Unknown;
    }

    private static ValueUnit Scaled(ValueUnit unit, double factor) => (unit.Unit, unit.PerSecond, factor) switch
    {
        (Unit.Share, false, 100) => new ValueUnit(Unit.PerCent),
        // Of time.
        (Unit.Seconds, true, 100) => new ValueUnit(Unit.PerCent),
        (Unit.Seconds, false, 1000) => new ValueUnit(Unit.Milliseconds),
        (Unit.Milliseconds, false, 0.001) => new ValueUnit(Unit.Seconds),
        (_, _, 1) => unit,
        _ => Unknown,
    };
}
