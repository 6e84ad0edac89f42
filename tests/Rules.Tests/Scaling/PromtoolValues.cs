using System.Globalization;
using System.Text.RegularExpressions;
using ValeoChaos.Core.Replaying;
using ValeoChaos.Core.RuleChecks.Analysis;

namespace ValeoChaos.RulesTests.Scaling;

/// <summary>Values in promtool's notation: <c>_x3 0+150x40 stale</c>.</summary>
internal static partial class PromtoolValues
{
    public static ValueRange Between(string values) => SeriesValues.Together(values.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Of));

    private static ValueRange Of(string part)
    {
        if (Numbers().Match(part) is not { Success: true } numbers)
            return Absent().IsMatch(part) ? ValueRange.Nothing : ValueRange.Any;
        var (first, step, more) = (Number(numbers.Groups[1]), Number(numbers.Groups[2]), Number(numbers.Groups[3]));
        return SeriesValues.Of(first).Or(SeriesValues.Of(first + (step * more)));
    }

    private static double Number(Group digits) => digits.Success ? double.Parse(digits.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(-?[\d.]+)(?:([-+][\d.]+)?x(\d+))?$")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"^(?:_(?:x\d+)?|stale)$")]
    private static partial Regex Absent();
}
