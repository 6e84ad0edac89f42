namespace ValeoChaos.Core.Alerting;

/// <summary>Earliest and latest moment an alert can fire after its condition became true in the world.</summary>
/// <remarks>
/// The condition is seen by the next scrape, turns the rule pending at the next evaluation, and fires at the first evaluation
/// at which it has been pending for <c>for</c>. Prometheus evaluates on an even grid, so <c>for</c> counts in whole evaluations.
/// </remarks>
public sealed record DetectionBounds(TimeSpan Floor, TimeSpan FiringUpper, TimeSpan NotifiedUpper)
{
    public static DetectionBounds Compute(TimeSpan hold, TimeSpan scrape, TimeSpan evaluation, TimeSpan groupWait)
    {
        var evaluations = Math.Ceiling(hold / evaluation);
        var upper = scrape + evaluation + evaluation * evaluations;
        return new DetectionBounds(hold, upper, upper + groupWait);
    }
}
