using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.Replaying;

namespace ValeoChaos.Core.Mutations;

/// <summary>The part of all rules that a mutant can make a difference to, and what that part reads.</summary>
/// <param name="Rules">By file, the places of its rules from 0.</param>
/// <param name="Affected">Names of the alerts that may decide otherwise.</param>
/// <param name="Metrics">What the rules ask for by name; with null among them, anything.</param>
public sealed record RuleSlice(IReadOnlyDictionary<string, IReadOnlySet<int>> Rules, IReadOnlySet<string> Affected, IReadOnlySet<string?> Metrics)
{
    /// <summary>Equal for equal parts.</summary>
    public string Key { get; } = string.Join(';', Rules.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key}:{string.Join(',', r.Value.Order())}"));
}

/// <summary>Cuts rules that read each other into what concerns one of them.</summary>
public sealed class RuleSlices
{
    private sealed record Node(string File, int Index, AskingRule Rule, IReadOnlyList<VectorSelector> Asks);

    private readonly string mutated;
    private readonly List<Node> nodes;

    /// <param name="mutated">The file whose rules have mutants.</param>
    /// <param name="files">All rule files by name, that one among them.</param>
    public RuleSlices(string mutated, IReadOnlyDictionary<string, string> files)
    {
        this.mutated = mutated;
        nodes = [.. files.SelectMany(file => AlertRuleFile.Parse(file.Value, file.Key).Rules.Select((rule, index) => NodeOf(file.Key, index, rule)))];
    }

    /// <summary>
    /// The rule, those that read what it records, and all that these read, before the mistake or after it. What reads an alert is left
    /// out: each test asks for every alert itself, and it would only see of one what the test sees.
    /// </summary>
    public RuleSlice Of(Mutant mutant) => Of(mutant, nodes, throughAlerts: false);

    /// <summary>
    /// The same within the mutated file, and with what reads an alert: a recording's judge gives each alert some time, and what reads it
    /// may have none.
    /// </summary>
    public RuleSlice InReplay(Mutant mutant) => Of(mutant, nodes.Where(n => n.File == mutated), throughAlerts: true);

    private RuleSlice Of(Mutant mutant, IEnumerable<Node> among, bool throughAlerts)
    {
        var changed = NodeOf(mutated, mutant.Index, AlertRuleFile.Parse(mutant.Text, mutated).Rules[mutant.Index]);
        var all = among.Append(changed).ToList();
        var affected = Closed([all.First(n => n.File == mutated && n.Index == mutant.Index), changed],
            found => found.Rule.IsAlert && !throughAlerts ? [] : all.Where(n => Reads(n, found)));
        var needed = Closed(affected, found => all.Where(n => Reads(found, n)));
        return new RuleSlice(
            needed.GroupBy(n => n.File).ToDictionary(g => g.Key, g => (IReadOnlySet<int>)g.Select(n => n.Index).ToHashSet()),
            affected.Where(n => n.Rule.IsAlert).Select(n => n.Rule.Name).ToHashSet(),
            needed.SelectMany(n => n.Asks).Select(selector => selector.Name).ToHashSet());
    }

    private static HashSet<Node> Closed(IEnumerable<Node> start, Func<Node, IEnumerable<Node>> next)
    {
        var found = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Node>(start);
        while (open.TryPop(out var node))
        {
            if (found.Add(node))
                next(node).ToList().ForEach(open.Push);
        }

        return found;
    }

    private static bool Reads(Node reader, Node read) => reader.Asks.Any(selector => RuleNeeds.Reads(selector, read.Rule));

    private static Node NodeOf(string file, int index, PrometheusRule rule) =>
        new(file, index, ReplayRules.Asking(rule), [.. PromQlParser.Parse(rule.Expr).All().OfType<VectorSelector>()]);
}
