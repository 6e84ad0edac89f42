using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.Core.Alerting;

/// <summary>Writes out what the documents of a file say by reference: <c>&lt;&lt;: *base</c> becomes the base's own keys.</summary>
internal sealed class YamlMerges
{
    private readonly HashSet<YamlNode> seen = new(ReferenceEqualityComparer.Instance);

    public void WriteOut(YamlNode node)
    {
        if (!seen.Add(node))
            return;
        // Each document names its anchors by itself, and several of them may become one.
        if (!node.Anchor.IsEmpty)
            node.Anchor = new AnchorName($"a{seen.Count}");
        foreach (var inner in Inner(node).ToList())
            WriteOut(inner);
        if (node is YamlMappingNode mapping)
            Merge(mapping);
    }

    private static IEnumerable<YamlNode> Inner(YamlNode node) => node switch
    {
        YamlMappingNode mapping => mapping.Children.Values,
        YamlSequenceNode sequence => sequence.Children,
        _ => [],
    };

    /// <summary>The mapping's own keys win, then those of the first base. What is no base is left for Prometheus to refuse.</summary>
    private static void Merge(YamlMappingNode mapping)
    {
        if (mapping.Children.Keys.OfType<YamlScalarNode>().FirstOrDefault(key => key is { Value: "<<", Style: ScalarStyle.Plain }) is not { } merge)
            return;
        IReadOnlyList<YamlNode> bases = mapping.Children[merge] switch { YamlMappingNode one => [one], YamlSequenceNode { Children: [_, ..] several } => [.. several], _ => [] };
        if (bases is [] || bases.Any(one => one is not YamlMappingNode))
            return;
        mapping.Children.Remove(merge);
        foreach (var (key, value) in bases.Cast<YamlMappingNode>().SelectMany(one => one.Children).Where(entry => !mapping.Children.ContainsKey(entry.Key)))
            mapping.Add(key, value);
    }
}
