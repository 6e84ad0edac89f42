using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.Core.Alerting;

/// <summary>Reads the rules of one list of groups, with the lines they have in the file.</summary>
internal sealed partial class RuleReader(RuleDocument document, string source)
{
    private readonly string[] lines = document.Text.Split('\n');

    public IEnumerable<PrometheusRule> Rules()
    {
        var ends = document.Groups.Children.SelectMany(group => RuleNodes(Mapping(group)).Prepend(group))
            .Select(node => (int)node.Start.Line).Append(lines.Length + 1).ToList();
        return document.Groups.Children.SelectMany(group => Group(Mapping(group), ends));
    }

    private IEnumerable<PrometheusRule> Group(YamlMappingNode group, List<int> starts)
    {
        var name = Required(group, "name");
        var interval = DurationOf(group, "interval");
        if (group.Find("rules") is not YamlSequenceNode)
            throw Problem(group, $"the group {name} has no list \"rules\".");
        foreach (var rule in RuleNodes(group).Select(Mapping))
        {
            var (line, places, labels) = (document.Lines.Of(rule.Start.Line), Places(rule), Texts(rule, "labels"));
            var (expr, directives) = (Required(rule, "expr", rule.Find("record") is null ? "alert" : "record").Trim(), Directives((int)rule.Start.Line, starts));
            yield return rule.Find("record") is not null
                ? new RecordingRule(name, Required(rule, "record"), expr, labels, interval, line) { Places = places, Directives = directives }
                : new AlertRule(
                    name, Required(rule, "alert"), expr, DurationOf(rule, "for") ?? TimeSpan.Zero, labels, Texts(rule, "annotations"), interval, line)
                {
                    KeepFiringFor = DurationOf(rule, "keep_firing_for") ?? TimeSpan.Zero, Places = places, Directives = directives,
                };
        }
    }

    private static IEnumerable<YamlNode> RuleNodes(YamlMappingNode group) => group.Find("rules") is YamlSequenceNode rules ? rules.Children : [];

    private RulePlaces Places(YamlMappingNode rule)
    {
        var keys = new Dictionary<string, int>();
        var inLines = false;
        foreach (var (key, value) in rule.Children)
        {
            keys[key.ToString()] = document.Lines.Of(key.Start.Line);
            foreach (var inner in (value as YamlMappingNode)?.Children.Keys ?? [])
                keys[$"{key}.{inner}"] = document.Lines.Of(inner.Start.Line);
            if (key.ToString() != "expr" || value is not YamlScalarNode expr)
                continue;
            inLines = expr.Style == ScalarStyle.Literal && !document.Lines.OneLine;
            var above = inLines ? 1 + expr.Value!.TakeWhile(char.IsWhiteSpace).Count(c => c == '\n') : 0;
            keys["expr"] = document.Lines.Of(expr.Start.Line + above);
        }

        return new RulePlaces(document.Lines.Of(rule.Start.Line), keys, inLines);
    }

    /// <summary>The comments of a rule: those right above it, beside it and within it, up to those above the next.</summary>
    private List<RuleDirective> Directives(int start, List<int> starts)
    {
        var next = starts.Where(s => s > start).DefaultIfEmpty(lines.Length + 1).Min();
        return [.. Enumerable.Range(start - Above(start), next - Above(next) - start + Above(start))
            .Where(line => line <= lines.Length)
            .Select(line => (Line: line, Match: Directive().Match(lines[line - 1])))
            .Where(found => found.Match.Success)
            .Select(found => new RuleDirective(found.Match.Groups[1].Value.Trim(), document.Lines.Of(found.Line)))];
    }

    private int Above(int line) => lines.Take(line - 1).Reverse().TakeWhile(text => text.TrimStart().StartsWith('#')).Count();

    private TimeSpan? DurationOf(YamlMappingNode node, string key)
    {
        if (Optional(node, key) is not { } text)
            return null;
        return PrometheusDuration.TryParse(text, out var duration) ? duration
            : throw Problem(node, $"\"{text}\" is no duration. Write, for instance, 5m, 1h30m or 250ms.");
    }

    private Dictionary<string, string> Texts(YamlMappingNode node, string key) => node.Given(key) is { } child
        ? Mapping(child).Children.ToDictionary(c => c.Key.ToString(), c => c.Value.ToString()) : [];

    /// <param name="before">A key whose absence is told first.</param>
    private string Required(YamlMappingNode node, string key, string? before = null)
    {
        if (before is not null)
            Required(node, before);
        return Optional(node, key) ?? throw Problem(node, $"\"{key}\" is missing. Add it.");
    }

    private static string? Optional(YamlMappingNode node, string key) => (node.Given(key) as YamlScalarNode)?.Value;

    private YamlMappingNode Mapping(YamlNode node) => node as YamlMappingNode ?? throw Problem(node, "expected keys and values here.");

    private RuleFileException Problem(YamlNode node, string what) => new($"{source}, line {document.Lines.Of(node.Start.Line)}: {what}");

    [GeneratedRegex(@"(?:^|\s)#\s*valeo-chaos:(.*)$")]
    private static partial Regex Directive();
}
