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
    public static IEnumerable<string> Labels(string text) => TemplateAction.In(text).SelectMany(action => Reads(action.Text, action.Rebound)).Distinct();

    /// <summary>Those among them that it prints whether they are there or not.</summary>
    public static IEnumerable<string> Printed(string text) => TemplateAction.In(text).Where(action => !action.IsCondition)
        .SelectMany(action => Reads(action.Text, action.Rebound).Except(action.Around.SelectMany(condition => Reads(condition, rebound: false)))).Distinct();

    public static IEnumerable<UnitClaim> Claims(string text)
    {
        foreach (var action in TemplateAction.In(text).Where(action => action.Opens.Length == 0))
        {
            if (!(action.Rebound ? ValueVariable() : ValueRead()).IsMatch(action.Text))
                continue;
            if (action.Text.Contains("humanizePercentage", StringComparison.Ordinal))
                yield return new UnitClaim(Unit.Share, action.Text);
            else if (action.Text.Contains("humanizeDuration", StringComparison.Ordinal))
                yield return new UnitClaim(Unit.Seconds, action.Text);
            else if (action.Text.Contains("humanizeTimestamp", StringComparison.Ordinal))
                yield return new UnitClaim(Unit.Timestamp, action.Text);
            else if (UnitBehind().Match(text[action.End..]) is { Success: true } unit)
                yield return new UnitClaim(Named(unit.Groups["unit"].Value), action.Text + unit.Value);
        }
    }

    /// <summary>Whether the text speaks of per cent, in English or German.</summary>
    public static bool SpeaksOfPercent(string text) => text.Contains("humanizePercentage", StringComparison.Ordinal) || PerCentWords().IsMatch(TemplateAction.Without(text));

    /// <summary>Within a range or a with, the dot is what that goes through, and no longer the alert.</summary>
    private static IEnumerable<string> Reads(string action, bool rebound) =>
        LabelReads().Matches(action).Where(read => !rebound || read.Groups["of"].Value[0] == '$').Select(read => read.Groups["name"].Value);

    private static Unit Named(string text) => text.ToUpperInvariant() switch
    {
        "MS" or "MILLISECONDS" or "MILLISEKUNDEN" => Unit.Milliseconds,
        "%" or "PERCENT" or "PER CENT" or "PROZENT" => Unit.PerCent,
        _ => Unit.Seconds,
    };

    [GeneratedRegex("""(?<of>\$labels|(?<![\w$)])\.Labels)\.(?<name>[A-Za-z_]\w*)|\bindex\s+(?<of>\$labels|\.Labels)\s+["`](?<name>[^"`]+)["`]""")]
    private static partial Regex LabelReads();

    [GeneratedRegex(@"\$value\b")]
    private static partial Regex ValueVariable();

    [GeneratedRegex(@"\$value\b|(?<![\w$)])\.Value\b")]
    private static partial Regex ValueRead();

    [GeneratedRegex(@"^\s?(?<unit>%(?![0-9A-F]{2})|(?:per ?cent|prozent|milliseconds|millisekunden|ms|seconds|sekunden|sec|s)\b)", RegexOptions.IgnoreCase)]
    private static partial Regex UnitBehind();

    /// <summary>A sign before two hexadecimal digits is a character of a link.</summary>
    [GeneratedRegex(@"%(?![0-9A-F]{2})|\bper ?cent\b|\bprozent\b", RegexOptions.IgnoreCase)]
    private static partial Regex PerCentWords();
}
