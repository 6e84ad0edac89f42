using Spectre.Console;
using ValeoChaos.Core.Reporting;

namespace ValeoChaos.Cli;

/// <summary>How alike the rounds of a run were.</summary>
internal static class StabilityView
{
    public static void Show(Stability stability)
    {
        var console = Terminal.Open();
        var table = new Table().Border(TableBorder.Ascii2).AddColumns([.. Stability.Columns]);
        foreach (var row in stability.Rows)
            table.AddRow([.. Stability.Cells(row).Select(Markup.Escape)]);
        console.Write(table);
    }
}
