using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Running;
using ValeoChaos.RulesTests.Scaling;

namespace ValeoChaos.RulesTests;

/// <summary>The decisions of every rule in virtual time: as in production, and squeezed as a lab squeezes them.</summary>
public sealed class VirtualTimeTests
{
    private static readonly RuleBench Bench = RuleBench.OfRepository;

    private const double LabSpeed = 20;

    private static readonly double[] Speeds = [5, LabSpeed, 60];

    private static readonly RuleBench BenchElsewhere = Bench.ThatProvesEachRule();

    private static readonly Lazy<Task<VirtualRun>> Production = new(() => Task.Run(() => VirtualRun.AtAsync(Bench, new TimeScale(1))));

    private static readonly Lazy<Dictionary<double, Task<VirtualRun>>> Squeezed = new(() =>
        Speeds.ToDictionary(s => s, s => Task.Run(async () => await VirtualRun.AtAsync(BenchAt(s), new TimeScale(s), await Production.Value))));

    private static IEnumerable<string> RuleFiles => Bench.Rules.Keys;

    private static IEnumerable<string> TestFiles => Bench.Tests.Keys;

    private static IEnumerable<TestCaseData> TestFilesAtSpeeds => Speeds.SelectMany(speed => BenchAt(speed).Tests.Keys.Select(file => new TestCaseData(file, speed)));

    /// <summary>At the speed of a lab all tests; that a duration is squeezed right at another the computed ones show, and they are half the work.</summary>
    private static RuleBench BenchAt(double speed) => speed is LabSpeed ? Bench : BenchElsewhere;

    [TestCaseSource(nameof(RuleFiles))]
    public async Task A_rule_file_is_valid(string file)
    {
        var (exitCode, output) = await RuleTool.RunAsync("promtool", "check", "rules", Path.Combine(RuleTool.Folder, file));
        exitCode.Should().Be(0, "{0}", output);
    }

    [TestCaseSource(nameof(TestFiles))]
    public async Task The_rules_decide_as_stated(string file) =>
        (await Production.Value).Of(file).Should().NotBeEmpty().And.AllSatisfy(test => test.Unmet.Should().BeEmpty());

    /// <summary>Looked at in every eighth file: with all rules a run takes twice the time.</summary>
    [Test]
    public async Task Rules_that_are_left_out_of_a_test_would_have_given_nothing_in_it()
    {
        var some = Bench with { Tests = Bench.Tests.Where((_, i) => i % 8 == 0).ToDictionary() };
        var all = await VirtualRun.OfAllRulesAsync(some);
        foreach (var file in some.Tests.Keys)
            Told((await Production.Value).Of(file)).Should().Equal(Told(all.Of(file)), "that is what all rules give in {0}", file);
    }

    [TestCaseSource(nameof(TestFilesAtSpeeds))]
    public async Task Squeezed_they_decide_the_same_at_every_evaluation(string file, double speed)
    {
        var warned = WarnedRules(file).ToList();
        var production = (await Production.Value).Of(file);
        var squeezed = (await Squeezed.Value[speed]).Of(file);
        foreach (var (index, (expected, actual)) in production.Zip(squeezed).Index())
        {
            foreach (var (evaluation, (before, after)) in expected.Evaluations.Zip(actual.Evaluations).Index())
                Kept(after, warned).Should().Equal(Kept(before, warned), "test {0} of {1} decides so in production at its evaluation {2}", index, file, evaluation);
            if (warned.Count == 0)
                actual.Unmet.Should().BeEmpty();
        }

        squeezed.Select(t => t.Evaluations.Count).Should().Equal(production.Select(t => t.Evaluations.Count));
    }

    [Test]
    public async Task Every_value_that_our_rules_record_is_there_in_a_test()
    {
        var held = await HeldInProductionAsync(Bench);
        foreach (var rule in Ours.OfType<RecordingRule>())
            held.Should().Contain(h => h.IsOf(rule.Name), "else its agreement at other speeds means nothing: {0}", rule.Name);
    }

    [TestCaseSource(nameof(Speeds))]
    public async Task Every_alert_and_escalation_of_ours_fires_in_a_test_at_this_speed(double speed)
    {
        var held = await HeldInProductionAsync(BenchAt(speed));
        foreach (var rule in Ours.OfType<AlertRule>())
            held.Should().Contain(h => h.IsFiring(rule), "else its agreement at this speed means nothing: {0} {1}", rule.Alert, rule.Labels.GetValueOrDefault("escalate_to"));
    }

    private static IEnumerable<string> Told(IEnumerable<VirtualTest> tests) =>
        tests.SelectMany((test, n) => test.Evaluations.SelectMany((held, i) => held.Select(h => $"test {n}, evaluation {i}: {h.Series} {h.Value}").Order(StringComparer.Ordinal)));

    private static IEnumerable<PrometheusRule> Ours => new[] { "corrected.yml", "escalation.yml" }.SelectMany(file => AlertRuleFile.Parse(Bench.Rules[file], file).Rules);

    private static async Task<HashSet<Held>> HeldInProductionAsync(RuleBench bench)
    {
        var run = await Production.Value;
        return [.. bench.Tests.Keys.SelectMany(run.Of).SelectMany(t => t.Evaluations).SelectMany(e => e)];
    }

    [Test]
    public void Only_the_runbooks_own_rules_are_warned_about_and_refused_where_that_is_asked() =>
        RuleFiles.Should().AllSatisfy(file =>
        {
            var refusal = FluentActions.Invoking(() => new TimeScale(20).ScaleRules(Bench.Rules[file], file, strict: true));
            if (file == "runbook.yml")
                refusal.Should().Throw<TimeScaleException>().WithMessage("runbook.yml, line 6: ErrorRateHigh compares events per second with a number*Prove this rule at 1x.");
            else
                refusal.Should().NotThrow();
        });

    /// <summary>A rule on trial is loaded and may decide otherwise; that is what the warning says.</summary>
    private static IEnumerable<string> WarnedRules(string testFile) =>
        Bench.LoadedBy(testFile).SelectMany(rules => new TimeScale(20).ScaleRules(Bench.Rules[rules], rules).Warnings).Select(w => w.Rule!);

    private static IEnumerable<Held> Kept(IEnumerable<Held> held, IReadOnlyList<string> warned) => held.Where(h => !warned.Any(h.IsOf));

    [Test]
    public void Every_alert_has_tests() =>
        TestFiles.Select(f => Path.GetFileName(f)).Should().Contain(["database-down.test.yml", "error-rate-high.test.yml", "latency-high.test.yml", "sse-disconnects-high.test.yml", "monitoring-blind.test.yml", "escalation.test.yml"]);
}
