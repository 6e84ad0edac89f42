using Spectre.Console;
using ValeoChaos.Core.Replaying;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Cli;

/// <summary>The matrix of a replay on a terminal.</summary>
internal static class ReplayView
{
    public static void Show(ReplayReport report)
    {
        var console = Terminal.Open();
        var table = new Table().Title(Markup.Escape($"replay of {string.Join(" and ", report.Rules.Select(r => r.Source))}")).Border(TableBorder.Ascii2);
        foreach (var title in ReplayText.Titles)
            table.AddColumn(title);
        foreach (var row in ReplayText.Rows(report))
        {
            table.AddRow(
                Markup.Escape(row.Run.Timeline.Scenario.Alert), Markup.Escape(ReplayText.Cause(row)), Mark(row, Aspect.Fires, row.Fires), row.Fired, row.Live,
                Mark(row, Aspect.SilentOtherwise, row.Silent), Mark(row, Aspect.Resolves, row.Resolves));
        }

        console.Write(table);
        MatrixView.ShowRules(console, report.Matrix);
        foreach (var warning in report.Warnings)
            console.MarkupLine($"[yellow]warning[/]: {Markup.Escape(ReplayText.Warning(warning))}");
        foreach (var rule in report.Mute)
            console.MarkupLine($"[yellow]mute[/]: {Markup.Escape(ReplayText.Mute(rule))}");
        console.MarkupLine($"{Markup.Escape(ReplayText.Summary(report))}: {VerdictView.Mark(report.Matrix.Outcome)}");
    }

    private static string Mark(ReplayRow row, Aspect aspect, string words) =>
        row.Row.Cells.TryGetValue(aspect, out var cell) ? MatrixView.Mark(cell) : Markup.Escape(words);
}
