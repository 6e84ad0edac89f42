using System.Globalization;
using System.Xml.Linq;
using ValeoChaos.Core.Timelines;
using ValeoChaos.Core.Running;
using ValeoChaos.Lab;
using ValeoChaos.Scenarios;

namespace ValeoChaos.ScenarioTests;

using Scenario = Core.Scenarios.Scenario;

/// <summary>Every scenario of the catalogue. Categories of a case: its alert, its cause and its category.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class CatalogueRunTests
{
    /// <summary>A third of it is needed, so it holds beside other lanes, too.</summary>
    private static readonly TimeSpan VerdictGoal = TimeSpan.FromSeconds(40);

    private static IEnumerable<TestCaseData> Scenarios => ScenarioCatalog.All.Select(scenario =>
    {
        var data = new TestCaseData(scenario).SetArgDisplayNames(scenario.FullName).SetCategory(scenario.Alert).SetCategory(scenario.Category);
        return scenario.Cause is { } cause ? data.SetCategory(cause) : data;
    });

    [TestCaseSource(nameof(Scenarios)), CancelAfter(Lanes.PatienceMs)]
    public async Task It_passes(Scenario scenario, CancellationToken cancellation) =>
        (await Lanes.RunAsync(scenario).WaitAsync(cancellation)).ShouldPass();

    [Test, CancelAfter(Lanes.PatienceMs), Category("DatabaseDown")]
    public async Task The_runbooks_rule_is_proved_wrong_and_the_evidence_is_complete(CancellationToken cancellation)
    {
        var run = await Lanes.RunAsync(DatabaseDown.PostgreSqlPodDown).WaitAsync(cancellation);
        run.Verdict.Findings.Should().Contain(f => f.Title.StartsWith("DatabaseDown as written did not fire in the ", StringComparison.Ordinal));
        var steady = run.Timeline.Events.OfType<PhaseStarted>();
        (steady.Single(p => p.Phase is Phase.Judge).At - steady.Single(p => p.Phase is Phase.Inject).At).Should().BeLessThan(VerdictGoal);
        EvidenceIsComplete(run);
        JudgedAgainItIsTheSame(run);
        TwiceItIsTwoRounds(run);
    }

    [Test, CancelAfter(Lanes.PatienceMs), Category("DatabaseDown")]
    public async Task A_managed_database_shows_that_two_commands_are_blind(CancellationToken cancellation)
    {
        var run = await Lanes.RunAsync(DatabaseDown.PostgreSqlContainerDown).WaitAsync(cancellation);
        run.Verdict.Findings.Select(f => f.Title).Should().Contain(
            ["\"Check PostgreSQL pod\" cannot tell this fault from health", "\"Check PostgreSQL logs\" cannot tell this fault from health"]);
        File.ReadAllText(Path.Combine(run.Results.Path, "logs", "postgresql.log")).Should().Contain("database system was not properly shut down");
    }

    private static void EvidenceIsComplete(JudgedRun run)
    {
        var folder = run.Results.Path;
        string[] files = ["timeline.json", "timeline.txt", "verdict.json", "junit.xml", "rerun.txt", "notifications.json", "events.txt", "versions.txt", "rules/runbook.yml", "rules/corrected.yml"];
        files.Where(f => !File.Exists(Path.Combine(folder, f))).Should().BeEmpty();
        Directory.GetFiles(Path.Combine(folder, "logs", "production")).Should().HaveCountGreaterThanOrEqualTo(5);
        File.ReadLines(Path.Combine(folder, "versions.txt")).Should().HaveCount(4).And.AllSatisfy(line => line.Should().MatchRegex(@"^\w+ v?\d+\.\d+\S*( on .+)?$"));
        var suite = XDocument.Load(Path.Combine(folder, "junit.xml")).Descendants("testsuite").Single();
        suite.Attribute("tests")!.Value.Should().Be(run.Verdict.Checks.Count.ToString(CultureInfo.InvariantCulture));
    }

    private static void JudgedAgainItIsTheSame(JudgedRun run)
    {
        var before = File.ReadAllText(Path.Combine(run.Results.Path, "verdict.json"));
        using var cli = CommandLineProcess.Start("judge", run.Results.Path);
        cli.WaitForExit();
        cli.ExitCode.Should().Be(0, "{0}", cli.Output);
        File.ReadAllText(Path.Combine(run.Results.Path, "verdict.json")).Should().Be(before);
    }

    private static void TwiceItIsTwoRounds(JudgedRun run)
    {
        using var nights = WorkFolder.Create("test");
        foreach (var night in new[] { "monday", "tuesday" })
            File.Copy(Path.Combine(run.Results.Path, "timeline.json"), Path.Combine(nights.CreateSubdirectory(night).FullName, "timeline.json"));
        var (code, output) = CommandLineProcess.Run("stability", nights.FullName);
        output.Should().MatchRegex(@"DatabaseDown/postgresql-pod-down \| 2 of 2 ");
        code.Should().Be(0);
    }
}
