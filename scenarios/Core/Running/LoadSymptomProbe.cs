using System.Globalization;
using ValeoChaos.Core.Load;
using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Running;

/// <summary>
/// Measures the symptoms that show in traffic by what clients got, over the runbook's window and, so that it is seen
/// at once when things are well again, over the last seconds.
/// </summary>
public sealed class LoadSymptomProbe(Symptom symptom, ISymptomProbe readyz, Func<LoadSnapshot> load, TimeScale scale, TimeProvider clock) : ISymptomProbe
{
    /// <summary>Machine time of "now": long enough for every kind of request to come up at office load. Where there is less to do, it reaches further back.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromSeconds(3);

    /// <summary>Machine time for which a symptom must stay away to be over: what shows in traffic has lulls.</summary>
    public static TimeSpan LongestLull(Symptom symptom) => symptom is Symptom.NotReady ? TimeSpan.Zero : Recent;

    /// <summary>
    /// Machine time for which a symptom shows that is over. Streams are lost in bursts, as they were opened: between two of them nothing is
    /// well, and so their whole window has to pass.
    /// </summary>
    public static TimeSpan Memory(Symptom symptom, TimeScale scale) => symptom is Symptom.StreamsLost ? scale.Scale(symptom.Window()) : TimeSpan.Zero;

    private readonly TimeSpan window = scale.Scale(symptom.Window()) > Recent ? scale.Scale(symptom.Window()) : Recent;
    private readonly Queue<(long At, LoadSnapshot Counts)> looks = [];

    public async Task<SymptomObserved> ObserveAsync(CancellationToken cancellation)
    {
        var pods = await readyz.ObserveAsync(cancellation);
        if (symptom is Symptom.NotReady)
            return pods with { Acute = pods.Broken };
        var (now, counts) = (clock.GetTimestamp(), load());
        looks.Enqueue((now, counts));
        // One look from before the window stays: the window reaches back to it.
        while (looks.Count > 1 && clock.GetElapsedTime(looks.ElementAt(1).At, now) >= window)
            looks.Dequeue();
        var lately = symptom is Symptom.StreamsLost ? looks.Peek().Counts
            : looks.Last(l => l.At == looks.Peek().At || (clock.GetElapsedTime(l.At, now) >= Recent && Answered(counts, l.Counts) >= SymptomFacts.Requests)).Counts;
        var (broken, acute) = (IsBroken(counts, looks.Peek().Counts), IsAcute(counts, lately));
        return new SymptomObserved(pods.Healthy && !acute, broken, $"{Detail(counts, looks.Peek().Counts, lately)}; {pods.Detail}") { Acute = acute, NoneReady = pods.NoneReady };
    }

    private bool IsBroken(LoadSnapshot now, LoadSnapshot then) => symptom is Symptom.StreamsLost
        ? now.StreamsLost - then.StreamsLost > SymptomFacts.Streams
        : ShareSince(now, then) > SymptomFacts.Share;

    private bool IsAcute(LoadSnapshot now, LoadSnapshot then) => symptom is Symptom.StreamsLost
        ? now.StreamsLost > then.StreamsLost || now.StreamsOpen < now.StreamsWanted
        : ShareSince(now, then) > SymptomFacts.Share;

    private double ShareSince(LoadSnapshot now, LoadSnapshot then)
    {
        var answered = Answered(now, then);
        var bad = symptom is Symptom.Errors ? now.Errors - then.Errors : now.Slow - then.Slow;
        return answered == 0 ? 0 : (double)bad / answered;
    }

    private static long Answered(LoadSnapshot now, LoadSnapshot then) => now.Completed + now.Failed - then.Completed - then.Failed;

    private string Detail(LoadSnapshot now, LoadSnapshot then, LoadSnapshot lately) => symptom switch
    {
        Symptom.StreamsLost => string.Create(CultureInfo.InvariantCulture, $"{now.StreamsLost - then.StreamsLost} streams lost in the window, {now.StreamsOpen} of {now.StreamsWanted} open"),
        Symptom.Errors => string.Create(CultureInfo.InvariantCulture, $"{ShareSince(now, then):0.0 %} of requests failed in the window, {ShareSince(now, lately):0.0 %} lately"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ShareSince(now, then):0.0 %} of requests took over 0.5 s in the window, {ShareSince(now, lately):0.0 %} lately"),
    };
}
