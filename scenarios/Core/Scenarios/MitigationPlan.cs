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

    /// <summary>Let packets between application and database through again, unhindered.</summary>
    MendNetwork,

    /// <summary>Ask <c>/readyz</c> of every pod.</summary>
    InspectReadiness,

    /// <summary>Ask PostgreSQL for an answer from a pod of the application.</summary>
    InspectDatabaseConnection,

    /// <summary>Compare the Secret with what PostgreSQL takes, and look who holds connections.</summary>
    InspectCredentialsAndPool,

    /// <summary>Go back to the version before, as <c>kubectl rollout undo</c> does.</summary>
    RollBack,

    /// <summary>Start the service that the application asks for shipping rates.</summary>
    StartUpstream,

    /// <summary>Five replicas, as <c>kubectl scale</c> does.</summary>
    ScaleUp,

    /// <summary>Look at the slowest query and create the index that it lacks.</summary>
    CreateIndex,

    /// <summary>Raise the application's processor limit.</summary>
    RaiseLimits,

    /// <summary>Look at the application's pods and their restarts.</summary>
    InspectPods,

    /// <summary>Set the ingress's read time-out above the time between two keepalives.</summary>
    CorrectIngressTimeouts,

    /// <summary>Look which network policies there are.</summary>
    InspectNetworkPolicies,

    /// <summary>Let packets between ingress and application through again.</summary>
    MendIngressNetwork,
}

/// <summary>One action, and the step of the runbook that asks for it.</summary>
/// <param name="Step">The step's number; null for what the runbook does not say.</param>
/// <param name="Heals">False for a step that is carried out and shown not to help against this cause.</param>
public sealed record MitigationStepPlan(int? Step, MitigationAction Action, bool Heals = true);

/// <summary>The steps in order and the machine time within which health must be back.</summary>
public sealed record MitigationPlan
{
    public required IReadOnlyList<MitigationStepPlan> Steps { get; init; }

    /// <summary>The symptom goes by itself; the steps only look.</summary>
    public bool HealsItself { get; init; }

    /// <summary>
    /// Machine time from the first step that heals, not scaled: a process starts no faster because the clock is squeezed. Where health shows
    /// only when the symptom's window has passed, that comes on top.
    /// </summary>
    public required TimeSpan RestoresWithinMachineTime { get; init; }
}
