using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.Replaying;
using ValeoChaos.Core.Timelines;
using Run = ValeoChaos.Core.Tests.Judging.Recording;

namespace ValeoChaos.Core.Tests.Replaying;

/// <summary>What promtool is given, and what is made of its answer.</summary>
public sealed class ReplayTestTests
{
    private const string File = "Unit Testing:  /tmp/0.test.yml\n";

    private static readonly Recording Recording = new()
    {
        From = DateTimeOffset.UnixEpoch,
        Until = DateTimeOffset.UnixEpoch.AddSeconds(4),
        ScrapeIntervals = new Dictionary<string, TimeSpan> { ["erp"] = TimeSpan.FromSeconds(1) },
        EvaluationInterval = TimeSpan.FromSeconds(1.5),
        Groups = [],
        Timeline = Run.Good,
    };

    [Test]
    public void Samples_come_at_the_first_step_that_is_not_before_them()
    {
        var up = new MetricSeries(
            SeriesName.Parse("up{instance=\"it's\",job=\"erp\"}"), [new Sample(1001, 1), new Sample(2000, 0), new Sample(2010, 0.5), new Sample(3010, double.PositiveInfinity)]);
        var gone = new MetricSeries(SeriesName.Parse("gone{instance=\"it's\",job=\"erp\"}"), [new Sample(1001, 7)]);
        var grid = ReplayGrid.Of(Recording, [up, gone], TimeSpan.FromSeconds(1.5), DateTimeOffset.UnixEpoch.AddMilliseconds(3800));
        grid.Should().Be(new ReplayGrid(800, 250, 1500, 3));
        ReplayTest.Write("/tmp/rules.yml", grid, DateTimeOffset.UnixEpoch.AddSeconds(2.5), [up, gone], new StaleMarks(Recording, [up])).Should().Be(
            """
            rule_files: ['/tmp/rules.yml']
            evaluation_interval: 1s500ms
            tests:
            - interval: 250ms
              input_series:
              - series: 'up{instance="it''s",job="erp"}'
                values: '_x1 1 _x3 0 0.5 _x2 +Inf '
              - series: 'gone{instance="it''s",job="erp"}'
                values: '_x1 7 _x3 stale '
              promql_expr_test:
              - {expr: 'count by (alertname, alertstate, severity) (ALERTS)', eval_time: 1s500ms}
              - {expr: 'count by (alertname, alertstate, severity) (ALERTS)', eval_time: 3s}

            """);
    }

    [TestCase(1500, 250), TestCase(500, 50), TestCase(30_000, 5000), TestCase(300, 50), TestCase(125, 5), TestCase(997, 1)]
    public void A_step_is_a_whole_part_of_an_evaluation(int evaluation, int step) =>
        ReplayGrid.Of(Recording, [], TimeSpan.FromMilliseconds(evaluation), null).Step.Should().Be(step);

    [Test]
    public void The_answer_tells_what_each_alert_was_and_when()
    {
        var answer = ReplayAnswer.Parse(
            File + "\n" + """
              FAILED:
                expr: "count by (alertname, alertstate, severity) (ALERTS)", time: 1s500ms,
                    exp: nil
                    got: {alertname="Down", alertstate="pending", severity="critical"} 3E+00, {alertname="Say \"no\" }", alertstate="firing"} 1.2E+01

            """, 1).Single();
        answer.Error.Should().BeEmpty();
        answer.Active.Should().ContainSingle().Which.Key.Should().Be(TimeSpan.FromSeconds(1.5));
        answer.Active.Values.Single().Should().Equal(new AlertCount("Down", AlertState.Pending, "critical", 3), new AlertCount("Say \"no\" }", AlertState.Firing, "", 12));
    }

    [Test]
    public void Each_file_gets_its_own_complaints()
    {
        var answers = ReplayAnswer.Parse(File + "\n" + File + "  SUCCESS\n\n" + File + "\n  FAILED:\n    rule: A, time: 0s, err: first\n  FAILED:\n    rule: B, time: 0s, err: second\n", 3);
        answers.Select(a => a.Error).Should().Equal("rule: A, time: 0s, err: first", "", "rule: B, time: 0s, err: second");
    }

    [Test]
    public void A_promtool_that_dies_is_an_error_of_every_recording() =>
        ReplayAnswer.Parse("out of memory", 2).Select(a => a.Error).Should().Equal(Enumerable.Repeat("promtool judged 0 of 2 recordings: out of memory", 2));
}
