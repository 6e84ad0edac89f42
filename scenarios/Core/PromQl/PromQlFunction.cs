namespace ValeoChaos.Core.PromQl;

/// <summary>A function of Prometheus 2.42 and the kinds of its arguments.</summary>
/// <param name="Parameters">The last one's kind is that of all further arguments.</param>
/// <param name="Least">The fewest arguments.</param>
/// <param name="Most">The most arguments; null where there is no end.</param>
public sealed record PromQlFunction(string Name, ValueKind Returns, IReadOnlyList<ValueKind> Parameters, int Least, int? Most)
{
    private const ValueKind Scalar = ValueKind.Scalar;
    private const ValueKind Vector = ValueKind.InstantVector;
    private const ValueKind Range = ValueKind.RangeVector;
    private const ValueKind Text = ValueKind.Text;

    private static readonly string[] OfVectors =
    [
        "abs", "absent", "acos", "acosh", "asin", "asinh", "atan", "atanh", "ceil", "cos", "cosh", "deg", "exp", "floor",
        "histogram_count", "histogram_sum", "ln", "log10", "log2", "rad", "sgn", "sin", "sinh", "sort", "sort_desc", "sqrt", "tan", "tanh", "timestamp",
    ];

    private static readonly string[] OfRanges =
    [
        "absent_over_time", "avg_over_time", "changes", "count_over_time", "delta", "deriv", "idelta", "increase", "irate", "last_over_time",
        "max_over_time", "min_over_time", "present_over_time", "rate", "resets", "stddev_over_time", "stdvar_over_time", "sum_over_time",
    ];

    /// <summary>Parts of the calendar: of the samples' values, or of the evaluation's own moment without an argument.</summary>
    internal static IReadOnlyList<string> OfTheCalendar { get; } = ["days_in_month", "day_of_month", "day_of_week", "day_of_year", "hour", "minute", "month", "year"];

    public static IReadOnlyDictionary<string, PromQlFunction> All { get; } = Table().ToDictionary(f => f.Name, StringComparer.Ordinal);

    /// <returns>Null where Prometheus 2.42 has no such function.</returns>
    public static PromQlFunction? Find(string name) => All.GetValueOrDefault(name);

    private static IEnumerable<PromQlFunction> Table() =>
    [
        .. OfVectors.Select(name => Exact(name, Vector)),
        .. OfRanges.Select(name => Exact(name, Range)),
        .. OfTheCalendar.Select(name => Exact(name, Vector) with { Least = 0 }),
        Exact("clamp", Vector, Scalar, Scalar), Exact("clamp_max", Vector, Scalar), Exact("clamp_min", Vector, Scalar),
        Exact("histogram_fraction", Scalar, Scalar, Vector), Exact("histogram_quantile", Scalar, Vector),
        Exact("holt_winters", Range, Scalar, Scalar), Exact("predict_linear", Range, Scalar), Exact("quantile_over_time", Scalar, Range),
        Exact("label_replace", Vector, Text, Text, Text, Text), Exact("label_join", Vector, Text, Text, Text) with { Least = 3, Most = null },
        Exact("round", Vector, Scalar) with { Least = 1 }, Exact("vector", Scalar),
        Exact("scalar", Vector) with { Returns = Scalar }, Exact("pi") with { Returns = Scalar }, Exact("time") with { Returns = Scalar },
    ];

    private static PromQlFunction Exact(string name, params ValueKind[] parameters) => new(name, Vector, parameters, parameters.Length, parameters.Length);
}
