using System.Text.Json.Serialization;
using ValeoChaos.Core.Load;
using ValeoChaos.Core.Running;

namespace ValeoChaos.Core.Timelines;

public enum AlertState { Inactive, Pending, Firing }

/// <summary>When a diagnose command ran.</summary>
public enum DiagnoseMoment { Health, Fault, After }

/// <summary>One fact. <see cref="At"/> is the offset from the start of the recording.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(PhaseStarted), "phase")]
[JsonDerivedType(typeof(PhaseFailed), "phase-failed")]
[JsonDerivedType(typeof(FaultInjected), "fault-injected")]
[JsonDerivedType(typeof(FaultObserved), "fault-observed")]
[JsonDerivedType(typeof(FaultUndone), "fault-undone")]
[JsonDerivedType(typeof(SymptomObserved), "symptom")]
[JsonDerivedType(typeof(AlertObserved), "alert")]
[JsonDerivedType(typeof(RulesPolled), "rules-polled")]
[JsonDerivedType(typeof(NotificationArrived), "notification")]
[JsonDerivedType(typeof(NotificationsRead), "notifications-read")]
[JsonDerivedType(typeof(PageAcknowledged), "acknowledged")]
[JsonDerivedType(typeof(CommandRan), "command")]
[JsonDerivedType(typeof(MitigationDone), "mitigation")]
[JsonDerivedType(typeof(LoadMeasured), "load")]
[JsonDerivedType(typeof(MachineMeasured), "machine")]
[JsonDerivedType(typeof(ObserverFailed), "observer-failed")]
public abstract record TimelineEvent
{
    public TimeSpan At { get; init; }
}

public sealed record PhaseStarted(Phase Phase) : TimelineEvent;

/// <summary>A phase that did not reach what it waits for. The run goes on to Undo and the judges decide.</summary>
public sealed record PhaseFailed(Phase Phase, string Reason) : TimelineEvent
{
    /// <summary>The reason where somebody cut the run short.</summary>
    public const string Cancelled = "cancelled";
}

public sealed record FaultInjected(string Fault, string BlastRadius) : TimelineEvent;

public sealed record FaultObserved(bool InEffect, string Evidence) : TimelineEvent;

public sealed record FaultUndone(bool Succeeded, string Detail) : TimelineEvent;

/// <summary>The runbook's symptom, measured by the suite itself and not by the monitoring under test.</summary>
/// <param name="Healthy">
/// Every pod's <c>/readyz</c> answered 200, there were as many pods as there should be, and the symptom is not there now.
/// </param>
/// <param name="Broken">The symptom as the runbook counts it, over its window: it may outlast its cause for so long.</param>
public sealed record SymptomObserved(bool Healthy, bool Broken, string Detail) : TimelineEvent
{
    /// <summary>The symptom is there now, whatever the window remembers.</summary>
    public bool Acute { get; init; } = Broken;

    /// <summary>How long the look took: what it saw may have been so since its beginning.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>No pod's <c>/readyz</c> answered 200, so that clients who were lost cannot come back yet.</summary>
    public bool NoneReady { get; init; }
}

/// <summary>A rule changed its state. <paramref name="File"/> is the rule file's name without folder.</summary>
public sealed record AlertObserved(string File, string Alert, AlertState State, string Severity, string Detail) : TimelineEvent;

/// <summary>The rules were read; how many polls succeeded tells silence from blindness.</summary>
public sealed record RulesPolled(int Succeeded, int Failed, IReadOnlyList<string> Rules) : TimelineEvent
{
    /// <summary>Time in which no look succeeded for longer than a moment: one that hangs is one look, however long. Null where nobody counted it.</summary>
    public TimeSpan? Blind { get; init; }
}

public sealed record NotificationArrived(string Route, string Status, string Alert, string Severity, string Payload) : TimelineEvent
{
    /// <summary>Status of a message that its receiver refused; the payload names the problem.</summary>
    public const string Malformed = "malformed";
}

/// <summary>The receivers were asked once more at the end: who was not told by then was told nothing.</summary>
/// <param name="Detail">What they have, or why they could not be asked.</param>
public sealed record NotificationsRead(bool ToTheEnd, string Detail) : TimelineEvent;

/// <summary>On-call took the page on; from here nobody further is to be woken for it.</summary>
public sealed record PageAcknowledged(string Alert, bool Succeeded, string Detail) : TimelineEvent;

public sealed record CommandRan(
    DiagnoseMoment Moment, string Comment, string Command, int Line, int ExitCode, string Output, string Error, TimeSpan Duration) : TimelineEvent
{
    /// <summary>Not the runbook's own command but what it should say in its place.</summary>
    public bool Corrected { get; init; }
}

/// <param name="Step">Number of the runbook's step; 0 for what the runbook does not name.</param>
public sealed record MitigationDone(int Step, string Text, int Line, bool Succeeded, string Detail) : TimelineEvent
{
    /// <summary>Was the symptom still there a while after a step that must not help? Null where that is not asked.</summary>
    public bool? StillBroken { get; init; }
}

/// <param name="OfferedRate">Requests per second that were due; 0 where copies alone set the pace.</param>
public sealed record LoadMeasured(
    string Engine, double OfferedRate, double AchievedRate, double MinimumRate, long Offered, long Completed, long Failed, long CutOff,
    IReadOnlyDictionary<string, long> Statuses, double P50Ms, double P99Ms) : TimelineEvent
{
    /// <summary>Null where the engine cannot tell.</summary>
    public double? ScheduleErrorP99Ms { get; init; }

    /// <summary>Null where the profile holds none.</summary>
    public StreamCounts? Streams { get; init; }

    /// <summary>Injection, hold and undo on the load's own clock.</summary>
    public IReadOnlyList<BesideStep> Beside { get; init; } = [];

    /// <summary>What the engine's own statistics say.</summary>
    public IReadOnlyList<string> Session { get; init; } = [];
}

/// <summary>What the machine's processors did during the run, whoever used them.</summary>
/// <param name="Busy">Share of the time of all processors, 0 to 1.</param>
/// <param name="Stolen">Share that the machine wanted and another guest of its host got, 0 to 1.</param>
public sealed record MachineMeasured(double Busy, double Stolen) : TimelineEvent
{
    /// <summary>What it got of the time that it asked for, 0 to 1.</summary>
    [JsonIgnore]
    public double Share => Busy + Stolen > 0 ? Busy / (Busy + Stolen) : 1;
}

public sealed record ObserverFailed(string Observer, string Reason) : TimelineEvent;
