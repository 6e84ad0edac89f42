using ValeoChaos.Core.Ports;
using ValeoChaos.Lab.Lanes;

namespace ValeoChaos.Lab.Tests.Lanes;

public sealed class ProcessorTrialTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    [Test]
    public async Task The_share_is_of_what_the_processors_asked_for_and_not_of_all_time() =>
        (await ProcessorTrial.ShareAsync(new Counting(new(Busy: 10, Idle: 10, Stolen: 10), new(Busy: 70, Idle: 910, Stolen: 50)), Moment, default)).Should().Be(0.6);

    [Test]
    public async Task A_machine_that_does_not_tell_has_all_it_asks_for() => (await ProcessorTrial.ShareAsync(new Counting(), Moment, default)).Should().Be(1);

    [Test]
    public async Task The_trial_itself_asks_for_processors()
    {
        // Two of five milliseconds on each core, and that in ticks of ten: a third of it must be seen.
        var machine = new Machine();
        var before = machine.Processors();
        await ProcessorTrial.ShareAsync(machine, TimeSpan.FromMilliseconds(500), default);
        var measured = machine.Processors()!.Value.Since(before!.Value)!;
        (measured.Busy + measured.Stolen).Should().BeGreaterThan(0.13);
    }

    [Test]
    public async Task A_trial_that_is_cancelled_ends()
    {
        using var stop = new CancellationTokenSource(Moment);
        await FluentActions.Awaiting(() => ProcessorTrial.ShareAsync(new Counting(), TimeSpan.FromMinutes(1), stop.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    private sealed class Counting(params ProcessorTimes[] readings) : IMachine
    {
        private readonly Queue<ProcessorTimes> left = new(readings);

        public ProcessorTimes? Processors() => left.TryDequeue(out var next) ? next : null;
    }
}
