using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Reporting;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.Tests.Reporting;

/// <summary>What several rounds of one catalogue say about each scenario.</summary>
public sealed class StabilityTests
{
    [Test]
    public void Rounds_are_counted_and_times_to_detect_compared()
    {
        var stability = Stability.Of([Run(4), Quiet, Run(5), Quiet, Run(4.5, Outcome.Fail), Quiet, Run(6), Quiet]);
        MatrixText.Markdown(stability).Should().Be(
            """
            # The same each time?

            | scenario | passed | time to detect: least | median | most | spread, of the median | bound |
            | --- | --- | --- | --- | --- | --- | --- |
            | DatabaseDown/golden | 3 of 4 | 4.0 s | 4.8 s | 6.0 s | 42 % | 3.0 s to 5.3 s |
            | QuietDay/calm | 4 of 4 |  |  |  |  |  |

            """);
    }

    [Test]
    public void A_run_that_broke_is_a_round_that_did_not_pass() =>
        Stability.Cells(Stability.Of([Run(4), new RepeatedRun(Golden, null)]).Rows.Single()).Take(3)
            .Should().Equal("DatabaseDown/golden", "1 of 2", "4.0 s");

    [Test]
    public void A_run_that_was_cut_short_is_shown_by_itself_and_is_no_round() =>
        Stability.Of([Run(4), new RepeatedRun(Golden, Verdict(Outcome.Inconclusive) with { IsCutShort = true })]).Rows
            .Select(row => (row.Scenario, row.Passed, row.Verdicts.Count)).Should().Equal((Golden, 1, 1), ($"{Golden} (cut short)", 0, 1));

    [Test]
    public void A_bound_that_each_run_has_its_own_of_is_that_of_the_first() =>
        Stability.Cells(Stability.Of([Run(4), Run(4, bound: "3.0 s to 6.7 s, 1.4 s of it for no pod was ready")]).Rows.Single())[^1].Should().Be("3.0 s to 5.3 s (first run)");

    private const string Golden = "DatabaseDown/golden";

    private static RepeatedRun Quiet => new("QuietDay/calm", Verdict(Outcome.Pass));

    private static RepeatedRun Run(double took, Outcome outcome = Outcome.Pass, string bound = "3.0 s to 5.3 s") => new(
        Golden,
        Verdict(outcome, new Check
        {
            Name = "DatabaseDown fires", Aspect = Aspect.Fires, Expected = "firing", Seen = "fired", Took = TimeSpan.FromSeconds(took), Bound = bound, Outcome = outcome,
        }));

    private static Verdict Verdict(Outcome outcome, params Check[] checks) =>
        new() { Scenario = "some", Outcome = outcome, Checks = checks, Findings = [], RerunCommand = "again" };
}
