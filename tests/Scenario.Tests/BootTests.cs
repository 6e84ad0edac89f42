using System.Globalization;
using ValeoChaos.Lab.Benchmarks;
using ValeoChaos.Scenarios;

namespace ValeoChaos.ScenarioTests;

/// <summary>Measured while no other test runs: beside one it takes about twice as long, and the bound is for a developer who waits for one lab.</summary>
[NonParallelizable]
public sealed class BootTests
{
    /// <summary>Of the first lab of the pool, which then serves the scenarios.</summary>
    [Test, CancelAfter(Lanes.PatienceMs)]
    public async Task The_lab_boots_in_time(CancellationToken cancellation)
    {
        var boot = (await Lanes.RunAsync(DatabaseDown.PostgreSqlPodDown).WaitAsync(cancellation)).Timeline.Versions["lab boot"];
        var took = double.Parse(boot.Split(' ')[0], CultureInfo.InvariantCulture);
        TimeSpan.FromSeconds(took).Should().BeLessThan(LabBenchmark.BoundHere, "a developer waits for it ({0})", boot);
    }
}
