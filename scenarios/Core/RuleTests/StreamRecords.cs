using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.RuleTests;

/// <summary>
/// What the rules record on their way to the alert of lost streams, by arithmetic on what happened. Summed over all decisions, for an
/// alert is silent about most of what its records can get wrong.
/// </summary>
internal static class StreamRecords
{
    /// <summary>After a change of the deployment, or a rollout, lost streams are excused for so long.</summary>
    private static readonly TimeSpan Excuse = TimeSpan.FromMinutes(10);

    /// <summary>A rollout that is stuck excuses no longer.</summary>
    private static readonly TimeSpan LongestExcuse = TimeSpan.FromMinutes(30);

    /// <summary>What a pod that is gone had opened cannot be counted any more, and a rate adds up to a twentieth.</summary>
    private const double Extrapolated = 1.05;

    /// <returns>What PromQL gives only where the records are not what was counted.</returns>
    public static IEnumerable<string> Differences(RuleTestCase test)
    {
        var tallies = test.Measured.Tallies;
        var decisions = Beat.Decisions(test.Looks).ToList();
        var own = $"{{namespace=\"{ErpSeries.Namespace}\"}}[{Beat.Text(test.Looks)}]";
        yield return $"count_over_time(namespace:sse_planned_churn{own}) != {decisions.Count(look => IsExcused(tallies, look))}";
        if (test.Scenario.Load.Streams.Count == 0)
            yield break;
        yield return $"sum_over_time(namespace:sse_active:sum{own}) != {decisions.Sum(look => tallies[look].Open)}";
        yield return Opened($"sum_over_time(namespace:sse_connects:5m{own})", [.. decisions.Select(look => Courses.Last(tallies, look, Symptom.StreamsLost.Window()).ToList())]);
        yield return $"sum_over_time(namespace:sse_disconnects_unplanned:5m{own}) != {decisions.Where(look => !IsExcused(tallies, look)).Sum(test.Courses[Courses.Streams].Peak)}";
    }

    private static string Opened(string sum, List<List<LookTally>> windows)
    {
        var least = windows.Sum(w => w.Sum(t => t.Opened));
        var most = windows.Sum(w => w.Sum(t => t.Opened) * (w.Any(t => t.Gone > 0) ? Extrapolated : 1));
        return most > least ? $"{sum} < {least} or {sum} > {Math.Ceiling(most)}" : $"{sum} != {least}";
    }

    /// <summary>Any change but a scale-up excuses, and so does a rollout until some time after its end.</summary>
    private static bool IsExcused(IReadOnlyList<LookTally> tallies, int look)
    {
        var before = look - Beat.Looks(Excuse);
        var scaledUp = before >= 0 && tallies[look].Wanted > tallies[before].Wanted;
        return (Courses.Last(tallies, look, Excuse).Any(t => t.Changed) && !scaledUp)
            || (Beat.Decisions(look).Any(decision => decision >= before && tallies[decision].RollingOut) && Courses.Last(tallies, look, LongestExcuse).Any(t => t.Changed));
    }
}
