using ValeoChaos.Core.Recordings;
using ValeoChaos.Lab;

namespace ValeoChaos.ScenarioTests;

/// <summary>
/// <c>stability</c> from outside, on what is kept of a run in a recording: without what only people read, so that its verdict is no pass. It
/// needs no lab.
/// </summary>
public sealed class StabilityCommandTests
{
    private WorkFolder results = null!;

    [SetUp]
    public void Make() => results = WorkFolder.Create("test");

    [TearDown]
    public void Remove() => results.Dispose();

    [Test]
    public void Rounds_of_several_folders_are_shown_beside_each_other()
    {
        var (first, second) = (Path.Combine(results.FullName, "monday"), Path.Combine(results.FullName, "tuesday"));
        Keep(first, "20260101-010000-000-QuietDay-good-release");
        Keep(second, "20260102-010000-000-QuietDay-good-release");
        var (code, output) = CommandLineProcess.Run("stability", first, second);
        code.Should().Be(3);
        output.Should().MatchRegex(@"QuietDay/good-release \| 0 of 2 ");
        File.ReadAllText(Path.Combine(second, "stability.md")).Should().Contain("| QuietDay/good-release | 0 of 2 |");
    }

    [Test]
    public void A_run_that_was_killed_is_shown_and_is_no_pass()
    {
        Directory.CreateDirectory(Path.Combine(results.FullName, "20260102-010000-000-DatabaseDown-killed"));
        var (code, output) = CommandLineProcess.Run("stability", results.FullName);
        code.Should().Be(3);
        output.Should().MatchRegex(@"20260102-010000-000-DatabaseDown-killed \(not finished\) \| 0 of 1 ");
    }

    [Test]
    public void A_folder_without_runs_is_one_error() =>
        CommandLineProcess.Run("stability", results.FullName).Should().Be((2, $"error: {results.FullName}: no run's results there. Name a folder that runs were written to with --results.\n"));

    private static void Keep(string folder, string run)
    {
        var kept = ProjectFiles.Fixture("recordings", "QuietDay-good-release", "recording.json");
        var path = Path.Combine(folder, run);
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "timeline.json"), Recording.Parse(File.ReadAllText(kept), kept).Timeline.ToJson());
    }
}
