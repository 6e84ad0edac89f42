using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Load;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Scenarios;

/// <summary>Look-alikes that must stay silent. Twelve minutes of production time outlast the slowest rule's window and <c>for</c>.</summary>
public static class QuietDay
{
    public static Scenario OfficeHours { get; } = Day("office-hours", "office load and no fault: nobody is paged", LoadProfiles.OfficeHours);

    public static Scenario GoodRelease { get; } = Day("good-release", "the same version is rolled out again under office load", LoadProfiles.OfficeHours, new GoodRelease()) with { MostSpeed = 10 };

    /// <summary>Thirteen screens lose their stream by intention.</summary>
    public static Scenario ScaledDown { get; } = Day("scaled-down", "somebody scales from three pods to two under 40 open streams", LoadProfiles.ShopFloor, new Scaled(2));

    public static Scenario NightWithOneError { get; } = Day("night-with-one-error", "hardly any traffic, and one request fails", LoadProfiles.Night, new OneFailedRequest());

    /// <summary>Statements take over half a second, and they are one request in forty.</summary>
    public static Scenario SlowRareEndpoint { get; } = Day(
        "slow-rare-endpoint", "one endpoint is slow, and hardly anybody asks for it", LoadProfiles.RareStatements,
        new DatabaseLatency(TimeSpan.FromMilliseconds(25), TimeSpan.FromMilliseconds(5)));

    /// <summary>
    /// The database is away for less than the minute that DatabaseDown waits. To see that it is, to bring it back and to connect anew takes
    /// a slow machine four seconds, which at 20x are more than that minute.
    /// </summary>
    public static Scenario DatabaseBlip { get; } = Day(
        "database-blip", "connections to PostgreSQL fail for less than a minute", LoadProfiles.OfficeHours, new DatabaseConnectionsCut(1)) with
    {
        OverAfter = TimeSpan.Zero, MostSpeed = 10,
    };

    /// <summary>Streams are held, for the rule of lost streams is the one that a vanished gauge could deceive.</summary>
    public static Scenario LostScrape { get; } = Day("lost-scrape", "one scrape of one pod gets no answer, under 40 open streams", LoadProfiles.ShopFloor, new ScrapeLost());

    public static Scenario MonitoringRestarted { get; } = Day("monitoring-restarted", "Prometheus starts anew and knows nothing of the past", LoadProfiles.OfficeHours, new MonitoringRestarted());

    public static Scenario PodMoved { get; } = Day("pod-moved", "one pod is evicted and comes up again", LoadProfiles.OfficeHours, new PodMoved());

    public static Scenario ClosingTime { get; } = Day("closing-time", "forty screens go off one after the other", LoadProfiles.ClosingTime);

    private static Scenario Day(string name, string summary, LoadProfile load, Fault? lookAlike = null) => new()
    {
        Alert = "QuietDay",
        Name = name,
        Summary = summary,
        Database = DatabaseForm.Pod,
        Load = load,
        Fault = lookAlike,
        QuietFor = TimeSpan.FromMinutes(12),
    };
}
