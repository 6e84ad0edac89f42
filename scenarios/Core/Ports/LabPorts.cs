using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Ports;

/// <summary>Finds the hands for a fault.</summary>
public interface IFaultHands
{
    /// <exception cref="NotSupportedException">The lab has no hands for this fault.</exception>
    IFaultInjector For(Fault fault);
}

/// <summary>Looks at the runbook's symptom itself: <c>/readyz</c> of every pod.</summary>
public interface ISymptomProbe
{
    Task<SymptomObserved> ObserveAsync(CancellationToken cancellation);
}

/// <summary>One alerting rule as Prometheus sees it now.</summary>
public sealed record RuleState(string File, string Alert, AlertState State, string Severity, string Detail);

public interface IAlertSource
{
    Task<IReadOnlyList<RuleState>> ReadAsync(CancellationToken cancellation);

    /// <summary>Does the monitoring see the system's health itself, and could it see this symptom? Without that, silence is blindness.</summary>
    Task<(bool Sees, string Detail)> SeesHealthAsync(Symptom symptom, CancellationToken cancellation);

    /// <summary>Requests of the API, whoever sent them, that a rule which looks back over this machine time counts now.</summary>
    Task<double> CountRequestsAsync(TimeSpan window, CancellationToken cancellation);
}

/// <summary>One alert inside a notification that a receiver got.</summary>
public sealed record Notification(long Sequence, DateTimeOffset ReceivedAt, string Route, string Status, string Alert, string Severity, string Payload);

public interface INotificationSource
{
    /// <summary>Everything received after the given sequence number.</summary>
    Task<IReadOnlyList<Notification>> ReadAfterAsync(long sequence, CancellationToken cancellation);
}

public sealed record ShellResult(int ExitCode, string Output, string Error, TimeSpan Duration);

/// <summary>The on-call engineer's workstation, where the runbook's commands run word for word.</summary>
public interface IRunbookShell
{
    Task<ShellResult> RunAsync(string command, CancellationToken cancellation);
}

/// <summary>Does what a mitigation step says, and tells what it saw and did.</summary>
public interface IMitigator
{
    Task<string> PerformAsync(MitigationAction action, CancellationToken cancellation);
}

/// <summary>On-call's hand at the pager.</summary>
public interface IPager
{
    /// <summary>Acknowledges the page of an alert, so that nobody further is woken for it, and tells what it did.</summary>
    Task<string> AcknowledgeAsync(string alert, CancellationToken cancellation);

    /// <summary>Takes back what was acknowledged, so that the next page of the alert rings again. May be called twice.</summary>
    Task ReleaseAsync(CancellationToken cancellation);
}

/// <summary>What all processors of the machine did since it started, in units of its own.</summary>
public readonly record struct ProcessorTimes(double Busy, double Idle, double Stolen)
{
    private double All => Busy + Idle + Stolen;

    /// <returns>Null where no time has passed.</returns>
    public MachineMeasured? Since(ProcessorTimes then) => All - then.All is > 0 and var all
        ? new MachineMeasured((Busy - then.Busy) / all, (Stolen - then.Stolen) / all) : null;
}

/// <summary>The machine that carries the lab, the load and whatever else runs on it.</summary>
public interface IMachine
{
    /// <returns>Null where the system does not tell.</returns>
    ProcessorTimes? Processors();

    /// <returns>What they did since an earlier look; null where either look tells nothing.</returns>
    MachineMeasured? Since(ProcessorTimes? before) => before is { } then ? Processors()?.Since(then) : null;
}

/// <summary>Where a run leaves its evidence.</summary>
public interface IEvidence
{
    /// <summary>Collects pod logs, events and versions into the results folder.</summary>
    Task CollectAsync(CancellationToken cancellation);
}
