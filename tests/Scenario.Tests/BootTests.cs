using ValeoChaos.Core.Scenarios;
using ValeoChaos.Lab;
using ValeoChaos.Lab.Benchmarks;

namespace ValeoChaos.ScenarioTests;

/// <summary>Measured while no lane is open: beside another boot it takes about twice as long, and the bound is for a developer who waits for one lab.</summary>
[NonParallelizable]
public sealed class BootTests
{
    [Test, CancelAfter(300_000)]
    public async Task The_lab_boots_in_time(CancellationToken cancellation)
    {
        await using var lab = await LabSession.StartAsync(LabRun.Options(DatabaseForm.Pod), cancellation);
        lab.BootTime.Should().BeLessThan(LabBenchmark.BoundHere, "a developer waits for it ({0})", lab.Boot);
    }
}
