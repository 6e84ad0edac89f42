using System.Globalization;
using System.Text;

namespace ValeoChaos.Core.Recordings;

/// <summary>Samples for other tools: <c>promtool tsdb create-blocks-from openmetrics</c> takes them.</summary>
/// <remarks>There is no library for it: those for .NET expose the present value of their own metrics and write no past.</remarks>
public static class OpenMetricsText
{
    public static string Write(IEnumerable<MetricSeries> series)
    {
        var text = new StringBuilder();
        foreach (var one in series.OrderBy(s => s.Name.Metric, StringComparer.Ordinal).ThenBy(s => s.Name.Text, StringComparer.Ordinal))
        {
            foreach (var sample in one.Samples)
                text.Append(CultureInfo.InvariantCulture, $"{one.Name.Text} {NumberText.Write(sample.Value)} {sample.At / 1000}.{sample.At % 1000:000}\n");
        }

        return text.Append("# EOF\n").ToString();
    }
}
