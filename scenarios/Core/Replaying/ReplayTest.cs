using System.Globalization;
using System.Text;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Recordings;

namespace ValeoChaos.Core.Replaying;

/// <summary>
/// A recording as a test in promtool's format. It asks at every evaluation of the run which alerts there are and expects none, so that
/// promtool's complaints are the answer.
/// </summary>
public static class ReplayTest
{
    /// <summary>Rules of one name are one alert, and how many series it has is all that is told of them.</summary>
    public const string Question = "count by (alertname, alertstate, severity) (ALERTS)";

    /// <param name="rulesFile">Path of the rules, at the speed of the recording.</param>
    /// <param name="grid">The steps.</param>
    /// <param name="began">The start of the run. Nobody asks for what was before, but for the last state.</param>
    /// <param name="samples">Those that the rules ask for.</param>
    /// <param name="stale">When they ended.</param>
    public static string Write(string rulesFile, ReplayGrid grid, DateTimeOffset began, IEnumerable<MetricSeries> samples, StaleMarks stale)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"rule_files: [{Quoted(rulesFile)}]\nevaluation_interval: {Duration(grid.Evaluation)}\ntests:\n- interval: {Duration(grid.Step)}\n  input_series:\n");
        foreach (var series in samples)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - series: {Quoted(series.Name.Text)}\n    values: '");
            Values(text, grid, series, stale);
            text.Append("'\n");
        }

        text.Append("  promql_expr_test:\n");
        foreach (var moment in grid.Moments.Where(m => grid.At(m) > began - TimeSpan.FromMilliseconds(grid.Evaluation)))
            text.Append(CultureInfo.InvariantCulture, $"  - {{expr: {Quoted(Question)}, eval_time: {PrometheusDuration.Format(moment)}}}\n");
        return text.ToString();
    }

    private static void Values(StringBuilder text, ReplayGrid grid, MetricSeries series, StaleMarks stale)
    {
        var marks = new Queue<long>(stale.Of(series));
        var next = 0L;
        foreach (var sample in series.Samples)
        {
            while (marks.TryPeek(out var mark) && mark < sample.At)
                Add("stale", marks.Dequeue());
            Add(NumberText.Write(sample.Value), sample.At);
        }

        while (marks.TryDequeue(out var mark))
            Add("stale", mark);

        void Add(string value, long at)
        {
            var slot = grid.Slot(at);
            // What falls on one step with the sample before it comes one step later; it has to be there.
            if (slot > next)
                text.Append("_x").Append((slot - next).ToString(CultureInfo.InvariantCulture)).Append(' ');
            text.Append(value).Append(' ');
            next = Math.Max(slot, next) + 1;
        }
    }

    private static string Duration(long milliseconds) => PrometheusDuration.Format(TimeSpan.FromMilliseconds(milliseconds));

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
