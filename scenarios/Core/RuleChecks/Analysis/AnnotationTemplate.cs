using System.Text.RegularExpressions;

namespace ValeoChaos.Core.RuleChecks.Analysis;

/// <summary>A claim an annotation makes about the alert's value.</summary>
/// <param name="Template">The action, as written.</param>
internal sealed record UnitClaim(Unit Unit, string Template);

/// <summary>What a template prints, as far as its text tells. It is rendered by promtool, never here.</summary>
internal static partial class AnnotationTemplate
{
    public static bool HasTemplate(string text) => text.Contains("{{", StringComparison.Ordinal);

    /// <summary>Labels of the alert that the template reads.</summary>
    public static IEnumerable<string> Labels(string text) => Actions().Matches(text)
        .SelectMany(action => LabelReads().Matches(action.Value).Select(read => read.Groups["name"].Value)).Distinct();

    public static IEnumerable<UnitClaim> Claims(string text)
    {
        foreach (Match action in Actions().Matches(text))
        {
            if (!ValueRead().IsMatch(action.Value))
                continue;
            if (action.Value.Contains("humanizePercentage", StringComparison.Ordinal))
                yield return new UnitClaim(Unit.Share, action.Value);
            else if (action.Value.Contains("humanizeDuration", StringComparison.Ordinal))
                yield return new UnitClaim(Unit.Seconds, action.Value);
            else if (action.Value.Contains("humanizeTimestamp", StringComparison.Ordinal))
                yield return new UnitClaim(Unit.Timestamp, action.Value);
            else if (UnitBehind().Match(text[(action.Index + action.Length)..]) is { Success: true } unit)
                yield return new UnitClaim(Named(unit.Groups["unit"].Value), action.Value + unit.Value);
        }
    }

    /// <summary>Whether the text speaks of per cent, in English or German.</summary>
    public static bool SpeaksOfPercent(string text) => text.Contains("humanizePercentage", StringComparison.Ordinal) || PerCentWords().IsMatch(Actions().Replace(text, " "));

    private static Unit Named(string text) => text.ToUpperInvariant() switch
    {
        "MS" or "MILLISECONDS" or "MILLISEKUNDEN" => Unit.Milliseconds,
        "%" or "PERCENT" or "PER CENT" or "PROZENT" => Unit.PerCent,
        _ => Unit.Seconds,
    };

    [GeneratedRegex(@"\{\{.*?\}\}", RegexOptions.Singleline)]
    private static partial Regex Actions();

    [GeneratedRegex("""(?:\$labels|(?<![\w$)])\.Labels)\.(?<name>[A-Za-z_]\w*)|\bindex\s+(?:\$labels|\.Labels)\s+["`](?<name>[^"`]+)["`]""")]
    private static partial Regex LabelReads();

    [GeneratedRegex(@"\$value\b|(?<![\w$)])\.Value\b")]
    private static partial Regex ValueRead();

    [GeneratedRegex(@"^\s?(?<unit>%(?![0-9A-F]{2})|(?:per ?cent|prozent|milliseconds|millisekunden|ms|seconds|sekunden|sec|s)\b)", RegexOptions.IgnoreCase)]
    private static partial Regex UnitBehind();

    /// <summary>A sign before two hexadecimal digits is a character of a link.</summary>
    [GeneratedRegex(@"%(?![0-9A-F]{2})|\bper ?cent\b|\bprozent\b", RegexOptions.IgnoreCase)]
    private static partial Regex PerCentWords();
}
