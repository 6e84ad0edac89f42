using System.Globalization;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.Reporting;

/// <summary>One of several runs of a scenario.</summary>
/// <param name="Scenario">Its full name.</param>
/// <param name="Verdict">Null where it broke.</param>
public sealed record RepeatedRun(string Scenario, Verdict? Verdict);

/// <summary>What the runs of one scenario, one after the other, came to.</summary>
/// <param name="Scenario">Its full name, and what is special about them.</param>
/// <param name="Verdicts">One a run; null where it broke.</param>
/// <param name="Detected">Times to detect of the runs in which the alert fired, shortest first; none where nothing may fire.</param>
/// <param name="Bound">What a time to detect is compared with.</param>
public sealed record StabilityRow(string Scenario, IReadOnlyList<Outcome?> Verdicts, IReadOnlyList<TimeSpan> Detected, string Bound)
{
    public int Passed => Verdicts.Count(v => v is Outcome.Pass);

    public TimeSpan? Median => Detected.Count == 0 ? null : Seconds.Median(Detected);
}

/// <summary>Whether a scenario says the same each time it is asked.</summary>
public sealed record Stability(IReadOnlyList<StabilityRow> Rows)
{
    public static IReadOnlyList<string> Columns { get; } = ["scenario", "passed", "time to detect: least", "median", "most", "spread, of the median", "bound"];

    /// <param name="runs">Of any number of rounds; scenarios keep the order of their first run.</param>
    public static Stability Of(IEnumerable<RepeatedRun> runs) => new([.. runs.GroupBy(Title).Select(runs => Row(runs.Key, runs))]);

    /// <summary>A run that was cut short is shown, and is not the scenario's.</summary>
    private static string Title(RepeatedRun run) => run.Verdict is { IsCutShort: true } ? $"{run.Scenario} (cut short)" : run.Scenario;

    private static StabilityRow Row(string title, IEnumerable<RepeatedRun> runs)
    {
        var all = runs.ToList();
        var fired = all.SelectMany(run => run.Verdict?.Checks ?? []).Where(c => c is { Aspect: Aspect.Fires, Took: not null }).ToList();
        var bounds = fired.Select(c => c.Bound).OfType<string>().Distinct().ToList();
        // What a machine took to bring pods back is in the bound, and no two runs are alike in that.
        return new StabilityRow(
            title, [.. all.Select(run => run.Verdict?.Outcome)], [.. fired.Select(c => c.Took!.Value).Order()],
            bounds.Count > 1 ? $"{bounds[0]} (first run)" : bounds.FirstOrDefault() ?? "");
    }

    /// <summary>The cells of a row, in the order of <see cref="Columns"/>.</summary>
    public static IReadOnlyList<string> Cells(StabilityRow row)
    {
        var passed = $"{row.Passed} of {row.Verdicts.Count}";
        return row.Median is { } median
            ? [
                row.Scenario, passed, Seconds.Plain(row.Detected[0]), Seconds.Plain(median), Seconds.Plain(row.Detected[^1]),
                string.Create(CultureInfo.InvariantCulture, $"{(row.Detected[^1] - row.Detected[0]) / median:0 %}"), row.Bound,
            ]
            : [row.Scenario, passed, "", "", "", "", ""];
    }
}
