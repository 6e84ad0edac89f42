using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.Core.Alerting;

internal static class YamlNodes
{
    /// <summary>The keys and values at the top of a configuration file.</summary>
    /// <exception cref="RuleFileException">The text is no YAML.</exception>
    public static YamlMappingNode Root(string yaml, string source)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException e)
        {
            throw new RuleFileException($"{source}, line {e.Start.Line}: no valid YAML ({e.Message}).", e);
        }

        return stream.Documents is [{ RootNode: YamlMappingNode root }, ..] ? root : new YamlMappingNode();
    }

    /// <summary>The text of a file with this content.</summary>
    public static string Written(this YamlNode root)
    {
        using var text = new StringWriter();
        new YamlStream(new YamlDocument(root)).Save(text, assignAnchors: false);
        return text.ToString();
    }

    public static YamlNode? Find(this YamlMappingNode node, string key) => node.Children.TryGetValue(key, out var value) ? value : null;
}
