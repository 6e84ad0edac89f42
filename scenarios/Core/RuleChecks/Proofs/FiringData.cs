using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.RuleChecks.Analysis;

namespace ValeoChaos.Core.RuleChecks.Proofs;

/// <summary>
/// Series that give an expression a value, worked out backwards from the value. It is a guess of what PromQL will make of them, and
/// promtool alone says whether it is right.
/// </summary>
/// <param name="wanted">Labels that every series gets, since something groups, joins or prints by them.</param>
internal sealed partial class FiringData(Timing timing, ValueRanges ranges, IReadOnlyCollection<string> wanted)
{
    /// <summary>Far above any minimum of traffic.</summary>
    private const double Plenty = 100;

    private const int MostReplicas = 50;

    private readonly Dictionary<string, Shape> series = [];

    /// <summary>Samples for a selector other than those worked out for it.</summary>
    public Func<VectorSelector, Shape, Shape> Change { get; init; } = (_, shape) => shape;

    public IReadOnlyList<TestSeries> Series => [.. series.Select(s => new TestSeries(s.Key, s.Value.Text))];

    /// <summary>Labels that the parts of an expression are grouped and joined by, and those in <paramref name="printed"/>.</summary>
    public static IReadOnlyCollection<string> LabelsOf(PromQlExpression expression, IEnumerable<string> printed) => expression.All()
        .SelectMany(part => part switch
        {
            Aggregation { Grouping: { Without: false, Labels: var by } } => by,
            BinaryOperation { Matching: { On: true } matching } => [.. matching.Labels, .. matching.Include],
            _ => [],
        })
        .Concat(printed).Except(["le", "alertname", "alertstate"]).ToHashSet();

    /// <summary>Gives the expression this value, or any where it is null. False where that is beyond this class or impossible.</summary>
    public bool Drive(PromQlExpression expression, double? value) => Drive(expression, value, []);

    /// <summary>One more series that is no part of the expression.</summary>
    public void Add(string name, IReadOnlyDictionary<string, string> labels, Shape shape) => series.TryAdd(Text(name, labels), shape);

    /// <summary>Gives a selector's series these samples.</summary>
    public bool Put(VectorSelector selector, Shape shape, Dictionary<string, string> extra)
    {
        if (selector.Metric() is not { } name)
            return false;
        var labels = new Dictionary<string, string>();
        foreach (var label in selector.Matchers.Select(m => m.Label).Concat(wanted).Distinct().Where(l => l != "__name__"))
        {
            if (LabelMatching.Example(selector, label) is not { } value)
                return false;
            labels[label] = value;
        }

        foreach (var (label, value) in extra)
            labels[label] = value;
        if (!selector.Accepts(labels))
            return false;
        var samples = Change(selector, shape);
        if (!samples.IsFinite)
            return false;
        // The first to ask for a series decides: what follows asks for a minimum of it, and promtool knows whether that is met.
        series.TryAdd(Text(name, labels), samples);
        return true;
    }

    private bool Drive(PromQlExpression expression, double? value, Dictionary<string, string> extra)
    {
        var bare = expression.Bare();
        if (bare.Constant() is { } constant)
            return value is null || value == constant;
        if (value is { } wanted && !double.IsFinite(wanted))
            return false;
        return bare switch
        {
            VectorSelector selector => Put(selector, Level(value ?? 1), extra),
            UnaryOperation { Operator: "-", Inner: var inner } => Drive(inner, -value, extra),
            UnaryOperation { Inner: var inner } => Drive(inner, value, extra),
            Aggregation aggregation => DriveAggregation(aggregation, value, extra),
            FunctionCall call => DriveCall(call, value, extra),
            BinaryOperation { IsComparison: true } comparison => DriveComparison(comparison, value, extra),
            BinaryOperation operation => DriveOperation(operation, value, extra),
            _ => false,
        };
    }

    private bool DriveAggregation(Aggregation aggregation, double? value, Dictionary<string, string> extra)
    {
        switch (aggregation.Name)
        {
            case "sum" or "avg" or "min" or "max" or "quantile" or "topk" or "bottomk":
                return Drive(aggregation.Inner, value, extra);
            case "group":
                return Drive(aggregation.Inner, null, extra);
            case "count" when Math.Ceiling(value ?? 1) is >= 1 and <= MostReplicas and var count:
                return Enumerable.Range(0, (int)count).All(i => Drive(aggregation.Inner, null, count == 1 ? extra : With(extra, "replica", $"{i}")));
            default:
                return false;
        }
    }

    private bool DriveComparison(BinaryOperation comparison, double? value, Dictionary<string, string> extra)
    {
        var (side, other, operation) = comparison.Left.Constant() is null
            ? (comparison.Left, comparison.Right, comparison.Operator) : (comparison.Right, comparison.Left, Syntax.Mirrored(comparison.Operator));
        if (comparison.ReturnsBool && value is not (null or 1))
            return false;
        var threshold = other.Constant() ?? 1;
        var target = !comparison.ReturnsBool && value is { } wish && new ValueRange(wish, wish).Can(operation, new ValueRange(threshold, threshold))
            ? wish : Meeting(operation, threshold, ranges.Of(side));
        if (!comparison.ReturnsBool && value is not null && target != value)
            return false;
        return Drive(side, target, extra) && Drive(other, threshold, extra);
    }

    /// <summary>A value that meets the comparison well, and that the expression can have.</summary>
    public static double Meeting(string comparison, double threshold, ValueRange range)
    {
        var far = comparison switch
        {
            ">" or ">=" => threshold > 0 ? threshold * 2 : threshold == 0 ? 1 : threshold / 2,
            "<" or "<=" => threshold > 0 ? threshold / 2 : threshold == 0 ? -1 : threshold * 2,
            "!=" => threshold + 1,
            _ => threshold,
        };
        if (far > range.Max)
            return comparison == "!=" ? threshold - 1 : (threshold + range.Max) / 2;
        return far < range.Min ? (threshold + range.Min) / 2 : far;
    }

    private bool DriveOperation(BinaryOperation operation, double? value, Dictionary<string, string> extra) => operation.Operator switch
    {
        "and" => Drive(operation.Left, value, extra) && Drive(operation.Right, null, extra),
        "unless" => Drive(operation.Left, value, extra),
        "or" => DriveEither(operation, value, extra),
        _ when operation.Right.Constant() is { } k => Drive(operation.Left, operation.Operator switch
        {
            "+" => value - k, "-" => value + k, "*" => value / k, "/" => value * k, _ => null,
        }, extra),
        _ when operation.Left.Constant() is { } k => Drive(operation.Right, operation.Operator switch
        {
            "+" => value - k, "-" => k - value, "*" => value / k, "/" => k / value, _ => null,
        }, extra),
        "/" when Shares.IsShare(operation) => DriveShare(operation, value ?? 0.5, extra),
        "/" => Drive(operation.Right, Plenty, extra) && Drive(operation.Left, (value ?? 1) * Plenty, extra),
        "*" => Drive(operation.Right, 1, extra) && Drive(operation.Left, value, extra),
        "+" => Drive(operation.Right, 0, extra) && Drive(operation.Left, value, extra),
        "-" when Decision.ShiftOf(operation.Left, operation.Right) is { } shift && Decision.Strip(operation.Left) is VectorSelector moving =>
            Put(moving, Slope(-(value ?? 1) / shift.TotalSeconds), extra),
        "-" => Drive(operation.Right, 1, extra) && Drive(operation.Left, (value ?? 1) + 1, extra),
        _ => false,
    };

    private bool DriveEither(BinaryOperation or, double? value, Dictionary<string, string> extra)
    {
        var before = series.ToList();
        if (Drive(or.Left, value, extra))
            return true;
        series.Clear();
        foreach (var (key, shape) in before)
            series.Add(key, shape);
        return Drive(or.Right, value, extra);
    }

    /// <summary>The part gets its share of plenty, and the rest of the whole what is left.</summary>
    private bool DriveShare(BinaryOperation division, double share, Dictionary<string, string> extra)
    {
        if (share is < 0 or > 1 || !Drive(division.Left, share * Plenty, extra))
            return false;
        return share == 1 || (Rest(division.Left.Selectors().First(), division.Right.Selectors().First()) is (var label, var value)
            && Drive(division.Right, (1 - share) * Plenty, With(extra, label, value)));
    }

    /// <summary>A label and value of series that belong to the whole and not to the part.</summary>
    public static (string Label, string Value)? Rest(VectorSelector part, VectorSelector whole)
    {
        foreach (var matcher in part.Matchers.Where(m => !whole.Matchers.Any(w => (w.Label, w.Kind, w.Value) == (m.Label, m.Kind, m.Value))))
        {
            if (LabelMatching.CounterExample(matcher, whole.Matchers) is { } value)
                return (matcher.Label, value);
        }

        return null;
    }

    private Shape Level(double value) => Shape.Level(value, timing.Samples);

    private Shape Slope(double perSecond) => Shape.Slope(perSecond * timing.Interval.TotalSeconds, timing.Samples);

    private static Dictionary<string, string> With(Dictionary<string, string> labels, string label, string value) => new(labels) { [label] = value };

    private static string Text(string name, IReadOnlyDictionary<string, string> labels) => labels.Count == 0 ? name
        : $"{name}{{{string.Join(", ", labels.Where(l => l.Value.Length > 0).OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}=\"{SeriesName.Escaped(l.Value)}\""))}}}";
}
