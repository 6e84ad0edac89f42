using Spectre.Console;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.RuleTests;
using ValeoChaos.Lab.RuleTests;

namespace ValeoChaos.Cli;

/// <summary>A row for each alert of each scenario, and below the table what is wrong, a line each.</summary>
internal static class RuleTestView
{
    public static void Show(RuleTestResults results)
    {
        var table = new Table().Border(TableBorder.Ascii2).AddColumns("scenario", "alert", "fires", "computed", "resolves", "computed", "verdict");
        foreach (var outcome in results.Scenarios)
            Add(table, outcome);
        Terminal.Open().Write(table);
        foreach (var problem in Problems(results))
            Console.WriteLine($"FAIL: {problem}");
        if (results.Stale.Count > 0)
            Console.WriteLine("If the catalogue is right as it is, write the tests anew with --regenerate and commit them.");
        Console.WriteLine($"{results.Scenarios.Count(s => s.Passed)} of {results.Scenarios.Count} scenarios and {results.ByHand.Count(r => r.Passed)} of {results.ByHand.Count} files by hand pass");
    }

    private static IEnumerable<string> Problems(RuleTestResults results) =>
        results.Scenarios.SelectMany(s => s.Problems)
            .Concat(results.ByHand.Where(r => !r.Passed).Select(r => $"{r.File}: {r.Line}"))
            .Concat(results.Stale);

    private static void Add(Table table, RuleTestOutcome outcome)
    {
        var verdict = outcome.Passed ? "[green]pass[/]" : "[red]FAIL[/]";
        if (outcome.Case.Pages.Count == 0)
            table.AddRow(outcome.Case.Scenario.FullName, "none", outcome.Seen.Count == 0 ? "never" : Text(outcome.Seen.Min(s => s.First)), "never", "", "", verdict);
        foreach (var (name, team, span) in Spans(outcome.Case))
        {
            var seen = outcome.Seen.FirstOrDefault(s => s.Alert == span.Alert && s.Team == team);
            var unknown = !outcome.Passed && seen is null;
            var (fires, resolves) = (Beat.At(span.Fires), span.Resolves is { } end ? Text(Beat.At(end)) : "");
            table.AddRow(
                outcome.Case.Scenario.FullName, name, unknown ? "never" : Text(seen?.First ?? fires), Text(fires),
                unknown ? "" : seen is null ? resolves : Text(seen.Last + Beat.Decision), resolves, verdict);
        }
    }

    private static IEnumerable<(string Name, string Team, AlertSpan Span)> Spans(RuleTestCase test) =>
        test.Pages.Select(p => (p.Alert, "", p)).Concat(test.Escalations.Select(e => ($"{e.Span.Alert} to {e.Expected.Team}", e.Expected.Team, e.Span)));

    private static string Text(TimeSpan time) => PrometheusDuration.Format(time);
}
