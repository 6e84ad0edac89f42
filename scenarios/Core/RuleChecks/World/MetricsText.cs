using System.Globalization;
using System.Text;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.RuleChecks.Analysis;

namespace ValeoChaos.Core.RuleChecks.World;

/// <summary>One sample of a /metrics page. Its value is of no interest here.</summary>
public sealed record ExposedSample(string Name, IReadOnlyDictionary<string, string> Labels);

/// <summary>A family as its # TYPE or # HELP line declares it.</summary>
public sealed record ExposedFamily(string Name, MetricType Type, int Line);

/// <summary>A page in Prometheus's text format or in OpenMetrics.</summary>
public sealed record MetricsText(string Source, IReadOnlyList<ExposedSample> Samples, IReadOnlyList<ExposedFamily> Families)
{
    /// <exception cref="RuleFileException">The text is no such page.</exception>
    public static MetricsText Parse(string text, string source)
    {
        var samples = new List<ExposedSample>();
        var families = new Dictionary<string, ExposedFamily>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0)
                continue;
            if (line.StartsWith('#'))
                Declare(line, i + 1, families);
            else
                samples.Add(new SampleLine(line, $"{source}, line {i + 1}").Read());
        }

        return new MetricsText(source, samples, [.. families.Values]);
    }

    private static void Declare(string line, int number, Dictionary<string, ExposedFamily> families)
    {
        if (line.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries) is not ["#", "TYPE" or "HELP" or "UNIT", var name, ..] parts)
            return;
        var type = parts is [_, "TYPE", _, var word] ? word.Trim() switch
        {
            "counter" => MetricType.Counter,
            "gauge" or "info" or "stateset" => MetricType.Gauge,
            "histogram" or "gaugehistogram" => MetricType.Histogram,
            "summary" => MetricType.Summary,
            _ => MetricType.Unknown,
        } : families.GetValueOrDefault(name)?.Type ?? MetricType.Unknown;
        families[name] = new ExposedFamily(name, type, families.GetValueOrDefault(name)?.Line ?? number);
    }

    /// <summary>Reads <c>name{label="value"} 1</c>; what follows the value is of no interest.</summary>
    private sealed class SampleLine(string line, string where)
    {
        private int at;

        public ExposedSample Read()
        {
            var name = Name();
            var labels = new Dictionary<string, string>();
            if (at < line.Length && line[at] == '{')
            {
                at++;
                while (Skip() != '}')
                {
                    var label = Name();
                    Expect('=');
                    labels[label] = Value();
                    if (Skip() == ',')
                        at++;
                }

                at++;
            }

            var number = line[at..].TrimStart().Split(' ')[0];
            return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out _) || number is "NaN" or "+Inf" or "-Inf" ? new ExposedSample(name, labels)
                : throw Problem();
        }

        private char Skip()
        {
            while (at < line.Length && line[at] == ' ')
                at++;
            return at < line.Length ? line[at] : throw Problem();
        }

        private string Name()
        {
            Skip();
            var start = at;
            while (at < line.Length && (char.IsAsciiLetterOrDigit(line[at]) || line[at] is '_' or ':'))
                at++;
            return at > start ? line[start..at] : throw Problem();
        }

        private void Expect(char wanted)
        {
            if (Skip() != wanted)
                throw Problem();
            at++;
        }

        private string Value()
        {
            Expect('"');
            var value = new StringBuilder();
            for (; at < line.Length && line[at] != '"'; at++)
            {
                if (line[at] == '\\' && at + 1 < line.Length)
                    value.Append(line[++at] == 'n' ? '\n' : line[at]);
                else
                    value.Append(line[at]);
            }

            Expect('"');
            return value.ToString();
        }

        private RuleFileException Problem() =>
            new($"{where}: \"{(line.Length > 60 ? line[..60] + "..." : line)}\" is no sample of /metrics. Save it with: curl -s http://<target>/metrics > metrics.txt");
    }
}
