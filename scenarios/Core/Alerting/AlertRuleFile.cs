using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.Core.Alerting;

/// <summary>One alerting rule as written. <see cref="Line"/> counts from 1 in its file.</summary>
public sealed record AlertRule(
    string Group, string Alert, string Expr, TimeSpan For, IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Annotations, TimeSpan? Interval, int Line);

/// <summary>A rule file that cannot be read; the message names file, line and remedy.</summary>
public sealed class RuleFileException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A Prometheus rule file; recording rules are passed over.</summary>
public sealed record AlertRuleFile(string Source, IReadOnlyList<AlertRule> Alerts)
{
    /// <exception cref="RuleFileException">The text is no rule file.</exception>
    public static AlertRuleFile Parse(string yaml, string source)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException e)
        {
            throw new RuleFileException($"{source}, line {e.Start.Line}: no valid YAML ({e.Message}). Check the indentation with promtool check rules.", e);
        }

        if (stream.Documents is not [{ RootNode: YamlMappingNode root }] || Find(root, "groups") is not YamlSequenceNode groups)
            throw new RuleFileException($"{source}, line 1: no rule file. It needs a list \"groups\" at the top.");
        return new AlertRuleFile(source, [.. groups.Children.SelectMany(group => Rules(Mapping(group, source), source))]);
    }

    private static IEnumerable<AlertRule> Rules(YamlMappingNode group, string source)
    {
        var name = Required(group, "name", source);
        var interval = Optional(group, "interval") is { } text ? Duration(text, group, source) : (TimeSpan?)null;
        if (Find(group, "rules") is not YamlSequenceNode rules)
            throw new RuleFileException($"{source}, line {group.Start.Line}: the group {name} has no list \"rules\".");
        foreach (var rule in rules.Children.Select(r => Mapping(r, source)).Where(r => Find(r, "record") is null))
        {
            yield return new AlertRule(
                name, Required(rule, "alert", source), Required(rule, "expr", source).Trim(),
                Optional(rule, "for") is { } hold ? Duration(hold, rule, source) : TimeSpan.Zero,
                Texts(rule, "labels", source), Texts(rule, "annotations", source), interval, (int)rule.Start.Line);
        }
    }

    private static TimeSpan Duration(string text, YamlNode node, string source) =>
        PrometheusDuration.TryParse(text, out var duration) ? duration
            : throw new RuleFileException($"{source}, line {node.Start.Line}: \"{text}\" is no duration. Write, for instance, 5m, 1h30m or 250ms.");

    private static Dictionary<string, string> Texts(YamlMappingNode node, string key, string source) =>
        Find(node, key) is { } child ? Mapping(child, source).Children.ToDictionary(c => c.Key.ToString(), c => c.Value.ToString()) : [];

    private static string Required(YamlMappingNode node, string key, string source) =>
        Optional(node, key) ?? throw new RuleFileException($"{source}, line {node.Start.Line}: \"{key}\" is missing. Add it.");

    private static string? Optional(YamlMappingNode node, string key) => (Find(node, key) as YamlScalarNode)?.Value;

    private static YamlNode? Find(YamlMappingNode node, string key) => node.Children.TryGetValue(key, out var value) ? value : null;

    private static YamlMappingNode Mapping(YamlNode node, string source) =>
        node as YamlMappingNode ?? throw new RuleFileException($"{source}, line {node.Start.Line}: expected keys and values here.");
}
