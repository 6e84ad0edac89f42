using ValeoChaos.Lab.Benchmarks;

namespace ValeoChaos.Lab.Tests.Benchmarks;

public sealed class ProxyBenchmarkTests
{
    [TestCase(120, true)]
    [TestCase(121, false)]
    public void The_latency_goal_counts_what_is_added_to_the_direct_round_trip(double median, bool met) => Result(median, 2, 2).LatencyMet.Should().Be(met);

    [TestCase(1.0, 2.0, true, TestName = "Throughput of 1 GB/s is enough where HAProxy gives more")]
    [TestCase(0.9, 2.0, false, TestName = "Less than 1 GB/s is not, where HAProxy gives more")]
    [TestCase(0.9, 0.8, true, TestName = "Less than 1 GB/s is enough where HAProxy gives less")]
    [TestCase(0.9, null, false, TestName = "Without HAProxy 1 GB/s is required")]
    public void The_throughput_goal_is_the_lower_of_1_GB_and_HAProxys(double ours, double? haproxy, bool met) => Result(50, ours, haproxy).ThroughputMet.Should().Be(met);

    [Test]
    public void A_path_is_measured_to_the_last_byte()
    {
        using var server = new EchoServer();
        var meter = new PathMeter("direct", server.Port, TimeProvider.System);
        meter.PingPong(200);
        meter.Stream(TimeSpan.FromMilliseconds(50));
        meter.Result.MedianMicroseconds.Should().BeInRange(1, 50_000);
        meter.Result.P99Microseconds.Should().BeGreaterThanOrEqualTo(meter.Result.MedianMicroseconds);
        meter.Result.GigabytesPerSecond.Should().BeGreaterThan(0.01);
    }

    private static ProxyBenchmarkResult Result(double median, double throughput, double? haproxy) => new(
        "test", new PathResult("direct", 20, 30, 3), new PathResult("lab agent", median, 200, throughput), haproxy is { } theirs ? new PathResult("haproxy", 70, 100, theirs) : null);
}
