using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Load;

namespace ValeoChaos.Core.RuleTests;

/// <summary>valeo-erp under load, look by look in production time, and a fault in it. It computes what is measured and decides nothing.</summary>
internal sealed class ErpWorld
{
    /// <summary>The last look of health before the fault: longer than the history that any rule needs for its first decision.</summary>
    public const int Steady = 40;

    /// <summary>What begins, a fault or the work of a new pod, begins five seconds before a look.</summary>
    private const double FirstShare = 1.0 / 3;

    /// <summary>Streams that a pod had opened and closed before the test: it is no new one.</summary>
    private const int Earlier = 500;

    private readonly LoadProfile load;
    private readonly Signs signs;
    private readonly int? until;
    private readonly int looks;
    private readonly int origin;
    private readonly IReadOnlyList<RequestClass> classes;
    private readonly ErpSeries series;
    private readonly SeriesBook book;
    private readonly PodFleet fleet = new();
    private readonly List<LookTally> tallies = [];

    private ErpWorld(LoadProfile load, Signs signs, int? until, int looks)
    {
        this.load = load;
        this.signs = signs;
        this.until = signs.OverAfter is { } over ? Steady + over : until;
        this.looks = looks;
        origin = signs.ForgetsHistory ? Steady + 1 : 0;
        classes = RequestClass.Of(load, signs);
        series = new ErpSeries(classes, load.Streams.Count > 0);
        book = new SeriesBook(origin, looks);
    }

    /// <param name="until">The last look that the fault shows in; null where nobody ends it.</param>
    /// <param name="looks">The last look of all.</param>
    /// <exception cref="RuleTestException">The load is no even one, or something is not known of its requests.</exception>
    public static Measurements Run(LoadProfile load, Signs signs, int? until, int looks) => load.Steps is [Inject]
        ? new ErpWorld(load, signs, until, looks).Run()
        : throw new RuleTestException($"The load \"{load.Name}\" changes its pace, which no test of rules knows yet. Give it a single Inject.");

    private Measurements Run()
    {
        for (var look = 0; look <= looks; look++)
            Step(look);
        return new Measurements(book.Series, tallies, series.SlowBounds);
    }

    private void Step(int look)
    {
        var (lost, gone, generation) = (fleet.Lost, fleet.Gone, fleet.Generation);
        if (look == Steady + 1)
            fleet.Begin(signs.Churn, look, signs.Replicas, signs.OnNewPods);
        if (look == until + 1 && signs.OverAfter is null)
            fleet.End(signs.Churn, look);
        fleet.Turn(look);
        foreach (var (number, pod) in fleet.Pods.Index())
        {
            pod.Turn(look, signs.Ready || !IsHit(pod, look) || signs.Refuses?.Invoke(look - Steady, number) == false);
            if (!IsProbeLost(look))
                pod.Probe(look);
        }

        var tally = Serve(look) with { Lost = Stream(look, lost) };
        if (look < origin)
            return;
        // A monitoring that has just begun finds one pod after the other.
        var watched = fleet.Pods.Where(p => look > origin || origin == 0 || p == fleet.Pods[0]).ToList();
        var scraped = fleet.Pods.Where(p => p.Answers(look) && !IsScrapeLost(p, look) && !IsBlocked(p, look)).ToList();
        tallies.Add(tally with
        {
            Refusing = fleet.Pods.Count(p => p.Refuses(look)), Hanging = signs.ReadyHangs, Blocked = signs.Blocks,
            Scraped = scraped.Count, Unknown = Unknown(look),
            Opened = scraped.Intersect(watched).Sum(p => p.See(look)), Open = fleet.Pods.Sum(p => p.Known(look)),
            Gone = fleet.Gone - gone, Changed = fleet.Generation != generation, Wanted = fleet.Wanted, RollingOut = fleet.Updated < fleet.Replicas,
        });
        RecordSurroundings(look);
        foreach (var pod in watched)
            Record(pod, look, scraped.Contains(pod));
    }

    private bool InForce(int look) => look > Steady && (until is null || look <= until)
        && (signs.ShowsFor is not { } shows || (look - Steady - 1) % (shows + 1) < shows);

    /// <summary>A pod that the fault brought has it until it is replaced.</summary>
    private bool IsHit(Pod pod, int look) => signs.OnNewPods ? pod.Changed : InForce(look);

    private double PartHit(int look, int pod) => signs.Part?.Invoke(look - Steady, pod) ?? (!signs.OnNewPods && !InForce(look - 1) ? FirstShare : 1);

    private bool IsScrapeLost(Pod pod, int look) => signs.ScrapesLost.Any(lost => pod == fleet.Pods[lost.Pod] && IsBetween(lost.From, lost.To, look));

    private bool IsProbeLost(int look) => signs.ProbesLost.Any(lost => IsBetween(lost.From, lost.To, look));

    /// <summary>Counted as <see cref="Signs"/> does: the first look of the fault is 1.</summary>
    private static bool IsBetween(int from, int to, int look) => look >= Steady + from && look <= Steady + to;

    private bool IsBlocked(Pod pod, int look) => signs.Blocks && IsHit(pod, look);

    private bool IsGone(MonitoringPart part, int look) => signs.Unknown == part && InForce(look);

    private UnknownPart? Unknown(int look) =>
        IsGone(MonitoringPart.Prober, look) ? UnknownPart.Probe : IsGone(MonitoringPart.DeploymentState, look) ? UnknownPart.Deployment : null;

    private bool Passes(int look) => signs.IngressPasses || !InForce(look);

    private LookTally Serve(int look)
    {
        var serving = Passes(look) ? fleet.Pods.Where(p => p.Serves).ToList() : [];
        var pace = InForce(look) ? signs.Pace?.Invoke(look - Steady) ?? 1 : 1;
        var requests = load.ArrivalRate * pace * Beat.Look.TotalSeconds;
        var more = InForce(look) ? signs.MoreLoad * Beat.Look.TotalSeconds : 0;
        var tally = new LookTally();
        foreach (var (number, pod) in serving.Index())
        {
            foreach (var kind in classes)
            {
                var all = Whole(((requests * kind.Share) + (kind.IsHit ? more : 0)) / serving.Count * (pod.IsNew(look) ? FirstShare : 1));
                var hit = IsHit(pod, look) ? all * PartHit(look, number) : 0;
                var failed = Whole(hit * kind.FailShare);
                if (pod == serving[0] && kind == classes[^1] && look == Steady + 1)
                    failed += signs.SingleFailures;
                var slow = Whole(hit * kind.SlowShare);
                var counts = pod.Of(kind);
                (counts.All, counts.Failed, counts.Slow) = (counts.All + all, counts.Failed + failed, counts.Slow + slow);
                tally = tally with { Requests = tally.Requests + all, Failed = tally.Failed + failed, Slow = tally.Slow + slow };
            }
        }

        return tally;
    }

    /// <returns>Streams lost at this look.</returns>
    private int Stream(int look, int lostBefore)
    {
        var lost = fleet.Lost - lostBefore;
        if (!Passes(look))
            lost += Close(fleet.Pods.Sum(p => p.Streams));
        // A sum over no pod is no sum: without any, nobody can tell that streams are gone.
        var serving = Passes(look) ? fleet.Pods.Where(p => p.Serves || look == 0).ToList() : [];
        var wanted = load.Streams.Sum(s => s.Clients - Left(s, look));
        var open = fleet.Pods.Sum(p => p.Streams);
        Close(open - wanted);
        if (serving.Count == 0)
            return lost;
        foreach (var (pod, opened) in Split(wanted - open, serving))
            (pod.Streams, pod.Connects) = (pod.Streams + opened, pod.Connects + opened + (look == 0 ? Earlier : 0));
        var cut = signs.StreamLife is { } life && InForce(look) ? (int)Math.Round(wanted * (Beat.Look / life)) : 0;
        foreach (var (pod, ended) in Split(cut, serving))
            (pod.Connects, pod.Ended) = (pod.Connects + ended, pod.Ended + ended);
        return lost + cut;
    }

    private static int Left(HeldStreams streams, int look) => streams.LeaveEvery is { } every
        ? Math.Clamp((int)Math.Floor((Beat.At(look) - (streams.LeaveFrom * FaultSigns.LabSpeed)) / (every * FaultSigns.LabSpeed)) + 1, 0, streams.Clients) : 0;

    private int Close(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var pod = fleet.Pods.MaxBy(p => p.Streams)!;
            (pod.Streams, pod.Ended) = (pod.Streams - 1, pod.Ended + 1);
        }

        return Math.Max(count, 0);
    }

    private static IEnumerable<(Pod Pod, int Part)> Split(int count, IReadOnlyList<Pod> pods) =>
        count <= 0 ? [] : pods.Select((pod, i) => (pod, (count / pods.Count) + (i < count % pods.Count ? 1 : 0)));

    /// <summary>Few requests are counted in parts: a rate, and no requests that one could name.</summary>
    private static double Whole(double count) => Math.Round(count, count >= 10 ? 0 : count >= 1 ? 1 : 2, MidpointRounding.AwayFromZero);

    private void Record(Pod pod, int look, bool scraped)
    {
        var answers = pod.Answers(look) && !IsBlocked(pod, look);
        book.Put(ErpSeries.Up(pod), look, scraped ? 1 : 0);
        if (signs.ProbesLost.Count > 0)
            book.Put(ErpSeries.ProberUp(pod), look, IsProbeLost(look) ? 0 : 1);
        if (!IsGone(MonitoringPart.Prober, look) && !IsProbeLost(look))
        {
            book.Put(ErpSeries.Probe("readyz", pod), look, pod.Ready ? 200 : !answers || signs.ReadyHangs ? 0 : 503);
            book.Put(ErpSeries.Probe("healthz", pod), look, answers ? 200 : 0);
        }

        if (!scraped)
            return;
        foreach (var kind in classes)
        {
            var counts = pod.Of(kind);
            book.Put(ErpSeries.Requests(pod, kind.Endpoint, 200), look, counts.All - counts.Failed);
            if (kind.FailShare > 0 || (signs.SingleFailures > 0 && kind == classes[^1]))
                book.Put(ErpSeries.Requests(pod, kind.Endpoint, signs.Status), look, counts.Failed);
            RecordDurations(pod, look, kind.Endpoint, counts.All, bound => bound < (series.SlowBounds?.To ?? 0) ? counts.All - counts.Slow : counts.All);
        }

        if (load.Streams.Count == 0)
            return;
        const string route = "/api/stream/{channel}";
        book.Put(ErpSeries.Streams("connections_active", pod), look, pod.Streams);
        book.Put(ErpSeries.Streams("connects_total", pod), look, pod.Connects);
        book.Put(ErpSeries.Requests(pod, route, 200), look, pod.Ended);
        RecordDurations(pod, look, route, pod.Ended, _ => 0);
    }

    private void RecordDurations(Pod pod, int look, string endpoint, double all, Func<double, double> upTo)
    {
        foreach (var bound in series.Written)
            book.Put(ErpSeries.Bucket(pod, endpoint, bound), look, upTo(bound));
        book.Put(ErpSeries.Bucket(pod, endpoint, null), look, all);
        book.Put(ErpSeries.Count(pod, endpoint), look, all);
    }

    private void RecordSurroundings(int look)
    {
        if (!IsGone(MonitoringPart.Prober, look))
            book.Put(ErpSeries.DatabasePort, look, signs.DatabasePort || !InForce(look) ? 1 : 0);
        if (IsGone(MonitoringPart.DeploymentState, look))
            return;
        book.Put(ErpSeries.Deployment("metadata_generation"), look, fleet.Generation);
        book.Put(ErpSeries.Deployment("spec_replicas"), look, fleet.Wanted);
        book.Put(ErpSeries.Deployment("status_replicas"), look, fleet.Replicas);
        book.Put(ErpSeries.Deployment("status_replicas_updated"), look, fleet.Updated);
    }
}
