using System.Globalization;
using System.Text;

namespace ValeoChaos.Core.RuleChecks.Output;

/// <summary>For people at a terminal.</summary>
public static class ReportText
{
    public static string Of(CheckReport report)
    {
        var text = new StringBuilder();
        foreach (var finding in report.Counting)
        {
            text.Append(CultureInfo.InvariantCulture, $"{finding.File}:{finding.Line}: {Word(finding.Severity)} {finding.Kind.Code} {finding.Rule}: {finding.Reason}\n");
            if (finding.Part.Length > 0)
                text.Append(CultureInfo.InvariantCulture, $"    {finding.Part}\n");
            foreach (var line in Evidence(finding.Evidence))
                text.Append(CultureInfo.InvariantCulture, $"    {line}\n");
        }

        foreach (var note in report.Notes)
            text.Append(CultureInfo.InvariantCulture, $"note: {note}\n");
        return text.Append(Summary(report)).Append('\n').ToString();
    }

    public static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    /// <summary>What backs a finding, a line each.</summary>
    public static IEnumerable<string> Evidence(Evidence evidence) => evidence switch
    {
        Proved { Test.Cases: var cases } => cases.Select(c => $"proved by promtool: {c.Name}"),
        Statement { Text: var text } => [$"evidence: {text}"],
        Unproved { Why: var why } => [$"not proved, so a hint only: {why.Split('\n')[0].Trim()}"],
        _ => [],
    };

    private static string Summary(CheckReport report)
    {
        var counting = report.Counting.ToList();
        var ignored = report.Findings.Count - counting.Count;
        var rules = $"{Counted.Of(report.Alerts, "alert")} and {Counted.Of(report.Recordings, "recording rule")}";
        if (counting.Count == 0)
            return $"{rules}: nothing found{(ignored > 0 ? $", {ignored} ignored" : "")}";
        var severities = Enum.GetValues<Severity>().Reverse().Select(s => (s, Count: counting.Count(f => f.Severity == s))).Where(s => s.Count > 0)
            .Select(s => s.s == Severity.Info ? Counted.Of(s.Count, "hint") : Counted.Of(s.Count, Word(s.s)));
        return $"{rules}: {string.Join(", ", severities)}, {counting.Count(f => f.Evidence is Proved)} proved by promtool{(ignored > 0 ? $", {ignored} ignored" : "")}"
            + $"\nvaleo-chaos rules explain {counting.MaxBy(f => f.Severity)!.Kind.Code} says why and what to write instead";
    }
}
