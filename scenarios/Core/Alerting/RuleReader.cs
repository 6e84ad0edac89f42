using YamlDotNet.RepresentationModel;

namespace ValeoChaos.Core.Alerting;

/// <summary>Reads the rules of one list of groups, with the lines they have in the file.</summary>
internal sealed class RuleReader(RuleDocument document, string source)
{
    public IEnumerable<PrometheusRule> Rules() => document.Groups.Children.SelectMany(group => Group(Mapping(group)));

    private IEnumerable<PrometheusRule> Group(YamlMappingNode group)
    {
        var name = Required(group, "name");
        var interval = DurationOf(group, "interval");
        if (group.Find("rules") is not YamlSequenceNode rules)
            throw Problem(group, $"the group {name} has no list \"rules\".");
        foreach (var rule in rules.Children.Select(Mapping))
        {
            var (line, labels) = (document.Lines.Of(rule.Start.Line), Texts(rule, "labels"));
            var records = rule.Find("record") is not null;
            var (own, expr) = (Required(rule, records ? "record" : "alert"), Required(rule, "expr").Trim());
            yield return records
                ? new RecordingRule(name, own, expr, labels, interval, line)
                : new AlertRule(
                    name, own, expr, DurationOf(rule, "for") ?? TimeSpan.Zero, labels, Texts(rule, "annotations"), interval, line)
                {
                    KeepFiringFor = DurationOf(rule, "keep_firing_for") ?? TimeSpan.Zero,
                };
        }
    }

    private TimeSpan? DurationOf(YamlMappingNode node, string key)
    {
        if (Optional(node, key) is not { } text)
            return null;
        return PrometheusDuration.TryParse(text, out var duration) ? duration
            : throw Problem(node, $"\"{text}\" is no duration. Write, for instance, 5m, 1h30m or 250ms.");
    }

    private Dictionary<string, string> Texts(YamlMappingNode node, string key) => node.Find(key) is { } child
        ? Mapping(child).Children.ToDictionary(c => c.Key.ToString(), c => c.Value.ToString()) : [];

    private string Required(YamlMappingNode node, string key) => Optional(node, key) ?? throw Problem(node, $"\"{key}\" is missing. Add it.");

    private static string? Optional(YamlMappingNode node, string key) => (node.Find(key) as YamlScalarNode)?.Value;

    private YamlMappingNode Mapping(YamlNode node) => node as YamlMappingNode ?? throw Problem(node, "expected keys and values here.");

    private RuleFileException Problem(YamlNode node, string what) => new($"{source}, line {document.Lines.Of(node.Start.Line)}: {what}");
}
