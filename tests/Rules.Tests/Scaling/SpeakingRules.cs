using System.Globalization;
using System.Text.RegularExpressions;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.Replaying;
using ValeoChaos.Core.RuleChecks.Analysis;

namespace ValeoChaos.RulesTests.Scaling;

/// <summary>A series that a test loads, and what its values lie between.</summary>
internal sealed partial record LoadedSeries(SeriesName Name, ValueRange Values)
{
    /// <param name="values">In promtool's notation: <c>_x3 0+150x40 stale</c>.</param>
    public static LoadedSeries Of(SeriesName name, string values) => new(name, Together(values.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Of)));

    public static ValueRange Together(IEnumerable<ValueRange> ranges) => ranges.Aggregate(ValueRange.Nothing, (all, one) => all.Or(one));

    private static ValueRange Of(string part)
    {
        if (Numbers().Match(part) is not { Success: true } numbers)
            return Absent().IsMatch(part) ? ValueRange.Nothing : ValueRange.Any;
        var (first, step, more) = (Number(numbers.Groups[1]), Number(numbers.Groups[2]), Number(numbers.Groups[3]));
        var last = first + (step * more);
        return new ValueRange(Math.Min(first, last), Math.Max(first, last));
    }

    private static double Number(Group digits) => digits.Success ? double.Parse(digits.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(-?[\d.]+)(?:([-+][\d.]+)?x(\d+))?$")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"^(?:_(?:x\d+)?|stale)$")]
    private static partial Regex Absent();
}

/// <summary>
/// Tells the rules that can give something in a test from those that find no series there, or no value that meets their conditions,
/// however they are evaluated: half of promtool's time would go into reading their expressions at each evaluation.
/// </summary>
internal sealed class SpeakingRules(IReadOnlyDictionary<string, string> files)
{
    private sealed record Node(string File, int Index, AskingRule Rule, PromQlExpression Expression, IReadOnlyList<SeriesNeed> Asks);

    private readonly IReadOnlyList<Node> nodes = [.. files.SelectMany(file => AlertRuleFile.Parse(file.Value, file.Key).Rules.Select((rule, index) => NodeOf(file.Key, index, rule)))];

    /// <param name="series">What the test loads.</param>
    /// <param name="fires">May this alert fire in the test? Where none does, what asks for firing ones alone has nothing to read.</param>
    /// <param name="alerts">Only alerts are asked for, and so what is recorded counts for nothing but them.</param>
    /// <returns>By file, the places of its rules from 0.</returns>
    public ILookup<string, int> In(IReadOnlyList<LoadedSeries> series, Func<string, bool> fires, bool alerts)
    {
        var loaded = new Dictionary<VectorSelector, ValueRange>(ReferenceEqualityComparer.Instance);
        foreach (var need in nodes.SelectMany(n => n.Asks))
            loaded[need.Selector] = LoadedSeries.Together(series.Where(s => need.MayChoose(s.Name)).Select(s => s.Values));
        var speaking = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        while (nodes.Where(n => !speaking.Contains(n) && MayGive(n.Expression, Known)).ToList() is { Count: > 0 } more)
            speaking.UnionWith(more);
        while (alerts && speaking.RemoveWhere(n => !n.Rule.IsAlert && !speaking.Any(reader => reader != n && reader.Asks.Any(need => RuleNeeds.Reads(need.Selector, n.Rule)))) > 0)
            continue;
        return speaking.ToLookup(n => n.File, n => n.Index);

        ValueRange Known(VectorSelector selector) =>
            speaking.Any(n => RuleNeeds.Reads(selector, n.Rule) && (!n.Rule.IsAlert || !AsksForFiring(selector) || fires(n.Rule.Name))) ? ValueRange.Any : loaded[selector];
    }

    private static Node NodeOf(string file, int index, PrometheusRule rule)
    {
        var expression = PromQlParser.Parse(rule.Expr);
        return new Node(file, index, ReplayRules.Asking(rule), expression, [.. expression.All().OfType<VectorSelector>().Select(selector => new SeriesNeed(selector, null))]);
    }

    private static bool AsksForFiring(VectorSelector selector) => selector.Matchers.Any(m => m is { Label: "alertstate", Kind: MatchKind.Equal, Value: "firing" });

    /// <summary>Nothing comes of nothing, but for what asks whether there is nothing and what makes a number.</summary>
    internal static bool MayGive(PromQlExpression expression, Func<VectorSelector, ValueRange> known) => !new ValueRanges(known, _ => null).Of(expression).IsNothing;
}
