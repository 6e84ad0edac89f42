using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.Replaying;

/// <summary>A rule as far as it says what it asks for.</summary>
/// <param name="Name">The alert, or the metric that is recorded.</param>
/// <param name="Hold">How long its condition is remembered: <c>for</c> and <c>keep_firing_for</c>.</param>
public sealed record AskingRule(string Name, bool IsAlert, string Expr, TimeSpan Hold);

/// <summary>
/// What rules ask of a recording: which series, and for how long before a moment from which on all of them must decide as they would
/// with the whole past. Most rules look back over minutes, and what was before only costs time.
/// </summary>
public static class RuleNeeds
{
    /// <summary>A rule may read what another made of it, and so on; beyond that many it goes in circles and there is no end.</summary>
    private const int LongestChain = 20;

    private sealed record Reading(AskingRule Reader, VectorSelector Selector, TimeSpan? Reach);

    /// <param name="rules">At the speed of the run.</param>
    /// <param name="evaluation">How often they are evaluated: a rule may see of another what it was one evaluation ago.</param>
    /// <exception cref="PromQlSyntaxException">An expression that cannot be understood.</exception>
    public static IReadOnlyList<SeriesNeed> Of(IReadOnlyList<AskingRule> rules, TimeSpan evaluation)
    {
        var readings = rules.SelectMany(rule => Readings(rule, PromQlParser.Parse(rule.Expr), TimeSpan.Zero)).ToList();
        var needs = rules.ToDictionary(rule => rule, rule => (TimeSpan?)rule.Hold + evaluation);
        for (var i = 0; Grown(readings, needs, evaluation); i++)
        {
            if (i < LongestChain)
                continue;
            foreach (var rule in rules)
                needs[rule] = null;
            break;
        }

        return [.. readings.Select(r => new SeriesNeed(r.Selector, r.Reach + needs[r.Reader]))];
    }

    /// <summary>Carries what each reader needs on to those that it reads.</summary>
    private static bool Grown(List<Reading> readings, Dictionary<AskingRule, TimeSpan?> needs, TimeSpan evaluation)
    {
        var grown = false;
        foreach (var reading in readings)
        {
            var needed = needs[reading.Reader] + reading.Reach;
            foreach (var rule in needs.Keys.Where(rule => Reads(reading.Selector, rule)).ToList())
            {
                var whole = needed + rule.Hold + evaluation;
                if (needs[rule] is not { } known || whole <= known)
                    continue;
                needs[rule] = whole;
                grown = true;
            }
        }

        return grown;
    }

    /// <summary>Could the selector choose what the rule makes?</summary>
    internal static bool Reads(VectorSelector selector, AskingRule rule)
    {
        if (selector.Name is null)
            return true;
        if (!rule.IsAlert)
            return selector.Name == rule.Name;
        return selector.Name is "ALERTS" or "ALERTS_FOR_STATE"
            && selector.Matchers.All(m => m.Label != "alertname" || m.Kind is not MatchKind.Equal || m.Value == rule.Name);
    }

    /// <param name="back">How far what stands around the expression looks back.</param>
    private static IEnumerable<Reading> Readings(AskingRule rule, PromQlExpression expression, TimeSpan? back) => expression switch
    {
        VectorSelector vector => [new Reading(rule, vector, vector.At is null ? back + Later(vector.Offset) : null)],
        RangeSelector range => Readings(rule, range.Vector, back + range.Range.Value),
        Subquery query => Readings(rule, query.Inner, query.At is null ? back + query.Range.Value + Later(query.Offset) : null),
        _ => expression.Parts.SelectMany(part => Readings(rule, part, back)),
    };

    private static TimeSpan Later(DurationLiteral? offset) => offset is { Value: var value } && value > TimeSpan.Zero ? value : TimeSpan.Zero;
}
