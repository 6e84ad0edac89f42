using ValeoChaos.Core.Recordings;

namespace ValeoChaos.Core.Replaying;

/// <summary>
/// The even steps in which promtool takes samples, and the moments at which it evaluates. The moments are those at which the live
/// Prometheus evaluated; a sample comes at the first step that is not before it.
/// </summary>
/// <param name="Start">The first evaluation; milliseconds since 1970.</param>
/// <param name="Step">Milliseconds.</param>
/// <param name="Evaluation">Milliseconds; whole steps.</param>
/// <param name="Evaluations">How many there are.</param>
public sealed record ReplayGrid(long Start, long Step, long Evaluation, int Evaluations)
{
    /// <summary>Steps in an evaluation interval: at the usual 30 s one is five seconds of production time. Finer steps cost promtool more than they tell.</summary>
    private const int Coarsest = 6;

    private const int Finest = 30;

    /// <param name="recording">The run.</param>
    /// <param name="samples">Evaluation begins with the first: before, the live Prometheus had nothing to evaluate, either.</param>
    /// <param name="evaluation">How often the rules are evaluated, at the speed of the run.</param>
    /// <param name="group">One moment of it; null where the live Prometheus had no such rules.</param>
    public static ReplayGrid Of(Recording recording, IEnumerable<MetricSeries> samples, TimeSpan evaluation, DateTimeOffset? group)
    {
        var length = Math.Max(1, (long)evaluation.TotalMilliseconds);
        var first = samples.Where(s => s.Samples.Count > 0).Select(s => s.Samples[0].At).DefaultIfEmpty(recording.From.ToUnixTimeMilliseconds()).Min();
        var anchor = (group ?? recording.Until).ToUnixTimeMilliseconds();
        var start = first - Modulo(first - anchor, length);
        var parts = Enumerable.Range(Coarsest, Finest - Coarsest + 1).FirstOrDefault(n => length % n == 0, (int)length);
        return new ReplayGrid(start, length / parts, length, (int)((recording.Until.ToUnixTimeMilliseconds() - start) / length) + 1);
    }

    public long Slot(long at) => (at - Start + Step - 1) / Step;

    public DateTimeOffset At(TimeSpan evaluation) => DateTimeOffset.FromUnixTimeMilliseconds(Start) + evaluation;

    /// <summary>The evaluations, counted from the first.</summary>
    public IEnumerable<TimeSpan> Moments => Enumerable.Range(0, Evaluations).Select(n => TimeSpan.FromMilliseconds(n * Evaluation));

    private static long Modulo(long value, long by) => ((value % by) + by) % by;
}
