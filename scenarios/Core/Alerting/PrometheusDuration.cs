using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ValeoChaos.Core.Alerting;

/// <summary>Durations in Prometheus's notation: <c>1h30m</c>, <c>250ms</c>. Years have 365 days, as in Prometheus.</summary>
public static partial class PrometheusDuration
{
    private static readonly (string Unit, long Milliseconds)[] Units =
        [("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text == "0")
            return true;
        var match = Notation().Match(text);
        if (!match.Success || text.Length == 0)
            return false;
        double total = 0;
        foreach (var (unit, milliseconds) in Units)
        {
            if (match.Groups[unit].Success)
                total += double.Parse(match.Groups[unit].Value, CultureInfo.InvariantCulture) * milliseconds;
        }

        duration = TimeSpan.FromMilliseconds(total);
        return true;
    }

    /// <exception cref="FormatException">The text is no duration.</exception>
    public static TimeSpan Parse(string text) =>
        TryParse(text, out var duration) ? duration : throw new FormatException($"\"{text}\" is no duration. Write, for instance, 5m, 1h30m or 250ms.");

    /// <summary>Writes whole milliseconds in the largest units that hold them exactly.</summary>
    public static string Format(TimeSpan duration)
    {
        var rest = (long)Math.Round(duration.TotalMilliseconds);
        if (rest == 0)
            return "0s";
        var text = new StringBuilder();
        foreach (var (unit, milliseconds) in Units.Where(u => u.Unit is "h" or "m" or "s" or "ms"))
        {
            if (rest / milliseconds is > 0 and var count)
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
            rest %= milliseconds;
        }

        return text.ToString();
    }

    [GeneratedRegex(@"^(?:(?<y>\d+)y)?(?:(?<w>\d+)w)?(?:(?<d>\d+)d)?(?:(?<h>\d+)h)?(?:(?<m>\d+)m(?!s))?(?:(?<s>\d+)s)?(?:(?<ms>\d+)ms)?$")]
    private static partial Regex Notation();
}
