using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Scenarios;

/// <summary>Parts of the runbook that no scenario names yet. A test fails for one that expires, and for one that a scenario has made needless.</summary>
public static class Waivers
{
    public static IReadOnlyList<RunbookWaiver> All { get; } =
    [
        new(
            2, RunbookPart.Cause, "High Load",
            "on two cores five pods heal in most runs, and not in all, what three cannot serve: a pod that waits for the machine looks like one at its limit",
            new DateOnly(2026, 12, 31)),
    ];
}
