using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.Replaying;
using Run = ValeoChaos.Core.Tests.Judging.Recording;

namespace ValeoChaos.Core.Tests.Replaying;

/// <summary>Scrapes every second, from the second 0 to 20, at 20x.</summary>
public sealed class StaleMarksTests
{
    private static readonly int[] Always = [.. Enumerable.Range(0, 21)];

    [Test]
    public void What_every_scrape_brings_never_ends() => Marks(Always, Always).Should().BeEmpty();

    [Test]
    public void What_a_scrape_does_not_bring_is_over_with_it() => Marks(Always, Without(7, 8)).Should().Equal(7);

    [Test]
    public void What_no_later_scrape_brings_is_over_with_the_next_one() => Marks(Always, UpTo(9)).Should().Equal(10);

    [Test]
    public void It_may_end_twice() => Marks(Always, Without(3, 12)).Should().Equal(3, 12);

    [Test]
    public void A_scrape_that_fell_out_ends_nothing() => Marks(Without(7), Without(7)).Should().BeEmpty();

    [Test]
    public void A_target_that_is_gone_ends_what_it_had_two_scrapes_later() => Marks(UpTo(9), UpTo(9)).Should().Equal(11.1);

    [Test]
    public void A_target_that_comes_back_had_ended() => Marks(Without(5, 6, 7, 8), Without(5, 6, 7, 8)).Should().Equal(6.1);

    [Test]
    public void A_target_that_is_there_at_the_end_has_not_ended() => Marks(Always, Always).Should().BeEmpty();

    [Test]
    public void The_same_is_true_of_whether_it_is_up() =>
        Of(Series("up", UpTo(9)), [Series("up", UpTo(9)), Series("up", Always, "10.42.0.8:8000")]).Should().Equal(11.1);

    /// <summary>It marks nothing when it stops, and when it is there again it has forgotten what it could mark.</summary>
    [Test]
    public void While_Prometheus_is_away_nothing_ends_but_what_is_seen_no_more_after_a_while()
    {
        int[] away = Without(5, 6, 7, 8);
        Of(Series("metric", away), [Series("up", away)]).Should().BeEmpty("it is there again before five minutes of production time are over");
        Of(Series("metric", UpTo(4)), [Series("up", away)]).Should().Equal(19);
    }

    [Test]
    public void Of_two_pods_at_one_address_each_has_its_own_scrapes()
    {
        var (first, second) = (Series("up", UpTo(9), pod: "one"), Series("up", [.. Enumerable.Range(10, 11)], pod: "two"));
        Of(Series("metric", UpTo(9), pod: "one"), [first, second, Series("up", Always, "10.42.0.8:8000")]).Should().Equal(11.1);
        Of(Series("metric", [.. Enumerable.Range(10, 6)], pod: "two"), [first, second]).Should().Equal(16);
    }

    private static IEnumerable<double> Marks(int[] up, int[] metric) =>
        // Another target is always there, so that Prometheus is.
        Of(Series("metric", metric), [Series("up", up), Series("up", Always, "10.42.0.8:8000")]);

    private static IEnumerable<double> Of(MetricSeries series, IReadOnlyList<MetricSeries> all) => new StaleMarks(Recording(), all).Of(series).Select(at => at / 1000.0);

    private static int[] Without(params int[] seconds) => [.. Always.Except(seconds)];

    private static int[] UpTo(int second) => [.. Enumerable.Range(0, second + 1)];

    private static MetricSeries Series(string metric, int[] seconds, string instance = "10.42.0.7:8000", string pod = "one") => new(
        new SeriesName(metric, new Dictionary<string, string> { ["job"] = "erp", ["instance"] = instance, ["pod"] = pod }), [.. seconds.Select(s => new Sample(s * 1000, 1))]);

    private static Recording Recording() => new()
    {
        From = DateTimeOffset.UnixEpoch,
        Until = DateTimeOffset.UnixEpoch.AddSeconds(20),
        ScrapeIntervals = new Dictionary<string, TimeSpan> { ["erp"] = TimeSpan.FromSeconds(1) },
        EvaluationInterval = TimeSpan.FromSeconds(2),
        Groups = [],
        Timeline = Run.Good,
    };
}
