using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Scenarios;

/// <summary>Every scenario there is.</summary>
public static class ScenarioCatalog
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        ErrorRateHigh.DatabaseConnectionsBroken, ErrorRateHigh.UpstreamDownUnanswered, ErrorRateHigh.BadRelease,
        LatencyHigh.SlowQueries, LatencyHigh.CpuLimit, LatencyHigh.HighLoad, LatencyHigh.DatabaseLatencyUnanswered,
        SseDisconnectsHigh.PodRestarts, SseDisconnectsHigh.NetworkIssue, SseDisconnectsHigh.LoadBalancerTimeoutUnanswered,
        DatabaseDown.PostgreSqlPodDown, DatabaseDown.PostgreSqlContainerDown, DatabaseDown.ConnectionPoolExhausted,
        DatabaseDown.NetworkPartition, DatabaseDown.WrongCredentials, QuietDay.OfficeHours,
        QuietDay.GoodRelease, QuietDay.ScaledDown, QuietDay.NightWithOneError, QuietDay.SlowRareEndpoint, QuietDay.DatabaseBlip, QuietDay.LostScrape,
        QuietDay.MonitoringRestarted, QuietDay.PodMoved, QuietDay.ClosingTime,
    ];
}
