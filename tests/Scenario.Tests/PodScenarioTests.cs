using System.Collections.Concurrent;
using System.Globalization;
using System.Xml.Linq;
using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;
using ValeoChaos.Lab;
using ValeoChaos.Scenarios;

namespace ValeoChaos.ScenarioTests;

using Scenario = Core.Scenarios.Scenario;

/// <summary>Every scenario whose PostgreSQL is a pod, and the controls that must turn one red, on one shared lab.</summary>
public sealed class PodScenarioTests
{
    private static readonly TimeSpan BootGoal = TimeSpan.FromSeconds(35);
    private static readonly TimeSpan VerdictGoal = TimeSpan.FromSeconds(40);

    private readonly ConcurrentDictionary<string, Task<JudgedRun>> runs = new(StringComparer.Ordinal);
    private LabSession lab = null!;

    private static IEnumerable<Scenario> InPods => ScenarioCatalog.All.Where(s => s.Database is DatabaseForm.Pod);

    [OneTimeSetUp]
    public async Task Boot() => lab = await LabRun.BootAsync(DatabaseForm.Pod, CancellationToken.None);

    [OneTimeTearDown]
    public async Task Remove()
    {
        if (lab is not null)
            await lab.DisposeAsync();
    }

    [Test]
    public void The_lab_boots_in_time() => lab.BootTime.Should().BeLessThan(BootGoal, "a developer waits for it");

    [TestCaseSource(nameof(InPods)), CancelAfter(300_000)]
    public async Task It_passes(Scenario scenario, CancellationToken cancellation) => (await RunOnceAsync(scenario, cancellation)).ShouldPass();

    [Test, CancelAfter(300_000)]
    public async Task The_runbooks_rule_is_proved_wrong_and_the_evidence_is_complete(CancellationToken cancellation)
    {
        var run = await RunOnceAsync(DatabaseDown.PostgreSqlPodDown, cancellation);
        run.Verdict.Findings.Should().Contain(f => f.Title.StartsWith("DatabaseDown as written did not fire while /readyz gave 503 for ", StringComparison.Ordinal));
        var steady = run.Timeline.Events.OfType<PhaseStarted>();
        (steady.Single(p => p.Phase is Phase.Judge).At - steady.Single(p => p.Phase is Phase.Inject).At).Should().BeLessThan(VerdictGoal);
        EvidenceIsComplete(run);
        JudgedAgainItIsTheSame(run);
    }

    [Test, CancelAfter(300_000)]
    public async Task A_fault_that_does_nothing_is_inconclusive(CancellationToken cancellation)
    {
        var scenario = DatabaseDown.PostgreSqlPodDown with { Name = "control-no-fault", Fault = new NothingBroken(new DatabasePodStopped()) };
        var run = await LabRun.RunAsync(lab, scenario, cancellation, new Patience { InEffect = TimeSpan.FromSeconds(4) });
        run.Check("fault in effect").Seen.Should().Contain("never took effect");
        run.Verdict.Outcome.Should().Be(Outcome.Inconclusive);
    }

    [Test, CancelAfter(300_000)]
    public async Task A_mitigation_that_is_left_out_fails(CancellationToken cancellation)
    {
        var nothing = new MitigationPlan { Steps = [], RestoresWithinMachineTime = TimeSpan.FromSeconds(4) };
        var run = await LabRun.RunAsync(lab, DatabaseDown.PostgreSqlPodDown with { Name = "control-no-mitigation", Mitigation = nothing }, cancellation);
        run.Check("the mitigation restores health").Seen.Should().Be("health came only with Undo");
        run.Verdict.Outcome.Should().Be(Outcome.Fail);
    }

    /// <summary>Several tests look at the same run.</summary>
    private Task<JudgedRun> RunOnceAsync(Scenario scenario, CancellationToken cancellation) =>
        runs.GetOrAdd(scenario.FullName, _ => LabRun.RunAsync(lab, scenario, cancellation));

    private static void EvidenceIsComplete(JudgedRun run)
    {
        var folder = run.Results.Path;
        string[] files = ["timeline.json", "timeline.txt", "verdict.json", "junit.xml", "rerun.txt", "notifications.json", "events.txt", "versions.txt", "rules/runbook.yml", "rules/corrected.yml"];
        files.Where(f => !File.Exists(Path.Combine(folder, f))).Should().BeEmpty();
        Directory.GetFiles(Path.Combine(folder, "logs", "production")).Should().HaveCountGreaterThanOrEqualTo(5);
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
}
