using ValeoChaos.Core.Faults;

namespace ValeoChaos.Core.RuleTests;

/// <summary>What becomes of the pods.</summary>
internal enum Churn
{
    None,

    /// <summary>Pods of another version take the old ones' places, one after the other.</summary>
    Rollout,

    /// <summary>The first pod of another version does not become ready, so the others stay.</summary>
    StuckRollout,

    /// <summary>All pods are gone at once, and others come.</summary>
    ReplacedAtOnce,

    /// <summary>The process in every pod starts anew.</summary>
    Restarted,

    /// <summary>The process in every pod never stays up for as long as a look takes.</summary>
    Crashing,

    /// <summary>One pod is gone, and another comes.</summary>
    OneMoved,

    /// <summary>Somebody changes the number of pods.</summary>
    Scaled,
}

/// <summary>What a fault does to the measurements while it is there. Nothing, unless said otherwise.</summary>
internal sealed record Signs
{
    /// <summary>Share of such a request that fails, 0 to 1.</summary>
    public Func<RequestFacts, double> Fails { get; init; } = _ => 0;

    /// <summary>The answer to a request that fails.</summary>
    public int Status { get; init; } = 503;

    /// <summary>How long such a request takes; zero: as ever.</summary>
    public Func<RequestFacts, TimeSpan> Takes { get; init; } = _ => TimeSpan.Zero;

    /// <summary>What <c>/readyz</c> says.</summary>
    public bool Ready { get; init; } = true;

    /// <summary>Whether it says so at a look, the first of the fault being 1, of a pod by its number; null for always and all.</summary>
    public Func<int, int, bool>? Refuses { get; init; }

    /// <summary><c>/readyz</c> waits for the database and says nothing, where it would refuse otherwise.</summary>
    public bool ReadyHangs { get; init; }

    /// <summary>The process answers nobody at all.</summary>
    public bool Blocks { get; init; }

    /// <summary>What the monitoring does not know any more.</summary>
    public MonitoringPart? Unknown { get; init; }

    /// <summary>Does PostgreSQL's port take connections from the prober?</summary>
    public bool DatabasePort { get; init; } = true;

    /// <summary>Does anything come through the ingress?</summary>
    public bool IngressPasses { get; init; } = true;

    /// <summary>Requests per second beside the load's own, of the kinds that the fault hits.</summary>
    public double MoreLoad { get; init; }

    /// <summary>How many times the load's own requests come, by the look, the first of the fault being 1; null for as many as ever.</summary>
    public Func<int, double>? Pace { get; init; }

    /// <summary>Single requests that fail, once.</summary>
    public int SingleFailures { get; init; }

    /// <summary>After this time a stream is lost, and opened anew.</summary>
    public TimeSpan? StreamLife { get; init; }

    public Churn Churn { get; init; }

    /// <summary>Pods from then on, where somebody scales.</summary>
    public int Replicas { get; init; }

    /// <summary>The other signs are those of the pods that the fault brought.</summary>
    public bool OnNewPods { get; init; }

    /// <summary>Looks for which it shows before it hides for one, again and again; null where it always shows.</summary>
    public int? ShowsFor { get; init; }

    /// <summary>Looks after which it is over by itself; null where somebody has to end it.</summary>
    public int? OverAfter { get; init; }

    /// <summary>The monitoring knows nothing of what was before.</summary>
    public bool ForgetsHistory { get; init; }

    /// <summary>Pods by number that do not answer scrapes, and in which looks, the first of the fault being 1.</summary>
    public IReadOnlyList<(int Pod, int From, int To)> ScrapesLost { get; init; } = [];

    /// <summary>Looks that the prober loses at every pod, the first of the fault being 1.</summary>
    public IReadOnlyList<(int From, int To)> ProbesLost { get; init; } = [];

    /// <summary>Share of a pod's requests that are hit, by the look, the first of the fault being 1, and the pod's number; null for all.</summary>
    public Func<int, int, double>? Part { get; init; }
}
