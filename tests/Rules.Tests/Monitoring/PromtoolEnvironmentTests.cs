using ValeoChaos.Lab;
using ValeoChaos.Lab.Monitoring;

namespace ValeoChaos.RulesTests.Monitoring;

/// <summary>Where promtool keeps what it needs for a moment.</summary>
public sealed class PromtoolEnvironmentTests
{
    [Test]
    public void Its_storage_is_in_the_folder_that_is_asked_for_and_nothing_stays_there()
    {
        using var folder = WorkFolder.Create("storage");
        PromtoolEnvironment.StorageIn(folder.FullName).Should().Be(folder.FullName);
        Directory.GetFileSystemEntries(folder.FullName).Should().BeEmpty();
    }

    /// <summary>/proc exists on every Linux, has no room, and takes no files.</summary>
    [TestCase("/proc"), TestCase("/no/such/folder")]
    public void A_folder_that_is_missing_or_has_no_room_is_not_used(string folder) => PromtoolEnvironment.StorageIn(folder).Should().Be(Path.GetTempPath());
}
