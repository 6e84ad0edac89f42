using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.Replaying;

namespace ValeoChaos.RulesTests.Scaling;

/// <summary>
/// Tells the rules that can give something in a test from those that find no series, however they are evaluated: half of promtool's
/// time would go into reading their expressions at each evaluation.
/// </summary>
internal sealed class SpeakingRules(IReadOnlyDictionary<string, string> files)
{
    private sealed record Node(string File, int Index, AskingRule Rule, PromQlExpression Expression, IReadOnlyList<SeriesNeed> Asks);

    private readonly IReadOnlyList<Node> nodes = [.. files.SelectMany(file => AlertRuleFile.Parse(file.Value, file.Key).Rules.Select((rule, index) => NodeOf(file.Key, index, rule)))];

    /// <param name="series">What the test loads.</param>
    /// <param name="fires">Does this alert fire in the test? Where none does, what asks for firing ones alone has nothing to read.</param>
    /// <param name="alerts">Only alerts are asked for, and so what is recorded counts for nothing but them.</param>
    /// <returns>By file, the places of its rules from 0.</returns>
    public ILookup<string, int> In(IReadOnlyList<SeriesName> series, Func<string, bool> fires, bool alerts)
    {
        var speaking = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        while (nodes.Where(n => !speaking.Contains(n) && MayGive(n.Expression, selector => IsThere(n, selector))).ToList() is { Count: > 0 } more)
            speaking.UnionWith(more);
        while (alerts && speaking.RemoveWhere(n => !n.Rule.IsAlert && !speaking.Any(reader => reader != n && reader.Asks.Any(need => RuleNeeds.Reads(need.Selector, n.Rule)))) > 0)
            continue;
        return speaking.ToLookup(n => n.File, n => n.Index);

        bool IsThere(Node reader, VectorSelector selector) =>
            reader.Asks.Any(need => ReferenceEquals(need.Selector, selector) && series.Any(need.MayChoose))
            || speaking.Any(n => RuleNeeds.Reads(selector, n.Rule) && (!n.Rule.IsAlert || !AsksForFiring(selector) || fires(n.Rule.Name)));
    }

    private static Node NodeOf(string file, int index, PrometheusRule rule)
    {
        var expression = PromQlParser.Parse(rule.Expr);
        return new Node(file, index, ReplayRules.Asking(rule), expression, [.. expression.All().OfType<VectorSelector>().Select(selector => new SeriesNeed(selector, null))]);
    }

    private static bool AsksForFiring(VectorSelector selector) => selector.Matchers.Any(m => m is { Label: "alertstate", Kind: MatchKind.Equal, Value: "firing" });

    /// <summary>Nothing comes of nothing, but for what asks whether there is nothing and what makes a number.</summary>
    internal static bool MayGive(PromQlExpression expression, Func<VectorSelector, bool> isThere) => expression switch
    {
        VectorSelector selector => isThere(selector),
        FunctionCall { Name: "absent" or "absent_over_time" or "scalar" } => true,
        BinaryOperation { Operator: "or" } either => MayGive(either.Left, isThere) || MayGive(either.Right, isThere),
        BinaryOperation { Operator: "unless" } unless => MayGive(unless.Left, isThere),
        _ => expression.Parts.All(part => MayGive(part, isThere)),
    };
}
