namespace ValeoChaos.Core.Scenarios;

public enum MitigationAction
{
    /// <summary>Look at the database: its pod, or its container where it is a managed one.</summary>
    InspectDatabase,

    /// <summary>Restart the database, whatever state it is in.</summary>
    RestartDatabase,

    /// <summary>Put the password that PostgreSQL takes into the application's Secret, and restart the application.</summary>
    CorrectCredentials,

    /// <summary>Look who holds connections, and end the sessions that sit idle in transaction.</summary>
    EndIdleTransactions,

    /// <summary>Let packets between application and database through again.</summary>
    MendNetwork,
}

/// <summary>One action, and the step of the runbook that asks for it.</summary>
/// <param name="Step">The step's number; null for what the runbook does not say.</param>
/// <param name="Heals">False for a step that is carried out and shown not to help against this cause.</param>
public sealed record MitigationStepPlan(int? Step, MitigationAction Action, bool Heals = true);

/// <summary>The steps in order and the machine time within which health must be back.</summary>
public sealed record MitigationPlan
{
    public required IReadOnlyList<MitigationStepPlan> Steps { get; init; }

    /// <summary>Machine time, not scaled: a process starts no faster because the clock is squeezed.</summary>
    public required TimeSpan RestoresWithinMachineTime { get; init; }
}
