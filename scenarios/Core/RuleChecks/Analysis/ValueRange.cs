namespace ValeoChaos.Core.RuleChecks.Analysis;

/// <summary>The values an expression can have, bounds included.</summary>
internal readonly record struct ValueRange(double Min, double Max)
{
    public static ValueRange Any { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    public static ValueRange NotNegative { get; } = new(0, double.PositiveInfinity);

    /// <summary>No result at all.</summary>
    public static ValueRange Nothing { get; } = new(double.PositiveInfinity, double.NegativeInfinity);

    public bool IsNothing => Min > Max;

    public bool IsNotNegative => Min >= 0;

    public ValueRange Or(ValueRange other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));

    public ValueRange And(ValueRange other) => new(Math.Max(Min, other.Min), Math.Min(Max, other.Max));

    public ValueRange Negated => IsNothing ? Nothing : new(-Max, -Min);

    public ValueRange Plus(ValueRange other) => IsNothing || other.IsNothing ? Nothing : new(Min + other.Min, Max + other.Max);

    public ValueRange Times(ValueRange other)
    {
        if (IsNothing || other.IsNothing)
            return Nothing;
        double[] corners = [Product(Min, other.Min), Product(Min, other.Max), Product(Max, other.Min), Product(Max, other.Max)];
        return new ValueRange(corners.Min(), corners.Max());
    }

    public ValueRange Map(Func<double, double> rising) => IsNothing ? Nothing : new(rising(Min), rising(Max));

    /// <summary>Whether some value of this range can stand so to some value of the other.</summary>
    public bool Can(string comparison, ValueRange other) => !IsNothing && !other.IsNothing && comparison switch
    {
        "<" => Min < other.Max,
        "<=" => Min <= other.Max,
        ">" => Max > other.Min,
        ">=" => Max >= other.Min,
        "==" => Min <= other.Max && other.Min <= Max,
        _ => !(Min == Max && other.Min == other.Max && Min == other.Min),
    };

    /// <summary>What is left of this range once compared.</summary>
    public ValueRange Where(string comparison, ValueRange other) => !Can(comparison, other) ? Nothing : comparison switch
    {
        "<" or "<=" => this with { Max = Math.Min(Max, other.Max) },
        ">" or ">=" => this with { Min = Math.Max(Min, other.Min) },
        "==" => And(other),
        _ => this,
    };

    /// <summary>Nothing times whatever is nothing, even of a bound that is not there.</summary>
    private static double Product(double a, double b) => a == 0 || b == 0 ? 0 : a * b;
}
