using Spectre.Console;
using ValeoChaos.Core.Reporting;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Cli;

/// <summary>The matrix at the end of a run of several scenarios.</summary>
internal static class MatrixView
{
    public static void Show(CoverageMatrix matrix, string file)
    {
        var console = Terminal.Open();
        if (matrix.Causes.Any())
        {
            var table = new Table().Border(TableBorder.Ascii2).AddColumns("alert", "cause");
            foreach (var (_, title) in CoverageMatrix.Columns)
                table.AddColumn(title);
            foreach (var row in matrix.Causes)
                table.AddRow([Plain(row.Run.Scenario.Alert), Plain($"{MatrixText.Cause(row.Run.Scenario)} ({row.Run.Scenario.Name})"), .. CoverageMatrix.Columns.Select(c => Mark(row.Cells[c.Aspect]))]);
            console.Write(table);
        }

        foreach (var row in matrix.Quiet)
            console.MarkupLine($"{Plain(row.Run.Scenario.FullName)}, {Plain(row.Run.Scenario.Summary)}: {Mark(row.Cells[Aspect.SilentOtherwise])}");
        ShowRules(console, matrix);
        foreach (var (run, finding) in matrix.Findings)
            console.MarkupLine($"finding: {Plain(finding.Title)}   {Plain(Path.Combine(Path.GetDirectoryName(file)!, run.Artefacts))}");
        if (matrix.Uncovered.Count > 0)
            console.MarkupLine($"not proved yet: {matrix.Uncovered.Count} parts of the runbook, each with a reason in the file below");
        console.MarkupLine($"matrix: {Plain(file)}");
    }

    /// <summary>What the runbook's rules did as they are written there.</summary>
    public static void ShowRules(IAnsiConsole console, CoverageMatrix matrix)
    {
        foreach (var rule in matrix.Rules)
            console.MarkupLine($"{Plain(rule.Alert)} as written, {Plain(MatrixText.Cause(rule.Run.Scenario))} ({Plain(rule.Run.Scenario.Name)}): {MatrixText.Of(rule.Behaviour)}");
    }

    public static string Mark(MatrixCell cell) => cell.State switch
    {
        CellState.Proved => $"[green]{Plain(MatrixText.Of(cell))}[/]",
        CellState.Finding or CellState.Waived => $"[aqua]{Plain(MatrixText.Of(cell))}[/]",
        CellState.Inconclusive => $"[yellow]{Plain(MatrixText.Of(cell))}[/]",
        _ => $"[red]{Plain(MatrixText.Of(cell))}[/]",
    };

    private static string Plain(string text) => Markup.Escape(text);
}
