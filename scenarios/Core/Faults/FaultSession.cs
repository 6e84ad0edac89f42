using ValeoChaos.Core.Load;

namespace ValeoChaos.Core.Faults;

public enum FaultState { Idle, Injecting, Injected, InEffect, Undoing, Undone }

/// <summary>What an observation of the fault itself saw. Observing never changes anything.</summary>
public sealed record FaultObservation(bool InEffect, string Evidence);

/// <summary>The hands of one fault. <see cref="UndoAsync"/> is idempotent and works after a half-done injection.</summary>
public interface IFaultInjector
{
    /// <summary>Brings the system into the shape in which the fault makes a difference; health stays. Most faults need nothing.</summary>
    Task PrepareAsync(CancellationToken cancellation) => Task.CompletedTask;

    Task InjectAsync(CancellationToken cancellation);

    Task<FaultObservation> ObserveAsync(CancellationToken cancellation);

    Task UndoAsync(CancellationToken cancellation);

    /// <summary>What clients got that the fault itself brings. They are customers like any other, so the symptom is measured on them as well; undone, their counts stay.</summary>
    LoadSnapshot Clients => LoadSnapshot.None;
}

/// <summary>
/// The life of one fault. Illegal orders throw; Undo is legal in every state and does work once:
/// <code>
/// Idle -- Inject --> Injecting --> Injected -- Observe(yes) --> InEffect
///  |                    |             |                            |
///  +--------------------+----- Undo --+----------------------------+--> Undoing --> Undone
/// </code>
/// An injection that throws stays in Injecting, for it may have done half its work; an undo that throws stays
/// in Undoing and may be tried again.
/// </summary>
public sealed class FaultSession(IFaultInjector injector)
{
    public FaultState State { get; private set; } = FaultState.Idle;

    public LoadSnapshot Clients => injector.Clients;

    public Task PrepareAsync(CancellationToken cancellation)
    {
        Require(State is FaultState.Idle, "be prepared");
        return injector.PrepareAsync(cancellation);
    }

    public async Task InjectAsync(CancellationToken cancellation)
    {
        Require(State is FaultState.Idle, "inject");
        State = FaultState.Injecting;
        await injector.InjectAsync(cancellation);
        State = FaultState.Injected;
    }

    public async Task<FaultObservation> ObserveAsync(CancellationToken cancellation)
    {
        Require(State is FaultState.Injected or FaultState.InEffect, "observe");
        var observation = await injector.ObserveAsync(cancellation);
        if (observation.InEffect)
            State = FaultState.InEffect;
        return observation;
    }

    public async Task UndoAsync(CancellationToken cancellation)
    {
        if (State is FaultState.Undone)
            return;
        if (State is not FaultState.Idle)
        {
            State = FaultState.Undoing;
            await injector.UndoAsync(cancellation);
        }

        State = FaultState.Undone;
    }

    private void Require(bool legal, string action)
    {
        if (!legal)
            throw new InvalidOperationException($"A fault cannot {action} while it is {State}.");
    }
}
