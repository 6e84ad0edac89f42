using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Scenarios;

/// <summary>Parts of the runbook that no scenario names yet. A test fails for one that expires, and for one that a scenario has made needless.</summary>
public static class Waivers
{
    public static IReadOnlyList<RunbookWaiver> All { get; } =
    [
        new(
            2, RunbookPart.Cause, "High Load",
            "on two cores five pods serve hardly more than three: the alert fires, and the P95 stays around its bound whatever is scaled, so nothing can be said of the step",
            new DateOnly(2026, 12, 31)),
    ];
}
