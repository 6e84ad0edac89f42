using Spectre.Console;
using ValeoChaos.Core.Reporting;
using ValeoChaos.Lab.Results;

namespace ValeoChaos.Cli;

/// <summary>How alike the rounds of a run were.</summary>
internal static class StabilityView
{
    /// <param name="folder">Gets the same as Markdown.</param>
    public static void Show(Stability stability, string folder)
    {
        var console = Terminal.Open();
        var table = new Table().Border(TableBorder.Ascii2).AddColumns([.. Stability.Columns]);
        foreach (var row in stability.Rows)
            table.AddRow([.. Stability.Cells(row).Select(Markup.Escape)]);
        console.Write(table);
        Console.WriteLine($"stability: {ResultsSummary.Write(folder, stability)}");
    }
}
