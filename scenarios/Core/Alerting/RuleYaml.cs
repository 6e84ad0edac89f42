using YamlDotNet.RepresentationModel;

namespace ValeoChaos.Core.Alerting;

/// <summary>
/// Writes a rule file anew with something changed in it. Rules are counted from 0 in the order of the file, as in
/// <see cref="AlertRuleFile.Rules"/>. Comments do not survive.
/// </summary>
public static class RuleYaml
{
    /// <param name="text">A file in the form that Prometheus loads.</param>
    public static string With(string text, int rule, Action<YamlMappingNode> change)
    {
        var file = new Loaded(text);
        change(file.Rules[rule]);
        return file.Write();
    }

    /// <summary>The file with these rules alone; groups stay, empty ones too.</summary>
    public static string Only(string text, IReadOnlySet<int> rules)
    {
        var file = new Loaded(text);
        file.Keep([.. file.Rules.Where((_, i) => rules.Contains(i))]);
        return file.Write();
    }

    /// <returns>The rule file with the rules whose names a text has, and with those that these ask for in turn.</returns>
    public static string NamedIn(string asking, string text)
    {
        var file = new Loaded(text);
        var kept = new HashSet<YamlMappingNode>(ReferenceEqualityComparer.Instance);
        while (file.Rules.FirstOrDefault(rule => !kept.Contains(rule) && asking.Contains(Name(rule), StringComparison.Ordinal)) is { } next)
        {
            kept.Add(next);
            asking += next["expr"];
        }

        file.Keep(kept);
        return file.Write();
    }

    private static string Name(YamlMappingNode rule) => (rule.Find("alert") ?? rule["record"]).ToString();

    private sealed class Loaded
    {
        private readonly YamlStream stream = [];
        private readonly List<YamlSequenceNode> groups;

        public Loaded(string text)
        {
            stream.Load(new StringReader(text));
            var root = (YamlMappingNode)stream.Documents[0].RootNode;
            groups = [.. ((YamlSequenceNode)root["groups"]).Select(group => (group as YamlMappingNode)?.Find("rules")).OfType<YamlSequenceNode>()];
            Rules = [.. groups.SelectMany(group => group).Cast<YamlMappingNode>()];
        }

        public IReadOnlyList<YamlMappingNode> Rules { get; }

        public void Keep(HashSet<YamlMappingNode> kept)
        {
            foreach (var group in groups)
            {
                foreach (var rule in group.Where(rule => !kept.Contains((YamlMappingNode)rule, ReferenceEqualityComparer.Instance)).ToList())
                    group.Children.Remove(rule);
            }
        }

        public string Write()
        {
            using var result = new StringWriter();
            stream.Save(result, assignAnchors: false);
            return result.ToString();
        }
    }
}
