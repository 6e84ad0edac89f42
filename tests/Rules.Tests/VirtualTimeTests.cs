using ValeoChaos.Core.Running;

namespace ValeoChaos.RulesTests;

/// <summary>The decisions of every rule in virtual time: as in production, and squeezed as a lab squeezes them.</summary>
public sealed class VirtualTimeTests
{
    private static readonly TimeScale Twenty = new(20);

    private static IEnumerable<string> RuleFiles => Directory.GetFiles(RuleTool.Folder, "*.yml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> TestFiles =>
        Directory.GetFiles(Path.Combine(RuleTool.Folder, "tests"), "*.test.yml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    /// <summary>Thresholds per second do not scale: the rules as written decide otherwise at another speed.</summary>
    private static IEnumerable<string> TestFilesThatScale => TestFiles.Where(f => f != "runbook-as-written.test.yml");

    [TestCaseSource(nameof(RuleFiles))]
    public async Task A_rule_file_is_valid(string file)
    {
        var (exitCode, output) = await RuleTool.RunAsync("promtool", "check", "rules", Path.Combine(RuleTool.Folder, file));
        exitCode.Should().Be(0, "{0}", output);
    }

    [TestCaseSource(nameof(TestFiles))]
    public async Task The_rules_decide_as_stated(string file)
    {
        var (exitCode, output) = await RuleTool.RunAsync("promtool", "test", "rules", Path.Combine(RuleTool.Folder, "tests", file));
        exitCode.Should().Be(0, "{0}", output);
    }

    [TestCaseSource(nameof(TestFilesThatScale))]
    public async Task At_twenty_fold_speed_they_decide_the_same(string file)
    {
        var (exitCode, output) = await RuleTool.RunCopyAsync(
            file, (name, rules) => Twenty.ScaleRules(rules, name).Text, tests => Twenty.ScaleRuleTests(tests, file));
        exitCode.Should().Be(0, "{0}", output);
    }

    [Test]
    public void Only_the_runbooks_own_rules_are_warned_about() =>
        RuleFiles.Where(file => Twenty.ScaleRules(File.ReadAllText(Path.Combine(RuleTool.Folder, file)), file).Warnings.Count > 0)
            .Should().Equal("runbook.yml");

    [Test]
    public void Every_alert_has_tests() =>
        TestFiles.Should().Contain(["database-down.test.yml", "error-rate-high.test.yml", "latency-high.test.yml", "sse-disconnects-high.test.yml", "monitoring-blind.test.yml", "escalation.test.yml"]);
}
