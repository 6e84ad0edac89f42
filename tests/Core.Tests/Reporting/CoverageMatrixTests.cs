using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Reporting;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Tests.Judging;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Tests.Reporting;

public sealed class CoverageMatrixTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    private static readonly AspectWaiver NoMitigation = new(Aspect.Mitigation, "nobody knows one", Today);

    [Test]
    public void A_run_that_went_well_proves_every_cell() => Cells(Recording.Good).Should().OnlyContain(c => c.State == CellState.Proved).And.HaveCount(6);

    [Test]
    public void A_failed_check_fails_its_cell_and_says_why()
    {
        var cell = Cell(Recording.Good.Without<AlertObserved>(e => e.State is AlertState.Inactive), Aspect.Resolves);
        cell.State.Should().Be(CellState.Failed);
        cell.Note.Should().StartWith("DatabaseDown resolves: still firing");
    }

    [Test]
    public void Without_a_fault_in_effect_no_cell_is_proved() =>
        Cells(Recording.Good.Without<FaultObserved>()).Should().NotContain(c => c.State == CellState.Proved);

    [Test]
    public void A_command_that_is_blind_for_a_reason_is_a_finding()
    {
        var blind = Recording.Scenario with { Diagnose = [DiagnoseExpectation.Blind("Test connection", "a reason")] };
        var timeline = Recording.Good.Without<CommandRan>().With(2, Recording.Command(DiagnoseMoment.Health, 0, "same"))
            .With(18, Recording.Command(DiagnoseMoment.Fault, 0, "same")).With(24, Recording.Command(DiagnoseMoment.After, 0, "same"));
        Cell(timeline with { Scenario = blind }, Aspect.Diagnose).Should().Be(new MatrixCell(CellState.Finding, "\"Test connection\" cannot tell this fault from health"));
    }

    [Test]
    public void What_is_neither_asked_nor_waived_fails() => Unmitigated([]).Should().Be(new MatrixCell(CellState.Failed, "neither asked nor waived"));

    [Test]
    public void A_waiver_holds_through_its_last_day() =>
        Unmitigated([NoMitigation]).Should().Be(new MatrixCell(CellState.Waived, "until 2026-06-01: nobody knows one"));

    [Test]
    public void An_expired_waiver_fails() =>
        Unmitigated([NoMitigation with { Expires = Today.AddDays(-1) }]).Should().Be(new MatrixCell(CellState.Failed, "the waiver expired on 2026-05-31: nobody knows one"));

    [Test]
    public void A_waiver_for_what_is_proved_fails() =>
        Cell(Recording.Good with { Scenario = Recording.Scenario with { Waivers = [NoMitigation] } }, Aspect.Mitigation).State.Should().Be(CellState.Failed);

    [Test]
    public void A_run_that_broke_is_inconclusive_and_keeps_its_reason() =>
        Matrix(new MatrixRun(Recording.Scenario, null, "", "no node")).Rows.Single().Cells.Values.Should().OnlyContain(c => c == new MatrixCell(CellState.Inconclusive, "no node"));

    [Test]
    public void A_fault_that_is_not_undone_fails_as_in_the_verdict() =>
        Cells(Recording.Good.Without<FaultUndone>().With(25.1, new FaultUndone(false, "1 of 3 pods 503"))).Should().OnlyContain(c => c.State == CellState.Failed);

    [Test]
    public void A_judge_that_broke_leaves_its_question_open_and_does_not_fail_it()
    {
        var broken = Judge.Decide(Recording.Good, [.. Judge.All.Where(j => j is not MitigationJudge), new BrokenJudge()]);
        Matrix(new MatrixRun(Recording.Scenario, broken, "")).Rows.Single().Cells[Aspect.Mitigation].State.Should().Be(CellState.Inconclusive);
    }

    private sealed class BrokenJudge : IJudge
    {
        public string Name => "broken";

        public Ruling Rule(TimelineView timeline) => throw new InvalidOperationException("a pattern took too long");
    }

    [Test]
    public void No_run_at_all_is_inconclusive() => CoverageMatrix.Of([], [], Today).Outcome.Should().Be(Outcome.Inconclusive);

    [Test]
    public void A_quiet_day_is_asked_for_silence_alone()
    {
        var quiet = Recording.Scenario with { Fault = null, Alerts = [], Diagnose = [], Mitigation = null };
        var matrix = Matrix(Run(Recording.Good with { Scenario = quiet }));
        matrix.Causes.Should().BeEmpty();
        matrix.Quiet.Single().Cells.Keys.Should().Equal(Aspect.SilentOtherwise);
    }

    [Test]
    public void The_runbooks_rule_is_told_by_what_it_did()
    {
        Rule(Recording.Good).Should().Be(RuleBehaviour.NeverFired);
        Rule(Recording.Good.With(15, Own(AlertState.Firing))).Should().Be(RuleBehaviour.Fired);
        Rule(Recording.Good.With(18, Own(AlertState.Firing))).Should().Be(RuleBehaviour.Late);
        Rule(Recording.Good.Without<SymptomObserved>()).Should().BeNull("a run without a symptom cannot tell");
    }

    [Test]
    public void A_rule_that_fires_for_a_cause_not_its_own_has_a_row_of_its_own()
    {
        var other = Recording.Good with { Rules = [.. Recording.Good.Rules, new LoadedRule("runbook.yml", "ErrorRateHigh", "rate", "critical", 9, TimeSpan.Zero)] };
        var matrix = Matrix(Run(other.With(16, new AlertObserved("runbook.yml", "ErrorRateHigh", AlertState.Firing, "critical", ""))));
        matrix.Rules.Select(r => (r.Alert, r.Behaviour)).Should().BeEquivalentTo([("DatabaseDown", RuleBehaviour.NeverFired), ("ErrorRateHigh", RuleBehaviour.WrongReason)]);
    }

    [Test]
    public void Markdown_links_into_the_results_and_lists_what_is_left_out()
    {
        var waiver = new RunbookWaiver(2, RunbookPart.Cause, "High | Load", "later", Today);
        var text = MatrixText.Markdown(CoverageMatrix.Of([Run(Recording.Good)], [waiver], Today));
        text.Should().ContainAll(
            "| alert | cause | scenario | fires | right team in time | silent otherwise | diagnose discriminates | mitigation restores | resolves |",
            "| DatabaseDown | a run that went well | [golden](20260105-golden/timeline.txt) | proved | proved | proved | proved | proved | proved |",
            "never fired", "- [golden](20260105-golden/timeline.txt): **DatabaseDown as written did not fire", "| 2 | cause | High \\| Load | later | 2026-06-01 |");
    }

    private static AlertObserved Own(AlertState state) => new("runbook.yml", "DatabaseDown", state, "critical", "");

    private static RuleBehaviour? Rule(Timeline timeline) => Matrix(Run(timeline)).Rules.Single().Behaviour;

    private static MatrixCell Unmitigated(IReadOnlyList<AspectWaiver> waivers) =>
        Cell(Recording.Good with { Scenario = Recording.Scenario with { Mitigation = null, Waivers = waivers } }, Aspect.Mitigation);

    private static MatrixCell Cell(Timeline timeline, Aspect aspect) => Matrix(Run(timeline)).Rows.Single().Cells[aspect];

    private static IEnumerable<MatrixCell> Cells(Timeline timeline) => Matrix(Run(timeline)).Rows.Single().Cells.Values;

    private static CoverageMatrix Matrix(MatrixRun run) => CoverageMatrix.Of([run], [], Today);

    private static MatrixRun Run(Timeline timeline) => new(timeline.Scenario, Judge.Decide(timeline), "20260105-golden");
}
