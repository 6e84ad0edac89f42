using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.Lanes;

/// <summary>How long a run is thought to take, from what cannot be hurried. It orders runs and decides nothing else.</summary>
public static class RunEstimate
{
    /// <summary>Gate, commands, resolution and evidence; measured, and the same at every speed.</summary>
    private static readonly TimeSpan Machine = TimeSpan.FromSeconds(12);

    /// <param name="scenario">The scenario.</param>
    /// <param name="scale">The speed of the run.</param>
    /// <param name="productionFor">The <c>for</c> of an alert's rule in production time.</param>
    public static TimeSpan Of(Scenario scenario, TimeScale scale, Func<string, TimeSpan> productionFor)
    {
        if (scenario.IsQuiet)
            return Machine + scale.Scale(scenario.QuietFor);
        var floor = scenario.Alerts.Select(alert => productionFor(alert.Alert)).DefaultIfEmpty(TimeSpan.Zero).Max();
        return Machine + scale.Scale(floor + scenario.Hold);
    }
}
