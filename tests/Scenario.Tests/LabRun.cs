using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Lab;

namespace ValeoChaos.ScenarioTests;

using Scenario = Core.Scenarios.Scenario;

/// <summary>Boots labs and runs scenarios for tests, at the speed a developer can wait for.</summary>
internal static class LabRun
{
    public static readonly TimeScale Speed = new(20);

    /// <summary>Set by the pipeline and by whoever wants the machine set up by the tests.</summary>
    public static bool Provision => Environment.GetEnvironmentVariable("VALEO_CHAOS_PROVISION") == "1";

    public static string Results => Path.Combine(ProjectFiles.Root, "results", "tests");

    public static Task<LabSession> BootAsync(DatabaseForm database, CancellationToken cancellation, Func<string, string>? alterRules = null) =>
        LabSession.StartAsync(
            new LabOptions
            {
                Database = database, Scale = Speed, Provision = Provision, AlterCorrectedRules = alterRules, Clock = TimeProvider.System, Progress = TestContext.Progress.WriteLine,
            },
            cancellation);

    public static Task<JudgedRun> RunAsync(LabSession lab, Scenario scenario, CancellationToken cancellation, Patience? patience = null) =>
        RunSession.RunAsync(lab, scenario, Results, Speed, TimeProvider.System, null, TestContext.Progress.WriteLine, cancellation, patience);

    public static void ShouldPass(this JudgedRun run) =>
        run.Verdict.Outcome.Should().Be(Outcome.Pass, "{0}", run.Verdict.FailureText(run.Results.Path));

    public static Check Check(this JudgedRun run, string name) => run.Verdict.Checks.Single(c => c.Name == name);
}
