using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using ValeoChaos.Lab.Lanes;

namespace ValeoChaos.Lab.Tests.Lanes;

public sealed class MemoryTrialTests
{
    [Test]
    public void Each_trial_asks_the_kernel_for_memory_anew()
    {
        MemoryTrial.FreshPage(TimeProvider.System);
        var before = Faults();
        MemoryTrial.FreshPage(TimeProvider.System);
        // Of 4096 pages; a kernel that gives two megabytes at once is asked eight times.
        (Faults() - before).Should().BeGreaterThanOrEqualTo(8);
    }

    [Test]
    public void What_it_takes_is_of_one_page() =>
        MemoryTrial.FreshPage(new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(4.096) }).Should().Be(TimeSpan.FromMilliseconds(1));

    /// <summary>Of this process; the tenth field of <c>/proc/self/stat</c>, and the second may have blanks in it.</summary>
    private static long Faults()
    {
        var statistics = File.ReadAllText("/proc/self/stat");
        return long.Parse(statistics[(statistics.LastIndexOf(')') + 2)..].Split(' ')[7], CultureInfo.InvariantCulture);
    }
}
