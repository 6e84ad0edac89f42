using System.Globalization;
using System.Text;

namespace ValeoChaos.Core.Recordings;

/// <summary>
/// Samples by columns. Of what Prometheus scrapes hardly anything changes from one scrape to the next, and all series of a target
/// share their times: written line by line, as OpenMetrics has it, they stay seven times as large once compressed.
/// </summary>
/// <remarks>
/// <c>scrapes 1764063000123 750x12 751</c> opens a target: the first scrape in milliseconds since 1970, and the way to each next.
/// <c>up{job="valeo-erp"} 1 0x12 _</c> is a series of that target, one value for each scrape: a whole number is the change since the
/// value before (which is 0 at first), <c>=0.25</c> a value itself, <c>_</c> no sample; <c>x12</c> stands for twelve in a row.
/// </remarks>
public static class SampleText
{
    private const string Scrapes = "scrapes";
    private const string Missing = "_";

    /// <summary>Above it a double does not hold every whole number.</summary>
    private const double MostWhole = 1L << 53;

    public static string Write(IEnumerable<MetricSeries> series)
    {
        var text = new StringBuilder();
        foreach (var target in series.GroupBy(s => (Job: s.Name["job"], Instance: s.Name["instance"])).OrderBy(t => t.Key.Job, StringComparer.Ordinal).ThenBy(t => t.Key.Instance, StringComparer.Ordinal))
        {
            long[] times = [.. target.SelectMany(s => s.Samples).Select(s => s.At).Distinct().Order()];
            if (times.Length == 0)
                continue;
            text.Append(CultureInfo.InvariantCulture, $"{Scrapes} {times[0]}");
            Append(text, times.Zip(times.Skip(1), (before, at) => (at - before).ToString(CultureInfo.InvariantCulture)));
            text.Append('\n');
            foreach (var one in target.OrderBy(s => s.Name.Text, StringComparer.Ordinal))
            {
                text.Append(one.Name.Text);
                Append(text, Values(one, times));
                text.Append('\n');
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Values(MetricSeries series, long[] times)
    {
        var next = 0;
        var before = 0.0;
        foreach (var time in times)
        {
            if (next == series.Samples.Count || series.Samples[next].At != time)
            {
                yield return Missing;
                continue;
            }

            var value = series.Samples[next++].Value;
            yield return Value(before, value);
            before = value;
        }
    }

    private static string Value(double before, double value) =>
        before.Equals(value) && !IsMinusZero(before) && !IsMinusZero(value) ? "0"
        : IsWhole(before) && IsWhole(value) ? ((long)value - (long)before).ToString(CultureInfo.InvariantCulture)
        : "=" + NumberText.Write(value);

    private static bool IsWhole(double value) => Math.Abs(value) < MostWhole && value == Math.Floor(value) && !IsMinusZero(value);

    private static bool IsMinusZero(double value) => value == 0 && double.IsNegative(value);

    private static void Append(StringBuilder text, IEnumerable<string> tokens)
    {
        string? last = null;
        var count = 0;
        foreach (var token in tokens.Append(null))
        {
            if (token == last && token is not null)
            {
                count++;
                continue;
            }

            if (last is not null)
                text.Append(' ').Append(last).Append(count > 1 ? string.Create(CultureInfo.InvariantCulture, $"x{count}") : "");
            (last, count) = (token, 1);
        }
    }

    /// <exception cref="RecordingFormatException">A line cannot be understood.</exception>
    public static IReadOnlyList<MetricSeries> Parse(string text, string source)
    {
        var series = new List<MetricSeries>();
        List<long> times = [];
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.Length == 0)
                continue;
            try
            {
                if (line.StartsWith(Scrapes + " ", StringComparison.Ordinal))
                    times = Times(line);
                else
                    series.Add(Series(line, times));
            }
            catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
            {
                throw new RecordingFormatException($"{source}, line {number}: no samples ({e.Message}). Record the run again, or restore the file.", e);
            }
        }

        return series;
    }

    private static List<long> Times(string line)
    {
        var tokens = Tokens(line[(Scrapes.Length + 1)..]);
        var at = long.Parse(tokens.First(), CultureInfo.InvariantCulture);
        List<long> times = [at];
        foreach (var token in tokens.Skip(1))
            times.Add(at += long.Parse(token, CultureInfo.InvariantCulture));
        return times;
    }

    private static MetricSeries Series(string line, List<long> times)
    {
        // A label's value may hold a blank; what follows its name may not hold a brace.
        var end = line.LastIndexOf('}') is >= 0 and var brace ? brace + 1 : line.IndexOf(' ', StringComparison.Ordinal);
        if (end <= 0)
            throw new FormatException("a series without values");
        var samples = new List<Sample>(times.Count);
        var (slot, value) = (0, 0.0);
        foreach (var token in Tokens(line[end..]))
        {
            if (slot == times.Count)
                throw new FormatException($"more values than the {times.Count} scrapes of its target");
            if (token != Missing)
                samples.Add(new Sample(times[slot], value = token[0] == '=' ? NumberText.Parse(token[1..]) : value + long.Parse(token, CultureInfo.InvariantCulture)));
            slot++;
        }

        return slot == times.Count ? new MetricSeries(SeriesName.Parse(line[..end]), samples)
            : throw new FormatException($"{slot} values for {times.Count} scrapes");
    }

    private static IEnumerable<string> Tokens(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(token => token.LastIndexOf('x') is > 0 and var x
            ? Enumerable.Repeat(token[..x], int.Parse(token[(x + 1)..], CultureInfo.InvariantCulture)) : [token]);
}
