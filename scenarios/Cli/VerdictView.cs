using Spectre.Console;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Cli;

/// <summary>One table for each scenario, the findings below it, and the failure text where there is one.</summary>
internal static class VerdictView
{
    public static void Show(Timeline timeline, Verdict verdict, string artefacts)
    {
        var console = Terminal.Open();
        var table = new Table().Title(Markup.Escape($"{verdict.Scenario} at {timeline.Speed}x")).Border(TableBorder.Ascii2)
            .AddColumns("check", "expected", "seen", "at", "took", "bound", "verdict");
        foreach (var check in verdict.Checks)
        {
            table.AddRow(
                Markup.Escape(check.Name), Markup.Escape(check.Expected), Markup.Escape(check.Seen),
                check.Offset is { } at ? Seconds.Signed(at) : "", check.Took is { } took ? Seconds.Plain(took) : "",
                Markup.Escape(check.Bound ?? ""), Mark(check.Outcome));
        }

        console.Write(table);
        foreach (var finding in verdict.Findings)
            console.WriteLine($"finding: {finding.Title}\n         {finding.Where}\n         {finding.Evidence}");
        if (verdict.FailureText(artefacts) is { Length: > 0 } text)
            console.WriteLine(text);
        console.MarkupLine($"verdict: {Mark(verdict.Outcome)}   results: {Markup.Escape(artefacts)}");
    }

    public static string Mark(Outcome outcome) => outcome switch
    {
        Outcome.Pass => "[green]pass[/]",
        Outcome.Fail => "[red]FAIL[/]",
        _ => "[yellow]INCONCLUSIVE[/]",
    };
}
