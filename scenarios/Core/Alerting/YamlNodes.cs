using YamlDotNet.RepresentationModel;

namespace ValeoChaos.Core.Alerting;

internal static class YamlNodes
{
    public static YamlNode? Find(this YamlMappingNode node, string key) => node.Children.TryGetValue(key, out var value) ? value : null;
}
