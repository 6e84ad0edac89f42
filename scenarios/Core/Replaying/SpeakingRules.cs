using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.RuleChecks.Analysis;

namespace ValeoChaos.Core.Replaying;

/// <summary>
/// Tells the rules that can give something, or fail, over given series from those that find none there, or no value that meets their
/// conditions, whenever they are evaluated: most of promtool's time would go into reading their expressions at each evaluation.
/// </summary>
internal sealed class SpeakingRules(IReadOnlyDictionary<string, AlertRuleFile> files)
{
    /// <summary>Rules that read each other pass on a range so often; beyond that it grows without end, and could be any.</summary>
    private const int LongestChain = 20;

    /// <summary>A rule in its place, told from every other.</summary>
    private sealed class Node(string file, int index, PrometheusRule rule)
    {
        public string File => file;

        public int Index => index;

        public AskingRule Rule { get; } = ReplayRules.Asking(rule);

        public PromQlExpression Expression { get; } = PromQlParser.Parse(rule.Expr);

        public IReadOnlyList<SeriesNeed> Asks => field ??= [.. Expression.Selectors().Select(selector => new SeriesNeed(selector, null))];

        public bool Asked(Node reader) => reader != this && reader.Asks.Any(need => RuleNeeds.Reads(need.Selector, Rule));
    }

    private readonly IReadOnlyList<Node> nodes = [.. files.SelectMany(file => file.Value.Rules.Select((rule, index) => new Node(file.Key, index, rule)))];

    public int Count => nodes.Count;

    /// <param name="series">All that there are, for as long as rules are evaluated.</param>
    /// <param name="fires">May this alert fire? Where none does, what asks for firing ones alone has nothing to read.</param>
    /// <param name="alerts">Only alerts are asked for, and so what is recorded counts for nothing but them, or where it fails.</param>
    /// <returns>By file, the places of its rules from 0.</returns>
    public ILookup<string, int> In(IReadOnlyList<SeriesValues> series, Func<string, bool> fires, bool alerts)
    {
        var loaded = new Dictionary<VectorSelector, ValueRange>(ReferenceEqualityComparer.Instance);
        foreach (var need in nodes.SelectMany(n => n.Asks))
            loaded[need.Selector] = SeriesValues.Together(series.Where(s => need.MayChoose(s.Name)).Select(s => s.Values));
        var given = nodes.ToDictionary(n => n, _ => ValueRange.Nothing);
        for (var round = 0; Grown(given, Known, endless: round >= LongestChain); round++)
            continue;
        var failing = nodes.Where(n => Failures.Possible(n.Expression, RangesOf(Known))).ToHashSet();
        var speaking = nodes.Where(n => failing.Contains(n) || !given[n].IsNothing).ToHashSet();
        while (alerts && speaking.RemoveWhere(n => !n.Rule.IsAlert && !failing.Contains(n) && !speaking.Any(n.Asked)) > 0)
            continue;
        return speaking.ToLookup(n => n.File, n => n.Index);

        ValueRange Known(VectorSelector selector) => SeriesValues.Together(nodes
            .Where(n => RuleNeeds.Reads(selector, n.Rule) && !given[n].IsNothing && (!n.Rule.IsAlert || !AsksForFiring(selector) || fires(n.Rule.Name)))
            .Select(n => n.Rule.IsAlert ? ValueRange.Any : given[n]).Append(loaded[selector]));
    }

    /// <summary>Carries what each rule can give on to those that read it.</summary>
    private bool Grown(Dictionary<Node, ValueRange> given, Func<VectorSelector, ValueRange> known, bool endless)
    {
        var grown = false;
        foreach (var node in nodes)
        {
            var more = given[node].Or(RangesOf(known).Of(node.Expression));
            if (more == given[node])
                continue;
            given[node] = endless ? ValueRange.Any : more;
            grown = true;
        }

        return grown;
    }

    private static bool AsksForFiring(VectorSelector selector) => selector.Matchers.Any(m => m is { Label: "alertstate", Kind: MatchKind.Equal, Value: "firing" });

    internal static ValueRanges RangesOf(Func<VectorSelector, ValueRange> known) => new(known, known: true, _ => null);
}
