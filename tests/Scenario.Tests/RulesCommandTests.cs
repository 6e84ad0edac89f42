using System.Text.Json;
using ValeoChaos.Lab;

namespace ValeoChaos.ScenarioTests;

/// <summary><c>rules check</c>, <c>rules explain</c> and <c>rules test</c> from outside. They need no lab.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class RulesCommandTests
{
    private static readonly string Corrected = ProjectFiles.Fixture("monitoring", "rules", "corrected.yml");
    private static readonly string Runbook = ProjectFiles.Fixture("runbooks", "alert-runbook.de.md");

    [Test]
    public void The_corrected_rules_have_no_finding()
    {
        var (code, output) = CommandLineProcess.Run("rules", "check", Corrected);
        code.Should().Be(0, "{0}", output);
        output.Should().Contain("5 alerts and 5 recording rules: nothing found");
    }

    [Test]
    public void Of_the_runbook_each_finding_is_told_with_its_line_and_its_proof()
    {
        var (code, output) = CommandLineProcess.Run("rules", "check", Runbook);
        code.Should().Be(1);
        output.Should().MatchRegex(@"alert-runbook\.de\.md:166: error VC101 SSEDisconnectsHigh: increase\(sse_connections_active\[5m\]\) is never below 0")
            .And.Contain("proved by promtool: the dependency is gone and the target still serves /metrics - silent");
    }

    [Test]
    public void Sarif_names_every_rule_that_it_has_a_result_of()
    {
        var (_, output) = CommandLineProcess.Run("rules", "check", Runbook, "--format", "sarif");
        var sarif = JsonDocument.Parse(output).RootElement;
        sarif.GetProperty("version").GetString().Should().Be("2.1.0");
        var run = sarif.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(r => r.GetProperty("id").GetString());
        run.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("ruleId").GetString()).Should().NotBeEmpty().And.BeSubsetOf(rules);
    }

    [Test]
    public void The_readme_counts_what_is_found()
    {
        var (_, output) = CommandLineProcess.Run("rules", "check", Runbook);
        File.ReadLines(Path.Combine(ProjectFiles.Root, "README.md")).Should().Contain(output.Split('\n').Single(line => line.Contains("recording rules: ", StringComparison.Ordinal)));
    }

    [TestCase("error", 1)]
    [TestCase("never", 0)]
    [TestCase("Never", 0)]
    [TestCase("warning,info", 2)]
    [TestCase("9", 2)]
    public void The_exit_code_goes_by_severity(string least, int code) =>
        CommandLineProcess.Run("rules", "check", Runbook, "--format", "github", "--fail-on", least).Code.Should().Be(code);

    [Test]
    public void A_password_in_an_address_is_refused_and_not_repeated()
    {
        var (code, output) = CommandLineProcess.Run("rules", "check", Runbook, "--prometheus", "http://ci:s3cret@localhost:9090");
        code.Should().Be(2);
        output.Should().StartWith("error: --prometheus takes no user and no password in its address").And.NotContain("s3cret");
    }

    [Test]
    public void A_code_is_explained()
    {
        var (code, output) = CommandLineProcess.Run("rules", "explain", "VC105");
        (code, output.Split('\n')[0]).Should().Be((0, "VC105 rate-compared-with-percent (error)"));
    }

    [TestCase("check", "/nowhere.yml", "error: /nowhere.yml cannot be read: ")]
    [TestCase("explain", "VC999", "error: There is no finding VC999. Take one of VC101, ")]
    [TestCase("test", "DatabaseDown/flooded", "error: ")]
    public void What_is_unknown_is_one_error(string command, string argument, string error)
    {
        var (code, output) = CommandLineProcess.Run("rules", command, argument);
        code.Should().Be(2, "{0}", output);
        output.Split('\n').Where(line => line.StartsWith("error:", StringComparison.Ordinal)).Should().ContainSingle().Which.Should().StartWith(error).And.Contain(argument);
    }

    [Test]
    public void A_scenario_is_tested_in_virtual_time()
    {
        var (code, output) = CommandLineProcess.Run("rules", "test", "DatabaseDown/postgresql-pod-down");
        code.Should().Be(0, "{0}", output);
        output.Should().MatchRegex(@"\| DatabaseDown/postgresql-pod-down \| DatabaseDown \| 11m30s \| 11m30s +\| 13m +\| 13m +\| pass +\|");
    }

    [Test]
    public void Rules_that_wait_too_long_fail_with_both_times()
    {
        using var folder = WorkFolder.Create("rules");
        var late = Path.Combine(folder.FullName, "late.yml");
        File.WriteAllText(late, File.ReadAllText(Corrected).Replace("for: 1m\n", "for: 2m\n", StringComparison.Ordinal));
        var (code, output) = CommandLineProcess.Run("rules", "test", "DatabaseDown/postgresql-pod-down", "--rules", late);
        code.Should().Be(1, "{0}", output);
        output.Should().Contain("FAIL: DatabaseDown/postgresql-pod-down: DatabaseDown: expected to fire at 11m30s, got 12m30s (1m late)");
    }
}
