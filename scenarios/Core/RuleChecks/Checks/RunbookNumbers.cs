using System.Globalization;
using System.Text.RegularExpressions;
using ValeoChaos.Core.RuleChecks.Analysis;
using ValeoChaos.Core.Runbooks;

namespace ValeoChaos.Core.RuleChecks.Checks;

internal enum NumberKind { Threshold, Quantile, Status, Window }

/// <summary>A number that the runbook's symptom names.</summary>
/// <param name="Value">A window in seconds, a quantile from 0 to 1, anything else as written.</param>
/// <param name="Unit"><c>%</c>, <c>ms</c>, <c>s</c>, or empty.</param>
internal sealed partial record RunbookNumber(NumberKind Kind, double Value, string Unit, string Text)
{
    public static IReadOnlyList<RunbookNumber> Of(RunbookSection section)
    {
        var text = $"{section.Title}\n{section.Symptom}";
        return
        [
            .. Thresholds().Matches(text).Select(m => new RunbookNumber(NumberKind.Threshold, Number(m.Groups["number"].Value), UnitOf(m.Groups["unit"].Value), m.Value.Trim())),
            .. Quantiles().Matches(text).Select(m => new RunbookNumber(NumberKind.Quantile, Number($"0.{m.Groups["number"].Value}"), "", m.Value)),
            .. Statuses().Matches(text).Select(m => new RunbookNumber(NumberKind.Status, Number(m.Groups["number"].Value), "", m.Groups["number"].Value)),
            .. Windows().Matches(text).Select(m => new RunbookNumber(NumberKind.Window, Number(m.Groups["number"].Value) * SecondsOf(m.Groups["unit"].Value), "s", m.Value)),
        ];
    }

    /// <summary>The same number in the unit of what the rule compares; the first is the likeliest.</summary>
    public IEnumerable<double> In(ValueUnit unit) => Unit switch
    {
        "%" => unit.Unit == Analysis.Unit.PerCent ? [Value] : unit.IsKnown ? [Value / 100] : [Value / 100, Value],
        "ms" => unit.Unit == Analysis.Unit.Milliseconds ? [Value] : unit.IsKnown ? [Value / 1000] : [Value / 1000, Value],
        "s" => unit.Unit == Analysis.Unit.Milliseconds ? [Value * 1000] : [Value],
        // A loss may be written as a change below zero.
        _ => [Value, -Value],
    };

    private static double Number(string text) => double.Parse(text.Replace(',', '.'), CultureInfo.InvariantCulture);

    private static string UnitOf(string text) => text.ToUpperInvariant() switch { "%" => "%", "MS" => "ms", "" => "", _ => "s" };

    private static double SecondsOf(string text) => char.ToUpperInvariant(text[0]) switch { 'S' when !text.StartsWith("st", StringComparison.OrdinalIgnoreCase) => 1, 'M' => 60, _ => 3600 };

    [GeneratedRegex(
        @"(?:[<>]=?|\b(?:über|unter|mehr als|weniger als|mindestens|höchstens|above|below|over|under|more than|less than|at least|at most))\s*(?<number>\d+(?:[.,]\d+)?)(?:\s*(?<unit>%|(?:ms|s|sek|sekunden|seconds)\b))?",
        RegexOptions.IgnoreCase)]
    private static partial Regex Thresholds();

    [GeneratedRegex(@"\bP(?<number>\d{2,3})\b")]
    private static partial Regex Quantiles();

    [GeneratedRegex(@"\b(?:gibt|liefert|antwortet mit|returns?|gives?|answers?|status|HTTP)\s+(?:code\s+)?(?<number>[1-5]\d\d)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Statuses();

    [GeneratedRegex(@"\bin\s+(?:den letzten\s+|the last\s+)?(?<number>\d+)\s+(?<unit>sekunden|minuten|stunden|seconds|minutes|hours)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Windows();
}
