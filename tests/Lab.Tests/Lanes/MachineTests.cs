using ValeoChaos.Core.Ports;
using ValeoChaos.Lab.Lanes;

namespace ValeoChaos.Lab.Tests.Lanes;

public sealed class MachineTests
{
    private WorkFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = WorkFolder.Create("machine");

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [Test]
    public void Waiting_for_a_disk_is_idle_and_what_guests_use_is_counted_once() =>
        Reading("cpu  100 20 30 400 50 6 7 8 90 10\ncpu0 1 1 1 1 1 1 1 1 1 1\n").Should().Be(new ProcessorTimes(Busy: 163, Idle: 450, Stolen: 8));

    [TestCase("")]
    [TestCase("intr 1 2 3 4 5 6 7 8 9\n")]
    [TestCase("cpu  100 20 30 400\n")]
    public void A_kernel_that_counts_otherwise_tells_nothing(string statistics) => Reading(statistics).Should().BeNull();

    [Test]
    public void A_system_without_these_counts_tells_nothing() => new Machine(Path.Combine(folder.FullName, "stat")).Processors().Should().BeNull();

    [Test]
    public void This_machine_tells_what_its_processors_do() =>
        (new Machine().Processors() is { Busy: > 0, Idle: > 0 }).Should().Be(OperatingSystem.IsLinux());

    private ProcessorTimes? Reading(string statistics)
    {
        var file = Path.Combine(folder.FullName, "stat");
        File.WriteAllText(file, statistics);
        return new Machine(file).Processors();
    }
}
