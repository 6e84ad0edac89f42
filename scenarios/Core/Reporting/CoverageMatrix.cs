using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.Reporting;

public enum CellState { Proved, Finding, Waived, Inconclusive, Failed }

/// <param name="Note">Why it is not plainly proved; empty where it is.</param>
public sealed record MatrixCell(CellState State, string Note = "");

/// <summary>A scenario and what came of it.</summary>
/// <param name="Verdict">Null where the run broke.</param>
/// <param name="Artefacts">Its results folder, relative to the summary; empty where there is none.</param>
/// <param name="Error">Why there is no verdict.</param>
public sealed record MatrixRun(Scenario Scenario, Verdict? Verdict, string Artefacts, string Error = "");

public sealed record MatrixRow(MatrixRun Run, IReadOnlyDictionary<Aspect, MatrixCell> Cells);

/// <summary>What a rule of the runbook, as written, did in one run.</summary>
/// <param name="Behaviour">Null where the run cannot tell.</param>
public sealed record RuleRow(MatrixRun Run, string Alert, RuleBehaviour? Behaviour, string Evidence);

/// <summary>
/// Every cause against every question asked of it. There is no empty cell: what is neither proved, nor a finding, nor waived until
/// a day that has not passed, is inconclusive or failed.
/// </summary>
public sealed record CoverageMatrix(IReadOnlyList<MatrixRow> Rows, IReadOnlyList<RuleRow> Rules, IReadOnlyList<RunbookWaiver> Uncovered)
{
    /// <summary>The columns, in order.</summary>
    public static IReadOnlyList<(Aspect Aspect, string Title)> Columns { get; } =
    [
        (Aspect.Fires, "fires"), (Aspect.RightTeam, "right team in time"), (Aspect.SilentOtherwise, "silent otherwise"),
        (Aspect.Diagnose, "diagnose discriminates"), (Aspect.Mitigation, "mitigation restores"), (Aspect.Resolves, "resolves"),
    ];

    /// <summary>Questions asked where nothing is broken.</summary>
    private static readonly Aspect[] OfQuiet = [Aspect.SilentOtherwise];

    public IEnumerable<MatrixRow> Causes => Rows.Where(row => !row.Run.Scenario.IsQuiet);

    /// <summary>Look-alikes: nothing is broken and nobody may be paged.</summary>
    public IEnumerable<MatrixRow> Quiet => Rows.Where(row => row.Run.Scenario.IsQuiet);

    public IEnumerable<(MatrixRun Run, Finding Finding)> Findings =>
        Rows.SelectMany(row => (row.Run.Verdict?.Findings ?? []).Select(finding => (row.Run, finding)));

    /// <summary>The worst cell: failed beats inconclusive, and the rest passes.</summary>
    public Outcome Outcome => Rows.SelectMany(row => row.Cells.Values).Select(cell => cell.State switch
    {
        CellState.Failed => Outcome.Fail,
        CellState.Inconclusive => Outcome.Inconclusive,
        _ => Outcome.Pass,
    }).DefaultIfEmpty(Outcome.Inconclusive).Max();

    /// <param name="runs">In the order of the rows.</param>
    /// <param name="uncovered">What the whole catalogue leaves out of the runbook; empty where only a part of it ran.</param>
    /// <param name="today">The day on which waivers are looked at.</param>
    /// <param name="asked">The questions asked of a scenario; where it is null, all of a cause and silence of a look-alike.</param>
    public static CoverageMatrix Of(
        IEnumerable<MatrixRun> runs, IReadOnlyList<RunbookWaiver> uncovered, DateOnly today, Func<Scenario, IEnumerable<Aspect>>? asked = null)
    {
        var rows = runs.Select(run => new MatrixRow(run, (asked ?? Asked)(run.Scenario).ToDictionary(aspect => aspect, aspect => Cell(run, aspect, today)))).ToList();
        return new CoverageMatrix(rows, [.. rows.SelectMany(row => OwnRules(row.Run))], uncovered);
    }

    private static IEnumerable<Aspect> Asked(Scenario scenario) => scenario.IsQuiet ? OfQuiet : Columns.Select(c => c.Aspect);

    private static MatrixCell Cell(MatrixRun run, Aspect aspect, DateOnly today)
    {
        var waiver = run.Scenario.Waivers.FirstOrDefault(w => w.Aspect == aspect);
        if (run.Verdict is not { } verdict)
            return new MatrixCell(CellState.Inconclusive, run.Error.Length > 0 ? run.Error : "did not run");
        var checks = verdict.Checks.Where(c => c.Aspect == aspect).ToList();
        // What was seen without a fault in effect, or by nobody, says nothing about the cause; a judge that broke answers no question.
        var open = checks.Concat(verdict.Checks.Where(c => c.Aspect is Aspect.Ground)).Where(c => c.Outcome is not Outcome.Pass).ToList();
        if (open.Find(c => c.Outcome is Outcome.Fail) is { } failed)
            return new MatrixCell(CellState.Failed, $"{failed.Name}: {failed.Seen}");
        if (open is [var first, ..])
            return new MatrixCell(CellState.Inconclusive, $"{first.Name}: {first.Seen}");
        if (checks.Count == 0)
            return Unanswered(waiver, today);
        if (waiver is not null)
            return new MatrixCell(CellState.Failed, "proved, and waived all the same: take the waiver away");
        var findings = verdict.Findings.Where(f => f.Aspect == aspect).Select(f => f.Title).ToList();
        return findings.Count > 0 ? new MatrixCell(CellState.Finding, string.Join("; ", findings)) : new MatrixCell(CellState.Proved);
    }

    private static MatrixCell Unanswered(AspectWaiver? waiver, DateOnly today) =>
        waiver is null ? new MatrixCell(CellState.Failed, "neither asked nor waived")
            : waiver.Expires < today ? new MatrixCell(CellState.Failed, $"the waiver expired on {waiver.Expires:yyyy-MM-dd}: {waiver.Reason}")
            : new MatrixCell(CellState.Waived, $"until {waiver.Expires:yyyy-MM-dd}: {waiver.Reason}");

    /// <summary>One row for the rule of each expected alert, and one for each other rule that fired.</summary>
    private static IEnumerable<RuleRow> OwnRules(MatrixRun run)
    {
        var findings = (run.Verdict?.Findings ?? []).Where(f => f.Rule is not null).ToList();
        var silent = run.Scenario.Alerts.Where(alert => findings.TrueForAll(f => f.Rule!.Alert != alert.Alert))
            .Select(alert => new RuleRow(run, alert.Alert, null, "the run does not tell"));
        return findings.Select(f => new RuleRow(run, f.Rule!.Alert, f.Rule.Behaviour, f.Title)).Concat(silent);
    }
}
