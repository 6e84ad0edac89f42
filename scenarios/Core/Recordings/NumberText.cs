using System.Globalization;

namespace ValeoChaos.Core.Recordings;

/// <summary>Values as Prometheus writes and reads them, exactly.</summary>
public static class NumberText
{
    public static string Write(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    /// <exception cref="FormatException">The text is no number.</exception>
    public static double Parse(string text) => text switch
    {
        "+Inf" or "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
