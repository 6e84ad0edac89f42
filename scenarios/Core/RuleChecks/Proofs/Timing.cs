using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.RuleChecks.Proofs;

/// <summary>How long a test of a rule has to last, and how often it looks.</summary>
/// <param name="Interval">From one sample to the next.</param>
/// <param name="Evaluation">From one evaluation of the rule to the next.</param>
/// <param name="Lookback">How far the expression looks back in all.</param>
/// <param name="End">A moment at which the rule is evaluated, by when a steady condition has held for longer than for.</param>
internal sealed record Timing(TimeSpan Interval, TimeSpan Evaluation, TimeSpan Lookback, TimeSpan End)
{
    private const int MostSteps = 4000;

    private static readonly TimeSpan UsualScrape = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan UsualEvaluation = TimeSpan.FromSeconds(30);

    public int Samples => (int)(End / Interval) + 1;

    public int Count(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time / Interval));

    public static Timing Of(PrometheusRule rule, PromQlExpression expression)
    {
        var lookback = LookbackOf(expression);
        var hold = rule is AlertRule { For: var wait } ? wait : TimeSpan.Zero;
        var evaluation = rule.Interval is { } interval && interval > TimeSpan.Zero ? interval : UsualEvaluation;
        var length = (2 * lookback) + (2 * hold) + (20 * evaluation);
        evaluation = Max(evaluation, Seconds(length / MostSteps));
        var windows = expression.All().Select(part => part switch { RangeSelector r => r.Range.Value, Subquery s => s.Range.Value, _ => TimeSpan.MaxValue });
        var shortest = windows.DefaultIfEmpty(TimeSpan.MaxValue).Min();
        var scrape = Max(UsualScrape, Seconds(length / MostSteps));
        if (shortest / 4 < scrape)
            scrape = shortest / 4;
        return new Timing(scrape, evaluation, lookback, evaluation * Math.Ceiling(length / evaluation));
    }

    private static TimeSpan LookbackOf(PromQlExpression expression) => expression switch
    {
        RangeSelector range => range.Range.Value + LookbackOf(range.Vector),
        Subquery query => query.Range.Value + (query.Offset?.Value ?? TimeSpan.Zero) + LookbackOf(query.Inner),
        VectorSelector selector => selector.Offset?.Value ?? TimeSpan.Zero,
        _ => expression.Parts.Select(LookbackOf).DefaultIfEmpty(TimeSpan.Zero).Max(),
    };

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Seconds(TimeSpan time) => TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds));
}
