using CsCheck;
using ValeoChaos.Core.Running;

namespace ValeoChaos.RulesTests.Scaling;

/// <summary>
/// Whatever a rule says: at another speed it decides the same, or scaling refuses it with the reason. In production all rules are
/// evaluated, and squeezed those that can come to something: so it is shown of them, too, that the others come to nothing.
/// </summary>
public sealed class GeneratedRulesTests
{
    private const string TestFile = "generated.test.yml";

    [TestCase(5)]
    [TestCase(20)]
    [TestCase(60)]
    public async Task A_generated_rule_decides_alike_when_squeezed_or_is_refused_with_a_reason(int speed)
    {
        var scale = new TimeScale(speed);
        await Gen.Select(RuleGen.Rule.Array[60], RuleGen.Series).SampleAsync(async (rules, series) =>
        {
            var files = rules.Append(RuleGen.Never).Index().ToDictionary(r => $"r{r.Index}.yml", r => r.Item.Yaml(r.Index));
            var kept = files.Where(file => !IsRefused(scale, file.Key, file.Value)).ToDictionary();
            kept.Count.Should().BeInRange(rules.Length / 4, rules.Length - 1, "most rules are scaled, and some are refused");
            var bench = new RuleBench(kept, new Dictionary<string, string> { [TestFile] = Test(series) });
            var some = await VirtualRun.AtAsync(bench, scale);
            var (production, squeezed) = (Only(await VirtualRun.OfAllRulesAsync(bench)), Only(some));
            foreach (var (evaluation, (before, after)) in production.Evaluations.Zip(squeezed.Evaluations).Index())
                Alerts(after).Should().Equal(Alerts(before), "production decides so at evaluation {0} of {1}\n{2}", evaluation, string.Concat(kept.Values), Test(series));
            production.Evaluations.SelectMany(e => e).Count(h => h.Fires).Should().BeGreaterThan(0, "rules that never fire agree on nothing");
            some.LeftOut.Should().BeGreaterThan(0, "some ask for what no value meets");
        }, iter: 1, threads: 1);
    }

    private static bool IsRefused(TimeScale scale, string file, string yaml)
    {
        try
        {
            scale.ScaleRules(yaml, file, strict: true);
            return false;
        }
        catch (TimeScaleException e)
        {
            e.Message.Should().MatchRegex($@"^{file}, line \d+: \S+ .*\. (Prove this rule at 1x|Take a lower speed|.*, or prove this rule at 1x)\.$");
            return true;
        }
    }

    private static VirtualTest Only(VirtualRun run)
    {
        var test = run.Of(TestFile).Single();
        test.Unmet.Should().BeEmpty("promtool evaluates every rule");
        return test;
    }

    /// <summary>What is recorded may be a rate, and another number at another speed.</summary>
    private static IEnumerable<Held> Alerts(IEnumerable<Held> held) => held.Where(h => h.IsOf("ALERTS"));

    private static string Test(string[] series) =>
        $"rule_files: [r*.yml]\nevaluation_interval: 30s\ntests:\n- interval: 15s\n  input_series:\n{string.Concat(series)}  promql_expr_test:\n  - {{eval_time: 14m30s, expr: 'vector(1)', exp_samples: [{{labels: '{{}}', value: 1}}]}}\n";
}
