namespace ValeoChaos.Core.RuleTests;

/// <summary>What one pod has counted of one class of requests since its process started.</summary>
internal sealed class RequestCounts
{
    public double All { get; set; }

    public double Failed { get; set; }

    public double Slow { get; set; }
}

/// <summary>One pod of valeo-erp, look by look.</summary>
/// <param name="upAt">The look from which its process answers.</param>
/// <param name="changed">The fault brought it.</param>
internal sealed class Pod(string name, int revision, int upAt, bool changed)
{
    /// <summary>For so many looks a pod that does not answer has what it had.</summary>
    private static readonly int Remembered = Beat.Looks(TimeSpan.FromSeconds(45));

    private readonly Dictionary<RequestClass, RequestCounts> counts = [];
    private (int Look, int Streams)? seen;
    private int seenConnects;
    private (int Look, bool Refused)? probed;

    public string Name => name;

    public int Revision => revision;

    public bool Changed => changed;

    public int UpAt { get; private set; } = upAt;

    public bool Ready { get; private set; }

    /// <summary>Requests are sent to it: it is ready, or was so a look ago and nobody has noticed yet.</summary>
    public bool Serves { get; private set; }

    public int Streams { get; set; }

    public int Connects { get; set; }

    public int Ended { get; set; }

    public bool Answers(int look) => look >= UpAt;

    /// <summary>The first look at which it has been asked anything.</summary>
    public bool IsNew(int look) => UpAt > 0 && look == UpAt + 1;

    public RequestCounts Of(RequestClass requests) => counts.TryGetValue(requests, out var there) ? there : counts[requests] = new RequestCounts();

    /// <summary>The process is gone, with all that it counted and held.</summary>
    public void Restart(int upAgainAt)
    {
        counts.Clear();
        UpAt = upAgainAt;
        (Streams, Connects, Ended) = (0, 0, 0);
        seenConnects = 0;
    }

    /// <summary>It is scraped.</summary>
    /// <returns>Streams opened since the last time; at the first time all that it ever counted.</returns>
    public int See(int look)
    {
        var opened = Connects - seenConnects;
        (seen, seenConnects) = ((look, Streams), Connects);
        return opened;
    }

    /// <summary>The prober asks it.</summary>
    public void Probe(int look) => probed = (look, Answers(look) && !Ready);

    /// <summary>Whether the prober takes it for not ready at this look.</summary>
    public bool Refuses(int look) => probed is (var at, true) && look - at <= Remembered;

    /// <summary>Streams that the monitoring takes for open at this look.</summary>
    public int Known(int look) => seen is var (at, streams) && look - at <= Remembered ? streams : 0;

    public void Turn(int look, bool ready)
    {
        var was = Ready;
        Ready = Answers(look) && ready;
        // At the first look everything it counts is zero: a counter that is first seen with its first event shows no increase.
        Serves = look > UpAt && (Ready || was);
    }
}
