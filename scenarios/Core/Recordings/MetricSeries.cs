using System.Text;

namespace ValeoChaos.Core.Recordings;

/// <summary>A recording that cannot be read; the message names file, line and remedy.</summary>
public sealed class RecordingFormatException(string message, Exception? inner = null) : Exception(message, inner);

/// <param name="At">Milliseconds since 1970, as Prometheus stores it.</param>
public readonly record struct Sample(long At, double Value);

/// <summary>What tells a series from every other.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Labels">By name, and without the metric's.</param>
public sealed record SeriesName(string Metric, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>As Prometheus writes it, labels in order: <c>up{instance="10.42.0.7:8000",job="valeo-erp"}</c>.</summary>
    public string Text { get; } = Write(Metric, Labels);

    public string this[string label] => Labels.GetValueOrDefault(label, "");

    public bool Equals(SeriesName? other) => Text == other?.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    /// <exception cref="FormatException">The text is no name of a series.</exception>
    public static SeriesName Parse(string text)
    {
        var brace = text.IndexOf('{', StringComparison.Ordinal);
        if (brace < 0)
            return new SeriesName(text, new Dictionary<string, string>());
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = brace + 1;
        while (at < text.Length && text[at] != '}')
        {
            var equals = text.IndexOf("=\"", at, StringComparison.Ordinal);
            if (equals < 0)
                throw new FormatException($"\"{text}\" is no name of a series.");
            var (value, end) = Unquote(text, equals + 2);
            labels.Add(text[at..equals], value);
            at = end < text.Length && text[end] == ',' ? end + 1 : end;
        }

        return at == text.Length - 1 ? new SeriesName(text[..brace], labels) : throw new FormatException($"\"{text}\" is no name of a series.");
    }

    private static string Write(string metric, IReadOnlyDictionary<string, string> labels) => labels.Count == 0 ? metric
        : $"{metric}{{{string.Join(',', labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}=\"{Escaped(l.Value)}\""))}}}";

    /// <summary>A label's value as it stands between its quotes.</summary>
    internal static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static (string Value, int End) Unquote(string text, int at)
    {
        var value = new StringBuilder();
        for (; at < text.Length && text[at] != '"'; at++)
            value.Append(text[at] != '\\' || at + 1 == text.Length ? text[at] : text[++at] == 'n' ? '\n' : text[at]);
        return (value.ToString(), at + 1);
    }
}

/// <param name="Samples">In the order of time.</param>
public sealed record MetricSeries(SeriesName Name, IReadOnlyList<Sample> Samples);
