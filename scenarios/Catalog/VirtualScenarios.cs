using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Load;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Scenarios;

/// <summary>
/// Scenarios that are proved in virtual time only, beside those of the catalogue: they last for an hour, or no lab can bring them
/// about at the right moment.
/// </summary>
public static class VirtualScenarios
{
    private static readonly AlertExpectation Blind = new() { Alert = "MonitoringBlind", Severity = "critical", Teams = ["platform-team", "primary-on-call"] };

    /// <summary>So few requests that one of them is more than five percent.</summary>
    private static LoadProfile HardlyAnybody(double rate = 0.04) => LoadProfiles.Night with
    {
        Name = "hardly anybody", ArrivalRate = rate, MinimumRate = 0, Requests = [new RequestTemplate("GET", "/api/v1/customers/42/statement")],
    };

    private static DatabaseLatency SlowWay { get; } = new(TimeSpan.FromMilliseconds(25), TimeSpan.Zero);

    /// <summary>Statements are slow where the way to the database is: one request in nineteen.</summary>
    private static LoadProfile SomeStatements => LoadProfiles.OfficeHours with
    {
        Name = "some statements",
        Requests = [.. LoadProfiles.OfficeHours.Requests.Select(r => r with { Weight = r.Weight * 9 }), new RequestTemplate("GET", "/api/v1/customers/42/statement", Weight: 5)],
    };

    /// <summary>
    /// So many requests in a window that a bound is a whole number of them. At thirty a second what fails or is slow comes in 75s for
    /// each pod, and its rate needs no rounding at any speed; else a sum would depend on its order, which promtool leaves to chance.
    /// </summary>
    private static LoadProfile Even(double rate) => LoadProfiles.Night with { Name = "even", ArrivalRate = rate, MinimumRate = 0 };

    private static LoadProfile Streams(int clients) => LoadProfiles.ShopFloor with { Streams = [LoadProfiles.ShopFloor.Streams[0] with { Clients = clients }] };

    /// <param name="milliseconds">Of a lab's time, after which one leaves and then the next.</param>
    private static LoadProfile Leaving(int clients, int milliseconds) =>
        LoadProfiles.ClosingTime with { Streams = [LoadProfiles.ClosingTime.Streams[0] with { Clients = clients, LeaveEvery = TimeSpan.FromMilliseconds(milliseconds) }] };

    public static IReadOnlyList<Scenario> All { get; } =
    [
        ErrorRateHigh.UpstreamDown, LatencyHigh.DatabaseLatency, SseDisconnectsHigh.LoadBalancerTimeout,
        LatencyHigh.SlowQueries.Unanswered(Escalation.Cto.After),
        (SseDisconnectsHigh.LoadBalancerTimeout with { Name = "load-balancer-timeout-for-an-hour" }).Unanswered(Escalation.Cto.After),
        DatabaseDown.PostgreSqlPodDown.Unanswered(Escalation.Cto.After),

        ErrorRateHigh.DatabaseConnectionsBroken.Virtual("connections-cut", "one request in twelve loses its connection to PostgreSQL", new DatabaseConnectionsCut(0.09), LoadProfiles.OfficeHours),
        ErrorRateHigh.DatabaseConnectionsBroken.Virtual("failures-at-hardly-any-traffic", "most of a dozen requests in five minutes fail", new DatabaseConnectionsBroken(AfterBytes: 4000), HardlyAnybody()),
        LatencyHigh.DatabaseLatency.Virtual("just-too-slow", "hardly more than five percent of the requests are slow, and hardly slower than half a second", new DatabaseLatency(TimeSpan.FromMilliseconds(20), TimeSpan.Zero), SomeStatements),
        LatencyHigh.DatabaseLatency.Virtual("slow-at-little-traffic", "every one of 21 requests in five minutes is slow", SlowWay, HardlyAnybody(0.07)),
        SseDisconnectsHigh.NetworkIssue.Virtual("cut-off", "no packet comes through from the ingress, and nobody can come back", new IngressPartitioned()),
        SseDisconnectsHigh.PodRestarts.Virtual("pods-deleted", "every pod is deleted at once", new PodRestarts(RestartKind.Deleted)),
        SseDisconnectsHigh.PodRestarts.Virtual("eleven-streams", "eleven clients lose their streams", new PodRestarts(RestartKind.Killed), Streams(11)),
        DatabaseDown.PostgreSqlPodDown.Virtual("flapping", "PostgreSQL starts and dies again and again", new DatabasePodRestarting()),
        DatabaseDown.PostgreSqlPodDown.Virtual("hanging", "PostgreSQL takes connections and answers nobody", new DatabaseContainerPaused()),
        DatabaseDown.ConnectionPoolExhausted.Virtual("server-connections-exhausted", "another client holds every connection that the server allows", new ConnectionPoolExhausted(ConnectionLimit.Server)),
        DatabaseDown.WrongCredentials.Virtual("wrong-credentials-everywhere", "every pod was restarted with a password that PostgreSQL refuses", new WrongCredentials(RestartMode.AllAtOnce)),
        DatabaseDown.PostgreSqlPodDown.Virtual("crash-loop", "the process in every pod dies as soon as it is up", new PodRestarts(RestartKind.CrashLoop)).Unanswered(Escalation.Cto.After)
            with { Alert = "MonitoringBlind", Name = "crash-loop", Cause = null, Section = null, Alerts = [Blind with { Escalations = [Escalation.Cto] }] },

        DatabaseDown.PostgreSqlPodDown.AmongOthers(), ErrorRateHigh.UpstreamDown.AmongOthers(), LatencyHigh.SlowQueries.AmongOthers(), SseDisconnectsHigh.PodRestarts.AmongOthers(),
        (DatabaseDown.PostgreSqlPodDown.Virtual("crash-loop", "the process in every pod dies as soon as it is up", new PodRestarts(RestartKind.CrashLoop))
            with { Alert = "MonitoringBlind", Cause = null, Section = null, Alerts = [Blind] }).AmongOthers(),
        DatabaseDown.PostgreSqlPodDown.Virtual("looks-lost", "PostgreSQL is gone, and the prober loses looks in the outage and after it", new DatabaseAwayUnseen()).AmongOthers(),
        DatabaseDown.PostgreSqlPodDown.Virtual("checks-break-before-outage", "the check of one pod and then of another fails, and later PostgreSQL is gone", new ChecksBreakBeforeOutage()).AmongOthers(),
        (QuietDay.OfficeHours with { Load = LoadProfiles.ShopFloor }).AmongOthers(),
        QuietDay.PodMoved.Virtual("failures-too-few", "most of six requests in five minutes fail, and that is less than five", new DatabaseConnectionsBroken(AfterBytes: 4000), HardlyAnybody(0.02)).AmongOthers(),
        QuietDay.PodMoved.Virtual("slow-at-hardly-any-traffic", "every one of a dozen requests is slow", SlowWay, HardlyAnybody()).AmongOthers(),

        DatabaseDown.PostgreSqlPodDown.Virtual("process-blocked", "PostgreSQL is gone, and the check that waits for it blocks every process", new ProcessBlocked())
            with { Alerts = [.. DatabaseDown.PostgreSqlPodDown.Alerts, Blind], Hold = TimeSpan.FromMinutes(6) },
        DatabaseDown.PostgreSqlPodDown.Virtual("flapping-slowly", "PostgreSQL hangs and comes back for a moment every two minutes", new DatabaseFlapping(7)) with { Hold = TimeSpan.FromMinutes(6) },
        DatabaseDown.PostgreSqlPodDown.Virtual("flapping-quickly", "PostgreSQL hangs and comes back for a moment every 75 seconds", new DatabaseFlapping(4)) with { Hold = TimeSpan.FromMinutes(6) },
        DatabaseDown.PostgreSqlPodDown.Virtual("outages-one-by-one", "PostgreSQL hangs for more than three minutes at a time, and each time is an outage of its own", new DatabaseFlapping(13)) with { Hold = TimeSpan.FromMinutes(9) },
        DatabaseDown.WrongCredentials.Virtual("wrong-credentials-for-half-an-hour", "a rollout is stuck for longer than it excuses lost streams", new WrongCredentials(RestartMode.Rolling)) with { Hold = TimeSpan.FromMinutes(32) },
        BlindTo("prober-gone", "nothing asks the pods for their health any more", MonitoringPart.Prober),
        BlindTo("deployment-unknown", "nothing tells of the deployment any more", MonitoringPart.DeploymentState),

        QuietDay.PodMoved.Virtual("database-moved", "PostgreSQL's pod is killed and another takes its place", new DatabasePodKilled()),
        QuietDay.PodMoved.Virtual("release-under-streams", "a good release takes 40 open streams along, pod by pod", new GoodRelease(), LoadProfiles.ShopFloor),
        QuietDay.PodMoved.Virtual("scaled-up", "somebody scales from three pods to five under 40 open streams", new Scaled(5), LoadProfiles.ShopFloor),
        QuietDay.PodMoved.Virtual("monitoring-restarted-under-streams", "Prometheus starts anew while 40 streams are open", new MonitoringRestarted(), LoadProfiles.ShopFloor),
        QuietDay.PodMoved.Virtual("failure-at-hardly-any-traffic", "one of a dozen requests fails", new OneFailedRequest(), HardlyAnybody()),
        QuietDay.PodMoved.Virtual("failures-too-few", "most of six requests in five minutes fail, and that is less than five", new DatabaseConnectionsBroken(AfterBytes: 4000), HardlyAnybody(0.02)),
        QuietDay.PodMoved.Virtual("ten-streams", "ten clients lose their streams, and ten are not more than ten", new PodRestarts(RestartKind.Killed), Streams(10)),
        QuietDay.PodMoved.Virtual("five-percent-failed", "five percent of the requests fail to the dot, of five minutes and then of half of them", new RequestBursts(BurstSize.FivePercent, Slow: false), Even(30)),
        QuietDay.PodMoved.Virtual("five-percent-slow", "five percent of the requests are slow to the dot, of five minutes and then of half of them", new RequestBursts(BurstSize.FivePercent, Slow: true), Even(30)),
        QuietDay.PodMoved.Virtual("five-failures", "five requests fail in five minutes, enough for a page, and then none", new RequestBursts(BurstSize.FiveRequests, Slow: false), Even(0.2)),
        QuietDay.PodMoved.Virtual("failures-in-a-rush", "so many requests come and go that the failed ones are never five percent of both windows", new RequestBursts(BurstSize.InARush, Slow: false), Even(2)),
        QuietDay.PodMoved.Virtual("streams-interrupted", "eight streams are cut off for half a minute, and scrapes are lost", new StreamsInterrupted(), Streams(8)),
        QuietDay.PodMoved.Virtual("pod-moved", "one pod is evicted and comes up again under eight streams", new PodMoved(), Streams(8)).AmongOthers(),
        QuietDay.PodMoved.Virtual("deployment-edited", "somebody changes the deployment, and its pods stay", new Scaled(3)),
        QuietDay.ClosingTime with { Name = "closing-time-in-a-hurry", Summary = "forty screens go off, eight a minute", Load = Leaving(40, milliseconds: 375) },
        QuietDay.ClosingTime with
        {
            Name = "a-quarter-goes", Summary = "ten of forty screens go off at once, and a quarter is not more than a quarter",
            Load = LoadProfiles.ClosingTime with { Streams = [.. Leaving(10, milliseconds: 20).Streams, .. Streams(30).Streams] },
        },
        QuietDay.PodMoved.Virtual("slow-at-hardly-any-traffic", "every one of 19 requests in five minutes is slow, and that is less than twenty", SlowWay, HardlyAnybody(0.064)),
    ];

    /// <summary>The same, beside applications, namespaces and alerts that have nothing to do with it.</summary>
    private static Scenario AmongOthers(this Scenario scenario) => scenario with
    {
        Name = $"{scenario.Name}-among-others", Summary = $"{scenario.Summary}, beside others that are ill", BesideOthers = true, Diagnose = [], Mitigation = null,
        Alerts = [.. scenario.Alerts.Select(a => a with { AcknowledgedAfter = null, Escalations = [] })],
    };

    /// <summary>Every scenario there is, those of a lab first.</summary>
    public static IReadOnlyList<Scenario> WithCatalogue { get; } = [.. ScenarioCatalog.All, .. All];

    private static Scenario BlindTo(string name, string summary, MonitoringPart part) =>
        DatabaseDown.PostgreSqlPodDown.Virtual(name, summary, new MonitoringPartGone(part)) with { Alert = "MonitoringBlind", Cause = null, Section = null, Alerts = [Blind] };

    /// <summary>Another fault behind the same alert. Nothing is diagnosed or mitigated in virtual time.</summary>
    private static Scenario Virtual(this Scenario scenario, string name, string summary, Fault fault, LoadProfile? load = null) => scenario with
    {
        Name = name, Summary = summary, Fault = fault, Load = load ?? scenario.Load, Diagnose = [], Mitigation = null,
        Alerts = [.. scenario.Alerts.Select(a => a with { AcknowledgedAfter = null })],
    };
}
