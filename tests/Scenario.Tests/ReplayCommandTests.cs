using System.Text.Json;
using ValeoChaos.Lab;

namespace ValeoChaos.ScenarioTests;

/// <summary><c>replay</c> and <c>export</c> from outside. They need no lab.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ReplayCommandTests
{
    private static readonly string Corrected = ProjectFiles.Fixture("monitoring", "rules", "corrected.yml");
    private static readonly string Partition = ProjectFiles.Fixture("recordings", "DatabaseDown-network-partition");
    private static readonly string Release = ProjectFiles.Fixture("recordings", "QuietDay-good-release");

    [Test]
    public void Right_rules_pass_and_the_matrix_says_when_they_fire()
    {
        var (code, output) = CommandLineProcess.Run("replay", Corrected, Partition, Release, "--format", "markdown");
        code.Should().Be(0);
        output.Should().MatchRegex(@"\| DatabaseDown \| Network-Partition \(network-partition\) \| proved \| 1m\d+s \(3\.\d s\) \| 3\.\d s \| proved \| proved \|")
            .And.Contain("2 recordings: 1 of 1 causes fire, 0 recordings have false alarms");
    }

    /// <summary>The rules of the runbook miss the outage and page for a release, as its German text has them.</summary>
    [Test]
    public void Wrong_rules_fail_whatever_form_their_file_has()
    {
        var (code, output) = CommandLineProcess.Run("replay", ProjectFiles.Fixture("runbooks", "alert-runbook.de.md"), Partition, Release, "--format", "json");
        code.Should().Be(1);
        var recordings = JsonDocument.Parse(output).RootElement.GetProperty("recordings");
        recordings.EnumerateArray().Select(r => r.GetProperty("scenario").GetString()).Should().Equal("DatabaseDown/network-partition", "QuietDay/good-release");
        Cell(recordings[0], "fires").Should().Be("failed");
        Cell(recordings[1], "silent-otherwise").Should().Be("failed");

        static string? Cell(JsonElement recording, string aspect) =>
            recording.GetProperty("cells").EnumerateArray().Single(c => c.GetProperty("aspect").GetString() == aspect).GetProperty("state").GetString();
    }

    [Test]
    public void Rules_that_do_not_exist_are_one_error() =>
        CommandLineProcess.Run("replay", "/nowhere.yml", Partition).Should().Be((2, "error: /nowhere.yml does not exist. Name a file of Prometheus rules.\n"));

    [Test]
    public void Recordings_in_place_of_rules_are_one_error() =>
        CommandLineProcess.Run("replay", Partition).Output.Should().StartWith($"error: {Partition} is a folder. First comes the rule file to judge");

    [Test]
    public void A_folder_without_a_recording_is_one_error()
    {
        var (code, output) = CommandLineProcess.Run("replay", Corrected, "/nowhere");
        code.Should().Be(2);
        output.Trim().Split('\n').Should().ContainSingle().Which.Should().StartWith("error: /nowhere: no recording there.");
    }

    [Test]
    public void A_recording_is_exported_with_its_marks()
    {
        var file = Path.GetTempFileName();
        try
        {
            var (code, output) = CommandLineProcess.Run("export", Partition, file);
            code.Should().Be(0);
            output.Should().StartWith("DatabaseDown/network-partition at 20x: ").And.MatchRegex(@"\+0\.0 s  injection\n").And.Contain("mitigation 1").And.Contain("undo");
            File.ReadLines(file).Should().Contain(l => l.StartsWith("probe_http_status_code{", StringComparison.Ordinal)).And.EndWith("# EOF");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
