using System.Globalization;

namespace ValeoChaos.Core.RuleTests;

/// <summary>promtool's notation of a series: <c>_x3 0+150x40 stale</c>.</summary>
internal static class SeriesNotation
{
    private const int Digits = 3;

    /// <param name="values">One for each look; null where there is no sample. The first one missing after a sample is marked stale.</param>
    public static string Write(IReadOnlyList<double?> values)
    {
        var parts = new List<string>();
        for (var i = 0; i < values.Count;)
            i = values[i] is { } value ? Run(values, i, value, parts) : Gap(values, i, parts);
        return string.Join(' ', parts);
    }

    private static int Gap(IReadOnlyList<double?> values, int start, List<string> parts)
    {
        var end = start;
        while (end < values.Count && values[end] is null)
            end++;
        var missing = end - start;
        if (start > 0)
        {
            parts.Add("stale");
            missing--;
        }

        // What is missing at the end needs no words.
        if (missing > 0 && end < values.Count)
            parts.Add($"_x{missing}");
        return end;
    }

    private static int Run(IReadOnlyList<double?> values, int start, double first, List<string> parts)
    {
        // Rounded as it is written: what sums of tenths leave is no step.
        var step = start + 1 < values.Count && values[start + 1] is { } second ? Math.Round(second - first, Digits) : 0;
        var end = start + 1;
        while (end < values.Count && values[end] is { } next && Same(next, first + (step * (end - start))))
            end++;
        var more = end - start - 1;
        // Two samples make no line; the second may begin one of its own.
        if (more == 1 && step != 0)
            (end, more) = (start + 1, 0);
        parts.Add(more == 0 ? Number(first) : step == 0 ? $"{Number(first)}x{more}" : $"{Number(first)}{(step < 0 ? "-" : "+")}{Number(Math.Abs(step))}x{more}");
        return end;
    }

    /// <summary>Counters hold hundredths at the finest.</summary>
    private static bool Same(double one, double other) => Math.Abs(one - other) < 0.001;

    public static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
