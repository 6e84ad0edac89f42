using CsCheck;
using ValeoChaos.Core.Load;
using ValeoChaos.Core.Tests.Judging;
using ValeoChaos.Core.Timelines;
using ValeoChaos.Scenarios;

namespace ValeoChaos.Core.Tests.Load;

public sealed class LoadProfileTests
{
    private static readonly Gen<TimeSpan> Length = Gen.Int[1, 100_000].Select(ms => TimeSpan.FromMilliseconds(ms));

    private static readonly Gen<LoadStep> AnyStep = Gen.OneOf(
        Gen.Select(Gen.Double[0, 5_000], Length, (rate, length) => (LoadStep)new Inject(rate, length)),
        Gen.Double[0, 5_000].Select(rate => (LoadStep)new Inject(rate)),
        Gen.Select(Gen.Double[0, 5_000], Length, (rate, length) => (LoadStep)new RampingInject(rate, length)),
        Gen.Select(Gen.Int[0, 500], Length, (copies, length) => (LoadStep)new KeepConstant(copies, length)),
        Gen.Select(Gen.Int[0, 500], Length, (copies, length) => (LoadStep)new RampingConstant(copies, length)),
        Length.Select(length => (LoadStep)new Pause(length)));

    [Test]
    public void Any_profile_is_the_same_after_a_recording_was_written_and_read() =>
        Gen.Select(AnyStep.List[1, 5], Gen.Int[0, 50]).Sample((steps, clients) =>
        {
            var load = Recording.Scenario.Load with { Steps = steps, Streams = [new HeldStreams("/s", clients, TimeSpan.FromSeconds(45))] };
            var read = Timeline.Parse((Recording.Good with { Scenario = Recording.Scenario with { Load = load } }).ToJson(), "timeline.json").Scenario.Load;
            return read.Steps.SequenceEqual(load.Steps) && read.Streams.SequenceEqual(load.Streams) && read.ArrivalRate == load.ArrivalRate;
        }, iter: 50);

    [Test]
    public void A_step_is_written_with_its_kind_and_nothing_that_is_computed()
    {
        var json = (Recording.Good with { Scenario = Recording.Scenario with { Load = LoadProfiles.OfficeHours } }).ToJson();
        json.Should().Contain("\"step\": \"inject\"").And.NotContain("\"length\"").And.NotContain("\"arrivalRate\"");
    }

    [Test]
    public void Office_hours_are_twenty_requests_a_second_until_stopped()
    {
        LoadProfiles.OfficeHours.Steps.Should().Equal(new Inject(20));
        LoadProfiles.OfficeHours.MinimumRate.Should().Be(18);
    }

    [Test]
    public void What_was_measured_keeps_streams_and_steps_beside_the_load()
    {
        var result = new LoadResult
        {
            Engine = "e", Offered = 100, Completed = 90, Failed = 8, CutOff = 2, Statuses = new Dictionary<string, long> { ["200"] = 90 },
            Elapsed = TimeSpan.FromSeconds(10), P50Ms = 1, P95Ms = 2, P99Ms = 3, MaxMs = 4, ScheduleErrorP99Ms = double.NaN,
            Streams = new StreamCounts(3, 4, 3, 3, 12, new Dictionary<string, long> { [StreamEnd.Reset] = 1 }),
            Beside = [new BesideStep("hold", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3))],
        };
        var recorded = Recording.Good.With(26.5, result.ToEvent(Recording.Scenario.Load));
        var read = Timeline.Parse(recorded.ToJson(), "timeline.json").Events.OfType<LoadMeasured>().Last();
        (read.OfferedRate, read.AchievedRate, read.ScheduleErrorP99Ms).Should().Be((10, 9.8, null));
        read.Streams.Should().BeEquivalentTo(result.Streams);
        read.Beside.Should().Equal(result.Beside);
        Core.Reporting.EventText.Of(read).Should().EndWith("streams 3 of 3 open, 12 events, 1 reset; beside it hold at +2.0 s for 3.0 s");
    }
}
