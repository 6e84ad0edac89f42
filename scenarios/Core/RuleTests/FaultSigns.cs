using ValeoChaos.Core.Faults;

namespace ValeoChaos.Core.RuleTests;

/// <summary>The one place that knows what a fault looks like to the monitoring.</summary>
internal static class FaultSigns
{
    /// <summary>
    /// The catalogue's machine times are chosen for a lab at this speed, where the machine cannot do with less. A virtual clock can,
    /// so they become the production times that they stand for.
    /// </summary>
    public const double LabSpeed = 20;

    /// <summary>The application gives a pool, or a connection, two seconds.</summary>
    private static readonly TimeSpan GivesUp = TimeSpan.FromSeconds(2);

    /// <summary>Of a request that waits for its turn on a processor.</summary>
    private static readonly TimeSpan Queued = TimeSpan.FromSeconds(2);

    /// <summary>A row that is read because no index tells where the right ones are.</summary>
    private static readonly TimeSpan Row = TimeSpan.FromMilliseconds(30) / 400_000;

    private static readonly TimeSpan Keepalive = TimeSpan.FromSeconds(15);

    /// <summary>An event, a keepalive, and an acknowledgement of each.</summary>
    private const int PacketsPerKeepalive = 4;

    private static readonly Signs DatabaseAway = new() { Fails = Asking(1), Ready = false, DatabasePort = false };

    /// <summary>Nothing answers, and nothing refuses either.</summary>
    private static readonly Signs DatabaseHangs = new() { Fails = Asking(1), Takes = f => f.AsksDatabase ? GivesUp : TimeSpan.Zero, Ready = false };

    /// <summary>Up to the eighth look a check at each decision fails on another of three pods; all do for five minutes from the twelfth.</summary>
    private static readonly Signs ChecksBreak = new()
    {
        Ready = false,
        Refuses = (look, pod) => look >= 12 || (look <= 8 && look % Beat.LooksPerDecision == 0 && look / Beat.LooksPerDecision % 3 == pod),
        OverAfter = 32,
    };

    /// <exception cref="RuleTestException">Nothing says what the fault looks like.</exception>
    public static Signs Of(Fault? fault) => fault switch
    {
        null or NothingBroken => new Signs(),
        DatabaseFault database => Of(database),
        LookAlike lookAlike => Of(lookAlike),
        SlowQueries slow => new Signs { Takes = f => slow.Rows * Row * f.RoundTrips },
        CpuLimited limited => new Signs { Takes = f => f.Endpoint == limited.Endpoint ? limited.Takes : TimeSpan.Zero, Churn = Churn.Rollout, OnNewPods = true },
        HighLoad load => new Signs { Takes = f => f == RequestFacts.Of(load.Request) ? Queued : TimeSpan.Zero, MoreLoad = load.Rate },
        UpstreamDown => new Signs { Fails = f => f.Endpoint == RequestFacts.ShippingRates ? 1 : 0, Status = 502 },
        BadRelease => new Signs { Fails = f => f.Endpoint == RequestFacts.Articles ? 1 : 0, Status = 500, Churn = Churn.Rollout, OnNewPods = true },
        PodRestarts { Kind: RestartKind.Deleted } => new Signs { Churn = Churn.ReplacedAtOnce, OverAfter = 1 },
        PodRestarts { Kind: RestartKind.Killed } => new Signs { Churn = Churn.Restarted, OverAfter = 1 },
        PodRestarts => new Signs { Churn = Churn.Crashing },
        IngressCutsStreams cut => new Signs { StreamLife = cut.After * LabSpeed },
        IngressConnectionsReset reset => new Signs { StreamLife = Keepalive * Math.Ceiling(reset.AfterPackets / (double)PacketsPerKeepalive) },
        IngressPartitioned => new Signs { IngressPasses = false },
        RequestBursts bursts => Of(bursts),
        // Of scrapes some are lost while streams go, some while they come, and for as long as a pod may be silent.
        StreamsInterrupted => new Signs { IngressPasses = false, OverAfter = 2, ScrapesLost = [(1, 2, 2), (2, 4, 6), (2, 26, 31)] },
        MonitoringPartGone gone => new Signs { Unknown = gone.Part },
        _ => throw Unknown(fault),
    };

    private static Signs Of(DatabaseFault fault) => fault switch
    {
        DatabasePodStopped or DatabaseContainerKilled => DatabaseAway,
        // Another pod is ready within half a minute.
        DatabasePodKilled => DatabaseAway with { OverAfter = 2 },
        DatabaseFlapping flapping => DatabaseHangs with { ShowsFor = flapping.Looks },
        DatabasePodRestarting => DatabaseAway with { ShowsFor = 3 },
        // Its connections stay open, so that nothing gives up but the prober.
        DatabaseContainerPaused => DatabaseHangs with { ReadyHangs = true },
        ProcessBlocked => DatabaseAway with { ReadyHangs = true, Blocks = true },
        DatabaseAwayUnseen => DatabaseAway with { OverAfter = 30, ProbesLost = [(2, 2), (12, 16), (32, 32)] },
        ChecksBreakBeforeOutage => ChecksBreak,
        DatabasePartitioned or ConnectionPoolExhausted => DatabaseHangs,
        DatabaseLatency latency => new Signs { Takes = f => latency.Latency * f.RoundTrips },
        DatabaseConnectionsCut cut => new Signs { Fails = Asking(cut.Share), Ready = cut.Share < 1 },
        DatabaseConnectionsBroken broken => new Signs { Fails = f => Math.Min(1, f.AnswerBytes / (double)broken.AfterBytes) },
        WrongCredentials { Restart: RestartMode.Rolling } => new Signs { Ready = false, Churn = Churn.StuckRollout, OnNewPods = true },
        WrongCredentials => new Signs { Fails = Asking(1), Ready = false, Churn = Churn.ReplacedAtOnce, OnNewPods = true },
        _ => throw Unknown(fault),
    };

    private static Signs Of(LookAlike lookAlike) => lookAlike switch
    {
        GoodRelease => new Signs { Churn = Churn.Rollout, OverAfter = 1 },
        Scaled scaled => new Signs { Churn = Churn.Scaled, Replicas = scaled.Replicas, OverAfter = 1 },
        OneFailedRequest => new Signs { SingleFailures = 1, Status = 500, OverAfter = 1 },
        MonitoringRestarted => new Signs { ForgetsHistory = true, OverAfter = 1 },
        // At a decision, or nobody would look.
        ScrapeLost => new Signs { ScrapesLost = [(1, Beat.LooksPerDecision, Beat.LooksPerDecision)], OverAfter = Beat.LooksPerDecision },
        PodMoved => new Signs { Churn = Churn.OneMoved, OverAfter = 1 },
        _ => throw Unknown(lookAlike),
    };

    private static Signs Of(RequestBursts bursts)
    {
        var signs = bursts.Size switch
        {
            // Of all in one look, and of half of those twelve looks later.
            BurstSize.FivePercent => new Signs { Part = (look, _) => look switch { 1 => 1, 13 => 0.5, _ => 0 }, OverAfter = 13 },
            BurstSize.FiveRequests => new Signs { Part = (_, pod) => pod == 0 ? 1 : 0, OverAfter = 5 },
            // The first leaves the shorter window before the second comes. That one is four or five percent of what comes in the shorter
            // window, more of what comes on average in the longer one, and far more of what comes in the half minute without the rush.
            BurstSize.InARush => new Signs { Part = (look, _) => look switch { 1 => 0.9, 13 => 0.4, _ => 0 }, Pace = look => look is < 5 or 15 or 16 ? 1 : 3, OverAfter = 24 },
            _ => throw Unknown(bursts),
        };
        return bursts.Slow ? signs with { Takes = _ => Queued } : signs with { Fails = _ => 1 };
    }

    private static Func<RequestFacts, double> Asking(double share) => f => f.AsksDatabase ? share : 0;

    private static RuleTestException Unknown(Fault fault) =>
        new($"Nothing says what {fault.Name} looks like to the monitoring. Add it to {nameof(FaultSigns)}.");
}
