namespace ValeoChaos.Core.Scenarios;

public enum MitigationAction
{
    /// <summary>Look at the database: its pod, or its container where it is a managed one.</summary>
    InspectDatabase,

    /// <summary>Restart the database, whatever state it is in.</summary>
    RestartDatabase,
}

/// <summary>One step of the runbook's mitigation, by its number, and the action that carries it out.</summary>
public sealed record MitigationStepPlan(int Step, MitigationAction Action);

/// <summary>The steps in order and the machine time within which health must be back.</summary>
public sealed record MitigationPlan
{
    public required IReadOnlyList<MitigationStepPlan> Steps { get; init; }

    /// <summary>Machine time, not scaled: a process starts no faster because the clock is squeezed.</summary>
    public required TimeSpan RestoresWithinMachineTime { get; init; }
}
