using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Lab;
using ValeoChaos.Lab.Engine;

namespace ValeoChaos.ScenarioTests;

/// <summary>How tests boot labs and look at runs, at the speed a developer can wait for.</summary>
internal static class LabRun
{
    /// <summary>Set by the pipeline and by whoever wants the machine set up by the tests.</summary>
    public static bool Provision => Provisioner.AskedFor;

    public static string Results => Path.Combine(ProjectFiles.Root, "results", "tests");

    public static LabOptions Options(DatabaseForm database) => new()
    {
        Database = database, Scale = new TimeScale(20), Provision = Provision, Clock = TimeProvider.System, Progress = TestContext.Progress.WriteLine,
    };

    public static void ShouldPass(this JudgedRun run) =>
        run.Verdict.Outcome.Should().Be(Outcome.Pass, "{0}", run.Verdict.FailureText(run.Results.Path));

    public static Check Check(this JudgedRun run, string name) => run.Verdict.Checks.Single(c => c.Name == name);
}
