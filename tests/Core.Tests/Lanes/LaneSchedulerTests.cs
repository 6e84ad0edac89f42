using CsCheck;
using ValeoChaos.Core.Lanes;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.Tests.Lanes;

public sealed class LaneSchedulerTests
{
    private static readonly LabNeeds Pod = new(DatabaseForm.Pod);
    private static readonly LabNeeds Managed = new(DatabaseForm.Container);
    private static readonly LaneScheduler Scheduler = new(TimeSpan.FromSeconds(20));

    [Test]
    public void The_longest_run_goes_first() =>
        Next([Up(0, Pod)], Run(0, Pod, 30), Run(1, Pod, 50), Run(2, Pod, 40)).Should().Be(new Assignment(0, 1, Boots: false));

    [Test]
    public void A_lab_that_is_up_is_used_before_another_is_booted() =>
        Next([Empty(0), Up(1, Pod)], Run(0, Managed, 90), Run(1, Pod, 10)).Should().Be(new Assignment(1, 1, Boots: false));

    [Test]
    public void An_empty_lane_boots_what_no_lab_is_up_for() =>
        Next([Busy(0, Pod), Empty(1)], Run(0, Pod, 30), Run(1, Managed, 5)).Should().Be(new Assignment(1, 1, Boots: true));

    [Test]
    public void A_second_lab_is_booted_where_it_saves_more_than_its_boot() =>
        Next([Busy(0, Pod), Empty(1)], Run(0, Pod, 30), Run(1, Pod, 40)).Should().Be(new Assignment(1, 1, Boots: true));

    [Test]
    public void And_not_where_it_does_not() => Next([Busy(0, Pod), Empty(1)], Run(0, Pod, 30)).Should().BeNull();

    [Test]
    public void A_lab_that_nobody_waits_for_makes_room() =>
        Next([Up(0, Pod)], Run(0, Managed, 30)).Should().Be(new Assignment(0, 0, Boots: true));

    [Test]
    public void An_empty_lane_is_taken_before_a_lab_has_to_go() =>
        Next([Up(0, Pod), Empty(1)], Run(0, Managed, 30)).Should().Be(new Assignment(1, 0, Boots: true));

    [Test]
    public void Who_brings_a_lab_of_its_own_needs_only_the_place() =>
        Next([Busy(0, Pod), Empty(1)], Run(0, null, 5)).Should().Be(new Assignment(1, 0, Boots: false));

    [Test]
    public void Nothing_starts_where_every_lane_is_busy() => Next([Busy(0, Pod), Busy(1, Pod)], Run(0, Pod, 30)).Should().BeNull();

    [Test]
    public void Every_run_gets_its_turn_on_a_lab_that_fits_it() => Gen.Select(Gen.Int[1, 4], Gen.Select(Gen.Int[0, 2], Gen.Int[1, 120]).Array[0, 20]).Sample((lanes, asked) =>
    {
        var state = Enumerable.Range(0, lanes).Select(Empty).ToArray();
        var waiting = asked.Select((a, n) => Run(n, a.Item1 switch { 0 => Pod, 1 => Managed, _ => null }, a.Item2)).ToList();
        while (waiting.Count > 0)
        {
            var next = Scheduler.Next(state, waiting);
            if (next is null)
            {
                // Nothing can start, so something must be under way; the first of it ends.
                var busy = Array.FindIndex(state, l => l.Busy);
                if (busy < 0)
                    return false;
                state[busy] = state[busy] with { Busy = false };
                continue;
            }

            var run = waiting.Single(w => w.Number == next.Run);
            var lane = state[next.Lane];
            if (lane.Busy || next.Boots != (run.Needs is not null && lane.Lab != run.Needs))
                return false;
            state[next.Lane] = new LaneState(next.Lane, run.Needs, Busy: true);
            waiting.Remove(run);
        }

        return true;
    });

    [TestCase(1, 1, 0.5, 64, 1)]
    [TestCase(2, 1, 0.5, 24, 2)]
    [TestCase(2, 0.8, 0.5, 24, 2)]
    [TestCase(2, 0.6, 0.5, 24, 1)]
    [TestCase(2, 0, 0.5, 24, 1)]
    [TestCase(16, 1, 0.5, 4, 2)]
    [TestCase(8, 1, 0.5, 1, 1)]
    [TestCase(2, 1, 10, 24, 2)]
    [TestCase(16, 1, 11, 24, 1)]
    public void Lanes_are_what_cores_and_memory_carry(int cores, double share, double freshPageMicroseconds, int gigabytes, int lanes) =>
        LaneCount.For(cores, share, TimeSpan.FromMicroseconds(freshPageMicroseconds), gigabytes * 1_000_000_000L).Should().Be(lanes);

    private static Assignment? Next(LaneState[] lanes, params WaitingRun[] waiting) => Scheduler.Next(lanes, waiting);

    private static WaitingRun Run(int number, LabNeeds? needs, int seconds) => new(number, needs, TimeSpan.FromSeconds(seconds));

    private static LaneState Empty(int number) => new(number, null, Busy: false);

    private static LaneState Up(int number, LabNeeds needs) => new(number, needs, Busy: false);

    private static LaneState Busy(int number, LabNeeds needs) => new(number, needs, Busy: true);
}
