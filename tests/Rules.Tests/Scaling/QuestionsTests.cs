using ValeoChaos.Core.Running;

namespace ValeoChaos.RulesTests.Scaling;

/// <summary>Answers that are off by one would agree at every speed, so this is held against numbers by hand.</summary>
public sealed class QuestionsTests
{
    private const string Rules = """
        groups:
        - name: g
          rules:
          - {alert: Full, expr: shelf > 8, for: 1m, labels: {floor: first}}
          - {record: 'shelf:half', expr: shelf / 2}
        """;

    /// <summary>From 0 on, and on both sides of the 50th evaluation, where one question ends and the next begins.</summary>
    [TestCase(1), TestCase(20), TestCase(60)]
    public async Task An_alert_is_told_of_each_evaluation_that_held_it_and_of_no_other(int speed)
    {
        var test = await RunAsync("9x2 0x43 9x5 0x8", speed);
        At("pending").Should().Equal(0, 1, 47, 48);
        At("firing").Should().Equal(2, 49, 50, 51, 52);
        test.Evaluations.Should().HaveCount(62);
        test.Unmet.Should().BeEmpty();

        IEnumerable<int> At(string state) => test.Evaluations.Index().Where(e => e.Item.Any(h => h.IsOf("Full") && h.Series.Contains($"alertstate=\"{state}\"", StringComparison.Ordinal))).Select(e => e.Index);
    }

    [Test]
    public async Task What_is_recorded_is_told_with_its_value()
    {
        var test = await RunAsync("0 3 +Inf 9x58", 1);
        test.Evaluations.Take(4).Select(held => held.Single(h => h.IsOf("shelf:half")).Value).Should().Equal("0", "1.5", "+Inf", "4.5");
    }

    private static async Task<VirtualTest> RunAsync(string values, int speed)
    {
        var tests = $"rule_files: [r.yml]\nevaluation_interval: 30s\ntests:\n- interval: 30s\n  input_series:\n  - {{series: shelf, values: '{values}'}}\n"
            + "  promql_expr_test:\n  - {eval_time: 30m30s, expr: 'vector(1)', exp_samples: [{labels: '{}', value: 1}]}\n";
        var bench = new RuleBench(new Dictionary<string, string> { ["r.yml"] = Rules }, new Dictionary<string, string> { ["t.test.yml"] = tests });
        return (await VirtualRun.AtAsync(bench, new TimeScale(speed))).Of("t.test.yml").Single();
    }
}
