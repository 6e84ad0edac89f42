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

    /// <summary>Nothing stands behind the key, or null.</summary>
    public static bool IsNull(string? text, ScalarStyle style) => style == ScalarStyle.Plain && text is (null or "" or "~" or "null" or "Null" or "NULL");

    /// <summary>What stands behind the key; null where it is not there, or nothing stands behind it: Prometheus takes both alike.</summary>
    public static YamlNode? Given(this YamlMappingNode node, string key) =>
        node.Find(key) is { } value && !(value is YamlScalarNode scalar && IsNull(scalar.Value, scalar.Style)) ? value : null;

    public static YamlNode? Find(this YamlMappingNode node, string key) => node.Children.TryGetValue(key, out var value) ? value : null;
}
