using CsCheck;
using ValeoChaos.Core.Load;

namespace ValeoChaos.Core.Tests.Load;

public sealed class ArrivalScheduleTests
{
    private static readonly LoadProfile Profile = new()
    {
        Name = "test", ArrivalRate = 100, MinimumRate = 90, Requests = [new RequestTemplate("GET", "/a", 3), new RequestTemplate("GET", "/b")],
    };

    private static readonly Gen<TimeSpan> Length = Gen.Int[1, 5_000].Select(ms => TimeSpan.FromMilliseconds(ms));

    private static readonly Gen<LoadStep> OpenStep = Gen.OneOf(
        Gen.Select(Gen.Double[0, 300], Length, (rate, length) => (LoadStep)new Inject(rate, length)),
        Gen.Select(Gen.Double[0, 300], Length, (rate, length) => (LoadStep)new RampingInject(rate, length)),
        Length.Select(length => (LoadStep)new Pause(length)));

    [Test]
    public void Even_arrivals_keep_one_distance()
    {
        var schedule = new ArrivalSchedule(Profile with { Spacing = ArrivalSpacing.Even });
        Enumerable.Range(1, 50).Select(_ => schedule.Next()!.Value.Due).Should().Equal(Enumerable.Range(1, 50).Select(n => TimeSpan.FromMilliseconds(10 * n)));
    }

    [Test]
    public void Poisson_arrivals_keep_the_rate_and_spread_as_much_as_they_should()
    {
        var schedule = new ArrivalSchedule(Profile);
        var due = Enumerable.Range(0, 20_000).Select(_ => schedule.Next()!.Value.Due.TotalSeconds).ToList();
        var gaps = due.Zip(due.Skip(1), (a, b) => b - a).ToList();
        var mean = gaps.Average();
        mean.Should().BeApproximately(0.01, 0.0003);
        // An exponential distribution's standard deviation is its mean.
        Math.Sqrt(gaps.Average(g => (g - mean) * (g - mean))).Should().BeApproximately(mean, 0.0005);
    }

    [Test]
    public void A_ramp_from_nothing_sends_half_of_what_its_last_rate_would()
    {
        var schedule = new ArrivalSchedule(Profile with { Steps = [new RampingInject(100, TimeSpan.FromSeconds(10))], Spacing = ArrivalSpacing.Even });
        var due = All(schedule);
        due.Should().HaveCount(500);
        due.Count(d => d <= TimeSpan.FromSeconds(5)).Should().Be(125, "a quarter of the area lies under the first half of a triangle");
        due[^1].Should().Be(TimeSpan.FromSeconds(10));
    }

    [Test]
    public void Any_steps_send_the_area_under_their_rates_in_order_and_none_in_a_pause() =>
        OpenStep.List[1, 6].Sample(steps =>
        {
            var profile = Profile with { Steps = steps, Spacing = ArrivalSpacing.Even };
            var due = All(new ArrivalSchedule(profile));
            var (area, rate, start) = (0.0, 0.0, TimeSpan.Zero);
            foreach (var step in steps)
            {
                var seconds = step.Length!.Value.TotalSeconds;
                area += step switch { Inject s => s.Rate * seconds, RampingInject s => (rate + s.Rate) / 2 * seconds, _ => 0 };
                rate = step switch { Inject s => s.Rate, RampingInject s => s.Rate, _ => 0 };
                if (step is Pause && due.Any(d => d > start + TimeSpan.FromTicks(1) && d < start + step.Length))
                    return false;
                start += step.Length.Value;
            }

            return Math.Abs(due.Count - area) <= 1 && due.Zip(due.Skip(1)).All(p => p.First <= p.Second);
        });

    [Test]
    public void The_plan_counts_what_the_schedule_sends() =>
        Gen.Select(OpenStep.List[1, 6], Gen.Double[0, 20]).Sample((steps, seconds) =>
        {
            var profile = Profile with { Steps = steps, Spacing = ArrivalSpacing.Even };
            var moment = TimeSpan.FromSeconds(seconds);
            return Math.Abs(All(new ArrivalSchedule(profile)).Count(d => d <= moment) - new LoadPlan(profile).ArrivalsUntil(moment)) <= 1.01;
        });

    [Test]
    public void Copies_ramp_in_a_straight_line_and_stay()
    {
        var plan = new LoadPlan(Profile with { Steps = [new RampingConstant(10, TimeSpan.FromSeconds(10)), new Pause(TimeSpan.FromSeconds(1)), new KeepConstant(4)] });
        new[] { 0, 2.5, 5, 9.9, 10.5, 11, 5_000 }.Select(s => plan.CopiesAt(TimeSpan.FromSeconds(s))).Should().Equal(0, 3, 5, 10, 0, 4, 4);
        plan.Closed.Should().BeTrue();
    }

    [Test]
    public void Steps_that_cannot_be_laid_out_are_refused_with_their_number()
    {
        Planning().Should().Throw<ArgumentException>().WithMessage("*has no step*");
        Planning(new Inject(1), new Inject(2)).Should().Throw<ArgumentException>().WithMessage("*step 1 has no duration*");
        Planning(new Pause(TimeSpan.Zero)).Should().Throw<ArgumentException>().WithMessage("*step 1 must last*");
        Planning(new Inject(5, TimeSpan.FromSeconds(1)), new Inject(-1)).Should().Throw<ArgumentException>().WithMessage("*step 2 asks for less than nothing*");
    }

    [Test]
    public void Requests_come_by_their_weight_and_none_is_missing_for_long()
    {
        var schedule = new ArrivalSchedule(Profile);
        var kinds = Enumerable.Range(0, 400).Select(_ => schedule.Next()!.Value.Request).ToList();
        kinds.Chunk(4).Should().AllSatisfy(four => four.Count(kind => kind == 0).Should().Be(3));
    }

    [Test]
    public void The_same_seed_gives_the_same_schedule()
    {
        var (one, other) = (new ArrivalSchedule(Profile), new ArrivalSchedule(Profile));
        Enumerable.Range(0, 1_000).Select(_ => one.Next()).Should().Equal(Enumerable.Range(0, 1_000).Select(_ => other.Next()));
    }

    private static Action Planning(params LoadStep[] steps) => () => _ = new LoadPlan(Profile with { Steps = steps });

    private static List<TimeSpan> All(ArrivalSchedule schedule)
    {
        var due = new List<TimeSpan>();
        while (schedule.Next() is { } arrival)
            due.Add(arrival.Due);
        return due;
    }
}
