using System.Globalization;
using System.Text.RegularExpressions;

namespace ValeoChaos.Core.RuleTests;

/// <summary>Renders an alert's text as Prometheus would, as far as alerts of this project go: values, labels, and the functions that make a number readable.</summary>
internal static partial class AnnotationText
{
    /// <exception cref="RuleTestException">The template does more.</exception>
    public static string Render(string template, double value, IReadOnlyDictionary<string, string> labels)
    {
        var text = Action().Replace(template, match => match.Groups["label"] is { Success: true } label
            ? labels.GetValueOrDefault(label.Value, "") : Number(value, match.Groups["function"].Value));
        return text.Contains("{{", StringComparison.Ordinal)
            ? throw new RuleTestException($"\"{template}\" does more than show $value and $labels. Write it more simply, or teach {nameof(AnnotationText)} to render it.") : text;
    }

    private static string Number(double value, string function) => function switch
    {
        "" => value.ToString("R", CultureInfo.InvariantCulture),
        "humanize" => Readable(value),
        "humanizePercentage" => $"{Short(value * 100)}%",
        "humanizeDuration" => value < 1 ? $"{Short(value * 1000)}ms" : $"{Short(value)}s",
        _ => throw new RuleTestException($"The template function {function} is not known. Teach {nameof(AnnotationText)} to render it."),
    };

    private static string Readable(double value) => value switch
    {
        >= 1e6 => $"{Short(value / 1e6)}M",
        >= 1e3 => $"{Short(value / 1e3)}k",
        _ => Short(value),
    };

    /// <summary>Four significant digits, as Go's %.4g for numbers that people read.</summary>
    private static string Short(double value) => double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString("0.####", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{\{\s*\$(?:value(?:\s*\|\s*(?<function>\w+))?|labels\.(?<label>\w+))\s*\}\}")]
    private static partial Regex Action();
}
