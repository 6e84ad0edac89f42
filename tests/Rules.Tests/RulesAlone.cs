using YamlDotNet.RepresentationModel;

namespace ValeoChaos.RulesTests;

/// <summary>Takes rules out of a rule file.</summary>
internal static class RulesAlone
{
    /// <returns>The rule file with the rules whose names a text has, and with those that these ask for in turn.</returns>
    public static string NamedIn(string text, string rules)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(rules));
        var groups = stream.Documents[0].AllNodes.OfType<YamlMappingNode>().Select(n => Find(n, "rules")).OfType<YamlSequenceNode>().ToList();
        var all = groups.SelectMany(g => g).Cast<YamlMappingNode>().ToList();
        var kept = new HashSet<YamlMappingNode>(ReferenceEqualityComparer.Instance);
        while (all.FirstOrDefault(rule => !kept.Contains(rule) && text.Contains(Name(rule), StringComparison.Ordinal)) is { } next)
        {
            kept.Add(next);
            text += next["expr"];
        }

        foreach (var group in groups)
        {
            foreach (var rule in all.Where(rule => !kept.Contains(rule)))
                group.Children.Remove(rule);
        }

        using var result = new StringWriter();
        stream.Save(result, assignAnchors: false);
        return result.ToString();
    }

    private static string Name(YamlMappingNode rule) => (Find(rule, "alert") ?? rule["record"]).ToString();

    private static YamlNode? Find(YamlMappingNode node, string key) => node.Children.TryGetValue(key, out var value) ? value : null;
}
