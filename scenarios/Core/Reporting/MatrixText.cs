using System.Globalization;
using System.Text;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.Reporting;

/// <summary>The matrix in words: the words of a cell for every view, and the whole as Markdown.</summary>
public static class MatrixText
{
    public static string Of(MatrixCell cell) => cell.State switch
    {
        CellState.Proved => "proved",
        CellState.Finding => "finding",
        CellState.Waived => $"waived {cell.Note}",
        CellState.Inconclusive => $"INCONCLUSIVE: {Short(cell.Note)}",
        _ => $"FAILED: {Short(cell.Note)}",
    };

    public static string Of(RuleBehaviour? behaviour) => behaviour switch
    {
        RuleBehaviour.Fired => "fired",
        RuleBehaviour.Late => "late",
        RuleBehaviour.NeverFired => "never fired",
        RuleBehaviour.WrongReason => "fired for a wrong reason",
        _ => "unknown",
    };

    public static string Cause(Scenario scenario) => scenario.Cause ?? scenario.Summary;

    /// <summary>Fit for a file beside the results folders and for the summary of a job.</summary>
    public static string Markdown(CoverageMatrix matrix)
    {
        var text = new StringBuilder("# The runbook, proved\n");
        if (matrix.Causes.Any())
        {
            Table(text, ["alert", "cause", "scenario", .. CoverageMatrix.Columns.Select(c => c.Title)], matrix.Causes.Select(row => (string[])
                [row.Run.Scenario.Alert, Cause(row.Run.Scenario), Link(row.Run), .. CoverageMatrix.Columns.Select(c => Of(row.Cells[c.Aspect]))]));
        }

        if (matrix.Quiet.Any())
        {
            text.Append("\n## Nothing is broken\n");
            Table(text, ["scenario", "what happens", "silent"], matrix.Quiet.Select(row => (string[])
                [Link(row.Run), row.Run.Scenario.Summary, Of(row.Cells[Aspect.SilentOtherwise])]));
        }

        OwnRules(text, matrix);
        if (matrix.Findings.Any())
        {
            text.Append("\n## Findings\n\n");
            foreach (var (run, finding) in matrix.Findings)
                text.Append(CultureInfo.InvariantCulture, $"- {Link(run)}: **{Escape(finding.Title)}** ({Code(finding.Where)}). {Escape(finding.Evidence)}\n");
        }

        if (matrix.Uncovered.Count > 0)
        {
            text.Append("\n## Not proved yet\n");
            Table(text, ["section", "part", "runbook", "why", "until"], matrix.Uncovered.Select(w => (string[])
                [w.Section.ToString(CultureInfo.InvariantCulture), w.Part.ToString().ToLowerInvariant(), w.Text, w.Reason, $"{w.Expires:yyyy-MM-dd}"]));
        }

        return text.ToString();
    }

    /// <summary>What the runbook's rules did as they are written there; nothing where they were not looked at.</summary>
    internal static void OwnRules(StringBuilder text, CoverageMatrix matrix)
    {
        if (matrix.Rules.Count == 0)
            return;
        text.Append("\n## The runbook's own rules, as written\n");
        Table(text, ["rule", "cause", "scenario", "the rule", "evidence"], matrix.Rules.Select(rule => (string[])
            [rule.Alert, Cause(rule.Run.Scenario), Link(rule.Run), Of(rule.Behaviour), rule.Evidence]));
    }

    /// <summary>The rounds of a catalogue, one line for each scenario.</summary>
    public static string Markdown(Stability stability)
    {
        var text = new StringBuilder("# The same each time?\n");
        Table(text, Stability.Columns, stability.Rows.Select(Stability.Cells));
        return text.ToString();
    }

    internal static void Table(StringBuilder text, IReadOnlyList<string> titles, IEnumerable<IEnumerable<string>> rows)
    {
        text.Append('\n').Append(Line(titles)).Append('|').Insert(text.Length, " --- |", titles.Count).Append('\n');
        foreach (var row in rows)
            text.Append(Line(row.Select(cell => cell.StartsWith('[') ? cell : Escape(cell))));
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";

    private static string Link(MatrixRun run) =>
        run.Artefacts.Length == 0 ? run.Scenario.Name : $"[{run.Scenario.Name}]({run.Artefacts.Replace(" ", "%20", StringComparison.Ordinal)}/timeline.txt)";

    private static string Escape(string text) =>
        text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static string Code(string text) => $"`{text.ReplaceLineEndings(" ").Replace('`', '\'')}`";

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length > 120 ? line[..120] + "..." : line;
    }
}
