using System.Reflection;
using System.Text.Json.Serialization;
using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Load;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Tests.Judging;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Tests.Faults;

public sealed class FaultTests
{
    private static IEnumerable<Fault> Samples =>
    [
        new DatabasePodStopped(), new DatabasePodKilled(), new DatabasePodRestarting(), new DatabaseContainerKilled(), new DatabaseContainerPaused(),
        new DatabasePartitioned(), new DatabaseLatency(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(50)), new DatabaseConnectionsCut(0.5),
        new ConnectionPoolExhausted(ConnectionLimit.Server), new WrongCredentials(RestartMode.AllAtOnce), new SlowQueries(1000), new CpuLimited("/api/v1/price-list", TimeSpan.FromMilliseconds(800)), new HighLoad(new RequestTemplate("GET", "/api/v1/articles"), 70),
        new UpstreamDown(), new ProcessBlocked(), new DatabaseAwayUnseen(), new ChecksBreakBeforeOutage(), new DatabaseFlapping(7), new RequestBursts(BurstSize.FivePercent, Slow: true), new StreamsInterrupted(), new MonitoringPartGone(MonitoringPart.Prober), new BadRelease(), new PodRestarts(RestartKind.CrashLoop), new IngressCutsStreams(TimeSpan.FromSeconds(1)),
        new IngressPartitioned(), new GoodRelease(), new Scaled(2), new OneFailedRequest(), new MonitoringRestarted(), new PodMoved(), new ScrapeLost(), new IngressConnectionsReset(14), new DatabaseConnectionsBroken(4000), new NothingBroken(new DatabasePodStopped()),
    ];

    private static Scenario Streaming => Recording.Scenario with { Load = Recording.Scenario.Load with { Streams = [new HeldStreams("/api/stream/orders", Clients: 4, Silence: TimeSpan.FromSeconds(5))] } };

    [TestCaseSource(nameof(Samples))]
    public void It_survives_being_recorded(Fault fault)
    {
        var recorded = (Recording.Good with { Scenario = Recording.Scenario with { Fault = fault } }).ToJson();
        Timeline.Parse(recorded, "timeline.json").Scenario.Fault.Should().Be(fault);
    }

    [Test]
    public void Every_fault_is_among_the_samples() =>
        typeof(Fault).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(a => a.DerivedType).Should().BeEquivalentTo(Samples.Select(s => s.GetType()));

    [Test]
    public void A_scenario_that_holds_streams_shares_its_lab_and_says_so()
    {
        (Streaming.HoldsStreams, Recording.Scenario.HoldsStreams).Should().Be((true, false));
        Streaming.Needs.Should().Be(Recording.Scenario.Needs);
    }

    [Test]
    public void Alertmanager_remembers_an_acknowledged_page()
    {
        var acknowledged = Recording.Scenario with { Alerts = [.. Recording.Scenario.Alerts.Select(a => a with { AcknowledgedAfter = TimeSpan.FromSeconds(30) })] };
        new[] { acknowledged, Recording.Scenario }.Select(s => s.LingersInAlertmanager).Should().Equal(true, false);
    }

    [Test]
    public void Every_name_is_its_own() => Samples.Select(s => s.Name).Should().OnlyHaveUniqueItems();
}
