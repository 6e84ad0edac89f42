using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.RuleChecks.Analysis;
using ValeoChaos.Core.RuleChecks.Proofs;
using ValeoChaos.Core.RuleChecks.World;

namespace ValeoChaos.Core.RuleChecks.Checks;

/// <summary>VC201 and VC202: selectors that no series of the known world meets.</summary>
internal static class EmitterCheck
{
    private const int MostSeries = 200;
    private const int MostValues = 6;

    public static IEnumerable<Finding> Of(RuleContext rule)
    {
        if (rule.Input.World is not { } world)
            yield break;
        var recorded = rule.Input.Recorded;
        foreach (var selector in rule.Expr.Selectors().DistinctBy(rule.TextOf))
        {
            if (selector.Metric() is not { } name || name is "ALERTS" or "ALERTS_FOR_STATE" || recorded.Contains(name))
                continue;
            var series = world.Of(name).ToList();
            if (NoJob(world, selector) is { } job)
                yield return Found(rule, FindingKinds.MatcherWithoutSeries, selector, job, series);
            else if (series.Count == 0 && world.CanTell(selector))
                yield return Found(rule, FindingKinds.NoEmitter, selector, Absent(world, name), series);
            else if (series.Count > 0 && (world.CanTell(selector) || series.TrueForAll(IsByScrape)) && !series.Exists(s => Meets(s, selector)))
                yield return Found(rule, FindingKinds.MatcherWithoutSeries, selector, Unmet(selector, series), series);
        }
    }

    private static bool IsByScrape(KnownSeries series) => series.Name == "up" || series.Name.StartsWith("scrape_", StringComparison.Ordinal);

    private static bool Meets(KnownSeries series, VectorSelector selector) => selector.Matchers.All(m => m.Label == "__name__" || series.MayMeet(m));

    private static string? NoJob(KnownWorld world, VectorSelector selector) =>
        world.Jobs.Count > 0 && selector.Matchers.FirstOrDefault(m => m is { Label: "job", Kind: MatchKind.Equal or MatchKind.Matches } && !world.Jobs.Any(j => m.Accepts(j.Name))) is { } matcher
            ? $"no job of the scrape configuration is called {matcher.Value}: there are {Listed(world.Jobs.Select(j => j.Name))}" : null;

    private static string Absent(KnownWorld world, string name) => world.Empty.FirstOrDefault(e => WorldJoin.IsOf(name, e.Name)) is { } empty
        ? $"{name} is declared in {empty.Source}, line {empty.Line}, and has no sample" : $"{name} is in none of the given metrics, and no rule records it";

    /// <summary>The first matcher that leaves none of the series over, and what there is instead.</summary>
    private static string Unmet(VectorSelector selector, List<KnownSeries> series)
    {
        foreach (var matcher in selector.Matchers.Where(m => m.Label != "__name__"))
        {
            var left = series.Where(s => s.MayMeet(matcher)).ToList();
            if (left.Count == 0)
            {
                var values = series.Select(s => s.Labels.GetValueOrDefault(matcher.Label, "")).Where(v => v.Length > 0).Distinct().ToList();
                return values.Count > 0
                    ? $"no series of {selector.Metric()} has {matcher.Label} as asked for ({matcher.Value}): there are {Listed(values)}"
                    : $"no series of {selector.Metric()} has a label {matcher.Label}: they have {Listed(series.SelectMany(s => s.Labels.Keys.Concat(s.Open)).Distinct())}";
            }

            series = left;
        }

        return $"no series of {selector.Metric()} meets all matchers at once";
    }

    private static string Listed(IEnumerable<string> values)
    {
        var all = values.Order(StringComparer.Ordinal).ToList();
        return string.Join(", ", all.Take(MostValues)) + (all.Count > MostValues ? $" and {all.Count - MostValues} more" : "");
    }

    private static Finding Found(RuleContext rule, FindingKind kind, VectorSelector selector, string reason, List<KnownSeries> series)
    {
        var data = rule.NewData();
        data.Add("up", new Dictionary<string, string>(), Shape.Level(1, rule.Timing.Samples));
        foreach (var known in series.Take(MostSeries))
            data.Add(known.Name, Filled(known, selector), Shape.Slope(1, rule.Timing.Samples));
        var name = series.Count == 0 ? "there is no series of this name" : $"{Math.Min(series.Count, MostSeries)} series of this name, as they are emitted";
        return rule.Found(
            kind, selector, reason, series.Count > MostSeries ? null : [new TestCase($"{name} - the selector is empty", data.Series, [Ask.HasResult(rule.Timing.End, rule.TextOf(selector), false)])]);
    }

    /// <summary>Labels whose values are not known have those that are asked for, so that they are not what fails.</summary>
    private static Dictionary<string, string> Filled(KnownSeries series, VectorSelector selector)
    {
        var labels = new Dictionary<string, string>(series.Labels);
        foreach (var label in selector.Matchers.Select(m => m.Label).Where(l => !labels.ContainsKey(l) && (series.Open.Contains(l) || series.AnyLabel)))
            labels[label] = LabelMatching.Example(selector, label) ?? "";
        return labels;
    }
}
