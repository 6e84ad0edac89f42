using CsCheck;
using ValeoChaos.Core.Faults;

namespace ValeoChaos.Core.Tests.Faults;

public sealed class FaultSessionTests
{
    private enum Step { Inject, InjectFailing, Observe, Undo, UndoFailing }

    [Test]
    public void Whatever_the_order_of_calls_an_injected_fault_is_undone_once_and_never_injected_twice() =>
        Gen.Enum<Step>().List[1, 12].Sample(async steps => await Walk(steps), iter: 10_000);

    [Test]
    public async Task Undo_before_injection_touches_nothing()
    {
        var hands = new CountingHands();
        var session = new FaultSession(hands);
        await session.UndoAsync(default);
        (hands.Undone, session.State).Should().Be((0, FaultState.Undone));
    }

    [Test]
    public async Task An_injection_that_throws_half_way_is_still_undone()
    {
        var hands = new CountingHands { FailInject = true };
        var session = new FaultSession(hands);
        await session.Invoking(s => s.InjectAsync(default)).Should().ThrowAsync<IOException>();
        await session.UndoAsync(default);
        hands.Undone.Should().Be(1);
    }

    private static async Task Walk(IReadOnlyList<Step> steps)
    {
        var hands = new CountingHands();
        var session = new FaultSession(hands);
        foreach (var step in steps)
            await Take(step, session, hands);
        hands.FailUndo = false;
        await session.UndoAsync(default);
        session.State.Should().Be(FaultState.Undone);
        hands.Injected.Should().BeLessThanOrEqualTo(1);
        hands.Undone.Should().Be(hands.Injected, "steps were {0}", string.Join(", ", steps));
    }

    private static async Task Take(Step step, FaultSession session, CountingHands hands)
    {
        (hands.FailInject, hands.FailUndo) = (step is Step.InjectFailing, step is Step.UndoFailing);
        var before = session.State;
        try
        {
            await (step switch
            {
                Step.Inject or Step.InjectFailing => session.InjectAsync(default),
                Step.Observe => session.ObserveAsync(default),
                _ => session.UndoAsync(default),
            });
        }
        catch (InvalidOperationException)
        {
            session.State.Should().Be(before, "an illegal call changes nothing");
        }
        catch (IOException)
        {
            session.State.Should().BeOneOf(FaultState.Injecting, FaultState.Undoing);
        }
    }

    private sealed class CountingHands : IFaultInjector
    {
        public bool FailInject { get; set; }

        public bool FailUndo { get; set; }

        public int Injected { get; private set; }

        public int Undone { get; private set; }

        public Task InjectAsync(CancellationToken cancellation)
        {
            Injected++;
            return FailInject ? throw new IOException("half way") : Task.CompletedTask;
        }

        public Task<FaultObservation> ObserveAsync(CancellationToken cancellation) => Task.FromResult(new FaultObservation(true, "seen"));

        public Task UndoAsync(CancellationToken cancellation)
        {
            if (FailUndo)
                throw new IOException("not yet");
            Undone++;
            return Task.CompletedTask;
        }
    }
}
