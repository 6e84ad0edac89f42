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

    /// <param name="wanted">The metrics whose series are read; all of them where it is null.</param>
    /// <exception cref="RecordingFormatException">A line cannot be understood.</exception>
    public static IReadOnlyList<MetricSeries> Parse(string text, string source, Func<string, bool>? wanted = null)
    {
        var series = new List<MetricSeries>();
        List<long> times = [];
        var number = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            number++;
            var line = text.AsSpan(range);
            if (line.IsEmpty)
                continue;
            try
            {
                if (line.StartsWith(Scrapes + " ", StringComparison.Ordinal))
                    times = Times(line[Scrapes.Length..]);
                else if (wanted is null || wanted(line[..line.IndexOfAny('{', ' ')].ToString()))
                    series.Add(Series(line, times));
            }
            catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
            {
                throw new RecordingFormatException($"{source}, line {number}: no samples ({e.Message}). Record the run again, or restore the file.", e);
            }
        }

        return series;
    }

    private static List<long> Times(ReadOnlySpan<char> line)
    {
        var times = new List<long>();
        var at = 0L;
        foreach (var range in line.Split(' '))
        {
            var token = Token(line[range], out var count);
            var step = token.IsEmpty ? 0 : long.Parse(token, CultureInfo.InvariantCulture);
            for (var i = 0; i < count; i++)
                times.Add(at += step);
        }

        return times;
    }

    private static MetricSeries Series(ReadOnlySpan<char> line, List<long> times)
    {
        // A label's value may hold a blank; what follows its name may not hold a brace.
        var end = line.LastIndexOf('}') is >= 0 and var brace ? brace + 1 : line.IndexOf(' ');
        if (end <= 0)
            throw new FormatException("a series without values");
        var values = line[end..];
        var samples = new List<Sample>(times.Count);
        var (slot, value) = (0, 0.0);
        foreach (var range in values.Split(' '))
        {
            var token = Token(values[range], out var count);
            if (slot + count > times.Count)
                throw new FormatException($"more values than the {times.Count} scrapes of its target");
            var missing = token is Missing;
            var change = missing || token.IsEmpty || token[0] == '=' ? 0 : long.Parse(token, CultureInfo.InvariantCulture);
            if (!token.IsEmpty && token[0] == '=')
                value = NumberText.Parse(token[1..].ToString());
            for (var i = 0; i < count; i++, slot++)
            {
                if (missing)
                    continue;
                // As whole numbers: the way from one to the next may be longer than a double is exact.
                if (change != 0)
                    value = (long)value + change;
                samples.Add(new Sample(times[slot], value));
            }
        }

        return slot == times.Count ? new MetricSeries(SeriesName.Parse(line[..end].ToString()), samples)
            : throw new FormatException($"{slot} values for {times.Count} scrapes");
    }

    /// <param name="count">How often it stands there; nothing between two blanks does not.</param>
    private static ReadOnlySpan<char> Token(ReadOnlySpan<char> text, out int count)
    {
        if (text.LastIndexOf('x') is > 0 and var x)
        {
            count = int.Parse(text[(x + 1)..], CultureInfo.InvariantCulture);
            return text[..x];
        }

        count = text.IsEmpty ? 0 : 1;
        return text;
    }
}
