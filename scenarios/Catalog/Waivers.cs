using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Scenarios;

/// <summary>Parts of the runbook that no scenario names yet. A test fails for one that expires, and for one that a scenario has made needless.</summary>
public static class Waivers
{
    public static IReadOnlyList<RunbookWaiver> All { get; } = [];
}
