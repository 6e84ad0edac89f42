using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Mutations;
using ValeoChaos.Core.RuleChecks;

namespace ValeoChaos.Core.Tests.Mutations;

public sealed class MutationReportTests
{
    private const string Marked = "groups:\n- name: g\n  rules:\n  - alert: A\n    # valeo-chaos: equivalent \"{0}\" because a count is never 0\n    expr: count(up) > 0\n";

    [Test]
    public void The_score_is_the_share_of_the_noticeable_ones_that_generated_tests_and_replay_notice()
    {
        var report = Report([(MutantJudge.Generated, "t"), (MutantJudge.Replay, "r"), (MutantJudge.ByHand, "h"), (null, "")], "nothing");
        report.Noticeable.Should().Be(4);
        report.Score.Should().Be(50);
        report.ScoreWithTestsByHand.Should().Be(75);
        report.Survivors.Select(s => s.Mutant.Change).Should().Equal("> 0 -> > 1");
    }

    [Test]
    public void A_mutant_with_a_reason_does_not_count()
    {
        var report = Report([(MutantJudge.Generated, "t"), (MutantJudge.Generated, "t"), (null, ""), (MutantJudge.Generated, "t")], "> 0 -> >= 0");
        report.Mutants.Single(m => m.Equivalent is not null).Should().Match<JudgedMutant>(m => m.Mutant.Change == "> 0 -> >= 0" && m.Equivalent == "a count is never 0");
        (report.Noticeable, report.Score, report.Survivors.Count(), report.MarkProblems.Count).Should().Be((3, 100, 0, 0));
    }

    [Test]
    public void A_mark_whose_mutant_is_noticed_is_an_error_and_counts_for_nothing()
    {
        var report = Report([(MutantJudge.Generated, "t"), (MutantJudge.Generated, "t"), (MutantJudge.Generated, "some.test.yml"), (null, "")], "> 0 -> >= 0");
        report.MarkProblems.Should().Equal("r.yml, line 5: > 0 -> >= 0 is not equivalent, some.test.yml notices it. Take the mark away");
        (report.Noticeable, report.Score).Should().Be((4, 75));
    }

    [Test]
    public void A_mark_that_fits_no_mutant_is_an_error() =>
        Report([(null, ""), (null, ""), (null, ""), (null, "")], "> 7 -> >= 7").MarkProblems.Should().Equal("r.yml, line 5: no mutant of this rule is \"> 7 -> >= 7\". Take the mark away");

    [TestCase("equivalent \"> 0 -> >= 0\"")]
    [TestCase("equivalent > 0 because of this")]
    [TestCase("equivalent \"> 0\" because")]
    public void A_mark_that_is_not_understood_is_an_error_with_its_line(string mark)
    {
        var text = $"groups:\n- name: g\n  rules:\n  - alert: A\n    # valeo-chaos: {mark}\n    expr: up\n";
        var read = () => EquivalentMark.In(AlertRuleFile.Parse(text, "r.yml"));
        read.Should().Throw<RuleFileException>().WithMessage("r.yml, line 5:*is not understood. Write: equivalent*");
    }

    [Test]
    public void The_check_of_rules_leaves_such_marks_alone()
    {
        var file = AlertRuleFile.Parse(Marked.Replace("{0}", "> 0 -> >= 0", StringComparison.Ordinal), "r.yml");
        RuleChecker.Find(new CheckInput { Files = [file] }, []).Select(f => f.Reason).Should().NotContain(reason => reason.Contains("not understood", StringComparison.Ordinal));
    }

    [Test]
    public void Survivors_are_told_with_place_change_and_missing_case()
    {
        var report = Report([(MutantJudge.Generated, "t"), (MutantJudge.Generated, "t"), (MutantJudge.ByHand, "h.test.yml"), (null, "")], "nothing");
        MutationText.Survivors(report).Should().Equal(
            "r.yml:6: A: > 0 -> > 1\n    missing: a moment at which count(up) lies between the bounds that 0 and 1 give, or on one of them",
            "r.yml:6: A: > 0 -> >= 0 (only h.test.yml notices it)\n    missing: a moment at which count(up) is exactly 0");
        MutationText.Json(report).Should().Contain("\"noticedBy\": \"by-hand\"").And.Contain("\"score\": 50");
        MutationText.Markdown(report).Should().Contain("| A | threshold | 1 | 0 | 0 | 0 | 0 | 1 |");
    }

    /// <param name="judged">Of the four mutants: count becomes sum, and avg; > becomes >=; 0 becomes 1.</param>
    private static MutationReport Report(IReadOnlyList<(MutantJudge?, string)> judged, string mark)
    {
        var text = Marked.Replace("{0}", mark, StringComparison.Ordinal);
        var mutants = MutantGenerator.Of(text, "r.yml");
        IReadOnlyList<string> chosen = ["count -> sum", "count -> avg", "> 0 -> >= 0", "> 0 -> > 1"];
        return MutationReport.Of("r.yml", mutants with { All = [.. chosen.Select(change => mutants.All.Single(m => m.Change == change))] }, judged, EquivalentMark.In(AlertRuleFile.Parse(text, "r.yml")));
    }
}
