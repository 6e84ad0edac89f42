using System.Globalization;
using System.Text;
using System.Text.Json;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Reporting;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Replaying;

/// <summary>One row of a replay in words, the same for every view.</summary>
/// <param name="Fired">Production time from the symptom to the first page, and the run's own time in brackets; a dash where none was asked for.</param>
/// <param name="Live">What the rules of that day took in the run itself, at its speed.</param>
public sealed record ReplayRow(MatrixRow Row, ReplayedRun Run, string Fires, string Fired, string Live, string Silent, string Resolves);

public static class ReplayText
{
    public const int JsonSchema = 1;

    public static IReadOnlyList<string> Titles { get; } = ["alert", "cause", "fires", "after", "live", "silent otherwise", "resolves"];

    public static IEnumerable<ReplayRow> Rows(ReplayReport report) => report.Matrix.Rows.Zip(report.Runs, (row, run) =>
    {
        var expected = run.Alerts.Where(a => a.Expected).ToList();
        return new ReplayRow(
            row, run, Cell(row, Aspect.Fires), Joined(expected, a => a.Took is { } took ? $"{Production(took, run)} ({Seconds.Plain(took)})" : "never"),
            Joined(expected, a => a.LiveFiredAt is { } at ? $"{Seconds.Plain(at - a.FiredAt + a.Took ?? at)}" : "never"),
            Cell(row, Aspect.SilentOtherwise), Cell(row, Aspect.Resolves));
    });

    /// <summary>The last line of every view.</summary>
    public static string Summary(ReplayReport report)
    {
        var causes = report.Matrix.Causes.Where(r => r.Cells.ContainsKey(Aspect.Fires)).ToList();
        var text = FormattableString.Invariant($"{report.Runs.Count} recordings: {causes.Count(r => r.Cells[Aspect.Fires].State is CellState.Proved)} of {causes.Count} causes fire, ")
            + FormattableString.Invariant($"{report.Matrix.Rows.Count(r => r.Cells[Aspect.SilentOtherwise].State is CellState.Failed)} recordings have false alarms");
        return report.Missing.Any() ? $"{text}; not asked, for the rules have no alert of that name: {string.Join(", ", report.Missing)}" : text;
    }

    public static string Markdown(ReplayReport report)
    {
        var text = new StringBuilder($"# Replay of {string.Join(" and ", report.Rules.Select(r => r.Source))}\n");
        MatrixText.Table(text, Titles, Rows(report).Select(r => (string[])
            [r.Run.Timeline.Scenario.Alert, Cause(r), r.Fires, r.Fired, r.Live, r.Silent, r.Resolves]));
        MatrixText.OwnRules(text, report.Matrix);
        text.AppendJoin("", report.Warnings.Select(Warning).Concat(report.Mute.Select(Mute)).Select(line => $"\n- {line}"));
        return text.Append(CultureInfo.InvariantCulture, $"\n\n{Summary(report)}\n").ToString();
    }

    public static string Warning(string warning) => $"{warning} So what it does here says nothing of production.";

    public static string Mute(string rule) => $"{rule} can fire in none of these recordings: they have no series that it asks for, or none whose values meet its condition.";

    public static string Cause(ReplayRow row) => row.Run.Timeline.Scenario is { Cause: not null } scenario ? $"{scenario.Cause} ({scenario.Name})" : row.Run.Timeline.Scenario.Summary;

    public static string Json(ReplayReport report) => JsonSerializer.Serialize(new
    {
        SchemaVersion = JsonSchema,
        Rules = report.Rules.Select(r => new { r.Source, r.Role }),
        report.Matrix.Outcome,
        report.Missing,
        report.Warnings,
        report.Mute,
        Recordings = Rows(report).Select(r => new
        {
            Recording = r.Run.Name,
            Scenario = r.Run.Timeline.Scenario.FullName,
            r.Run.Timeline.Scenario.Cause,
            r.Run.Timeline.Speed,
            r.Run.Verdict.Outcome,
            Cells = r.Row.Cells.Select(c => new { Aspect = c.Key, c.Value.State, c.Value.Note }),
            Alerts = r.Run.Alerts.Select(a => new
            {
                a.Alert, a.Expected, FiredAtSeconds = a.FiredAt?.TotalSeconds, TookSeconds = a.Took?.TotalSeconds,
                TookProductionSeconds = a.Took?.TotalSeconds * r.Run.Timeline.Speed, ResolvedAtSeconds = a.ResolvedAt?.TotalSeconds, LiveFiredAtSeconds = a.LiveFiredAt?.TotalSeconds,
            }),
            AsWritten = report.Matrix.Rules.Where(rule => rule.Run == r.Row.Run).Select(rule => new { rule.Alert, rule.Behaviour, rule.Evidence }),
        }),
    }, Timeline.Json) + "\n";

    private static string Production(TimeSpan took, ReplayedRun run) => PrometheusDuration.Format(TimeSpan.FromSeconds(Math.Round(took.TotalSeconds * run.Timeline.Speed)));

    private static string Joined(List<ReplayedAlert> alerts, Func<ReplayedAlert, string> words) => alerts.Count == 0 ? "-" : string.Join(", ", alerts.Select(words));

    private static string Cell(MatrixRow row, Aspect aspect) => row.Cells.TryGetValue(aspect, out var cell) ? MatrixText.Of(cell) : "-";
}
