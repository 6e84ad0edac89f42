using ValeoChaos.Lab.Cluster;

namespace ValeoChaos.Lab.Tests.Cluster;

public sealed class WorkFolderTests
{
    private static readonly string Living = $"{LabOwner.Me.Process}.{LabOwner.Me.Started}";

    /// <summary>This process's number, and the start of another.</summary>
    private static readonly string Dead = $"{LabOwner.Me.Process}.1";

    [Test]
    public void A_folder_is_gone_when_its_work_is_done()
    {
        using (var folder = WorkFolder.Create("finished"))
        {
            File.WriteAllText(Path.Combine(folder.FullName, "some.yml"), "");
            WorkFolder.Sweep();
            File.Exists(Path.Combine(folder.FullName, "some.yml")).Should().BeTrue("its process lives");
        }

        Directory.GetDirectories(Path.GetTempPath(), $"valeo-chaos-finished-{Living}-*").Should().BeEmpty();
    }

    [Test]
    public void What_a_killed_process_left_is_removed_by_the_next()
    {
        var left = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"valeo-chaos-left-{Dead}-abc"));
        File.WriteAllText(Path.Combine(left.FullName, "some.yml"), "");
        WorkFolder.Sweep();
        Directory.Exists(left.FullName).Should().BeFalse();
    }

    [Test]
    public void What_is_not_known_to_be_left_is_nobodys_to_remove()
    {
        WorkFolder.IsOrphan($"valeo-chaos-rule-tests-{Dead}-abc").Should().BeTrue();
        WorkFolder.IsOrphan($"valeo-chaos-rule-tests-{Living}-abc").Should().BeFalse();
        WorkFolder.IsOrphan("valeo-chaos-results").Should().BeFalse();
        WorkFolder.IsOrphan($"chaos-{Dead}-abc").Should().BeFalse();
    }
}
