using ValeoChaos.Core.Load;

namespace ValeoChaos.Core.Tests.Load;

public sealed class ArrivalScheduleTests
{
    private static readonly LoadProfile Profile = new()
    {
        Name = "test", ArrivalRate = 100, MinimumRate = 90, Requests = [new RequestTemplate("GET", "/a", 3), new RequestTemplate("GET", "/b")],
    };

    [Test]
    public void Even_arrivals_keep_one_distance()
    {
        var schedule = new ArrivalSchedule(Profile with { Spacing = ArrivalSpacing.Even });
        Enumerable.Range(1, 50).Select(_ => schedule.Next().Due).Should().Equal(Enumerable.Range(1, 50).Select(n => TimeSpan.FromMilliseconds(10 * n)));
    }

    [Test]
    public void Poisson_arrivals_keep_the_rate_and_spread_as_much_as_they_should()
    {
        var schedule = new ArrivalSchedule(Profile);
        var due = Enumerable.Range(0, 20_000).Select(_ => schedule.Next().Due.TotalSeconds).ToList();
        var gaps = due.Zip(due.Skip(1), (a, b) => b - a).ToList();
        var mean = gaps.Average();
        mean.Should().BeApproximately(0.01, 0.0003);
        // An exponential distribution's standard deviation is its mean.
        Math.Sqrt(gaps.Average(g => (g - mean) * (g - mean))).Should().BeApproximately(mean, 0.0005);
    }

    [Test]
    public void Requests_come_by_their_weight()
    {
        var schedule = new ArrivalSchedule(Profile);
        Enumerable.Range(0, 10_000).Count(_ => schedule.Next().Request.PathAndQuery == "/a").Should().BeInRange(7_300, 7_700);
    }

    [Test]
    public void The_same_seed_gives_the_same_schedule()
    {
        var (one, other) = (new ArrivalSchedule(Profile), new ArrivalSchedule(Profile));
        Enumerable.Range(0, 1_000).Select(_ => one.Next()).Should().Equal(Enumerable.Range(0, 1_000).Select(_ => other.Next()));
    }
}
