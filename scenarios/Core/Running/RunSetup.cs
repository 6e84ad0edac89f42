using ValeoChaos.Core.Load;
using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Running;

/// <summary>Every way a runner can touch the world.</summary>
public sealed record RunPorts
{
    public required IFaultHands Faults { get; init; }

    public required ISymptomProbe Symptom { get; init; }

    public required IAlertSource Alerts { get; init; }

    public required INotificationSource Notifications { get; init; }

    public required IRunbookShell Shell { get; init; }

    public required IMitigator Mitigator { get; init; }

    public required IPager Pager { get; init; }

    public required ILoadEngine Load { get; init; }

    public required LoadTarget Target { get; init; }

    public required IEvidence Evidence { get; init; }

    public required IMachine Machine { get; init; }
}

/// <summary>What surrounds a scenario: speed, rules, runbook and the words for the report.</summary>
public sealed record RunSetup
{
    public required TimeScale Scale { get; init; }

    public required Runbooks.Runbook Runbook { get; init; }

    public required IReadOnlyList<LoadedRule> Rules { get; init; }

    public required IReadOnlyList<AlertBounds> Bounds { get; init; }

    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>Machine time by which each bound may be missed on this machine.</summary>
    public TimeSpan Tolerance { get; init; } = Timeline.UsualTolerance;

    public required string RerunCommand { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Gets each event as it is recorded.</summary>
    public Action<TimelineEvent>? Live { get; init; }

    /// <summary>Gets the reason of a wait that takes longer than two seconds.</summary>
    public Action<string>? Progress { get; init; }
}

/// <summary>Machine times: how long the machine may take, whatever the speed of the clock.</summary>
public sealed record Patience
{
    public TimeSpan Steady { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How long health must hold before it is called steady.</summary>
    public TimeSpan SteadyFor { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan InEffect { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Added to a computed ceiling before an alert is called missing.</summary>
    public TimeSpan BeyondCeiling { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the load engine may take to begin an action beside the load before it is done without the engine.</summary>
    public TimeSpan Beside { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a command may go on showing what is over, a pod that is going away say.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How long a step that must not help is given to help.</summary>
    public TimeSpan Futile { get; init; } = TimeSpan.FromSeconds(4);

    public TimeSpan Undo { get; init; } = TimeSpan.FromSeconds(90);

    public TimeSpan Observe { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long receivers that do not answer are asked again at the end of a run.</summary>
    public TimeSpan LastLook { get; init; } = TimeSpan.FromSeconds(2);
}
