using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.Running;

/// <summary>
/// How a value changes when the same events come faster: it is multiplied by the speed to the power of <paramref name="Power"/>,
/// 0 for a count and 1 for events per second.
/// </summary>
/// <param name="Power">Null where no power says it.</param>
/// <param name="Free">Zero and infinity stay what they are at any pace.</param>
internal readonly record struct Pace(double? Power, bool Free = false)
{
    public static readonly Pace Same = new(0);
    public static readonly Pace Any = new(0, true);
    public static readonly Pace Unknown = new(null);

    public Pace Times(double factor) => Free ? this : new Pace(Power * factor);

    public Pace Plus(double powers) => Free ? this : new Pace(Power + powers);

    /// <summary>Whether values of both keep their order.</summary>
    public bool FitsTo(Pace other) => Power is not null && other.Power is not null && (Free || other.Free || Power == other.Power);

    public Pace With(Pace other) => !FitsTo(other) ? Unknown : Free ? other : this;
}

/// <summary>Finds the comparisons whose sides keep no pace with each other, such as events per second with a number.</summary>
/// <param name="recorded">The pace of what the file's own rules record, by name.</param>
internal sealed class EventPace(IReadOnlyDictionary<string, Pace> recorded)
{
    private static readonly HashSet<string> Counted = new(StringComparer.Ordinal)
    {
        "absent", "absent_over_time", "changes", "count_over_time", "histogram_fraction", "histogram_quantile", "pi", "present_over_time", "resets", "sgn",
    };

    private static readonly HashSet<string> Curved = new(StringComparer.Ordinal)
    {
        "acos", "acosh", "asin", "asinh", "atan", "atanh", "cos", "cosh", "exp", "ln", "log10", "log2", "sin", "sinh", "tan", "tanh",
    };

    private readonly List<TextSpan> broken = [];

    /// <summary>Where an order is asked for that another pace changes.</summary>
    public IReadOnlyList<TextSpan> Broken => broken;

    public Pace Of(PromQlExpression expression) => expression switch
    {
        NumberLiteral number => number.Value == 0 || !double.IsFinite(number.Value) ? Pace.Any : Pace.Same,
        VectorSelector vector => vector.Name is { } name && recorded.TryGetValue(name, out var pace) ? pace : Pace.Same,
        RangeSelector range => Of(range.Vector),
        Subquery query => Of(query.Inner),
        Parenthesised inner => Of(inner.Inner),
        UnaryOperation unary => Of(unary.Inner),
        Aggregation aggregation => Of(aggregation),
        FunctionCall call => Of(call, [.. call.Arguments.Select(Of)]),
        BinaryOperation operation => Of(operation, Of(operation.Left), Of(operation.Right)),
        _ => Pace.Same,
    };

    private Pace Of(Aggregation aggregation)
    {
        var inner = Of(aggregation.Inner);
        switch (aggregation.Name)
        {
            case "count_values":
                Require(inner, Pace.Same, aggregation.NameSpan);
                return Pace.Same;
            case "count" or "group":
                return Pace.Same;
            default:
                return aggregation.Name == "stdvar" ? inner.Times(2) : inner;
        }
    }

    private Pace Of(FunctionCall call, Pace[] arguments)
    {
        switch (call.Name)
        {
            case "rate" or "irate" or "deriv":
                return arguments[0].Plus(1);
            case "stdvar_over_time":
                return arguments[0].Times(2);
            case "sqrt":
                return arguments[0].Times(0.5);
            case "quantile_over_time":
                return arguments[1];
            case "clamp" or "clamp_max" or "clamp_min":
                foreach (var bound in arguments[1..])
                    Require(arguments[0], bound, call.NameSpan);
                return arguments[0];
            case "ceil" or "floor" or "round":
                Require(arguments[0], arguments.Length > 1 ? arguments[1] : Pace.Same, call.NameSpan);
                return arguments[0];
            case var name when Counted.Contains(name):
                return Pace.Same;
            case var name when Curved.Contains(name):
                return arguments[0].Power == 0 ? Pace.Same : Pace.Unknown;
            default:
                return arguments[0];
        }
    }

    private Pace Of(BinaryOperation operation, Pace left, Pace right)
    {
        if (operation.IsComparison)
        {
            Require(left, right, operation.OperatorSpan);
            // Of a vector and a number the vector's value stays, on either side.
            return operation.ReturnsBool ? Pace.Same : operation.Left.Kind == ValueKind.Scalar ? right : left;
        }

        return operation.Operator switch
        {
            "and" or "unless" => left,
            "*" => left.Free ? right : right.Free ? left : new Pace(left.Power + right.Power),
            "/" => left.Free || right.Free ? left : new Pace(left.Power - right.Power),
            "^" => left.Power == 0 && right.Power == 0 ? Pace.Same : operation.Right is NumberLiteral { Value: var power } ? left.Times(power) : Pace.Unknown,
            "atan2" => left.FitsTo(right) ? Pace.Same : Pace.Unknown,
            _ => left.With(right),
        };
    }

    private void Require(Pace left, Pace right, TextSpan where)
    {
        if (!left.FitsTo(right))
            broken.Add(where);
    }
}
