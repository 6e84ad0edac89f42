using Spectre.Console;
using ValeoChaos.Core.Mutations;

namespace ValeoChaos.Cli;

/// <summary>The table of a mutation run on a terminal, and below it who survived.</summary>
internal static class MutationView
{
    public static void Show(MutationReport report)
    {
        var table = new Table().Border(TableBorder.Ascii2).AddColumns([.. MutationText.Titles]);
        foreach (var column in table.Columns.Skip(2))
            column.RightAligned();
        foreach (var row in MutationText.Rows(report))
            table.AddRow([.. row.Cells.Select(Markup.Escape)]);
        Terminal.Open().Write(table);
        foreach (var line in MutationText.Survivors(report).Concat(MutationText.Summary(report)))
            Console.WriteLine(line);
    }
}
