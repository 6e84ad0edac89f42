using System.Text.RegularExpressions;
using ValeoChaos.Core.Runbooks;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.Core.Alerting;

/// <summary>One list of rule groups, the text it was read from, and where that text stands in its file.</summary>
internal sealed record RuleDocument(YamlSequenceNode Groups, string Text, LineMap Lines)
{
    /// <summary>It is a whole file, and in the form that Prometheus loads.</summary>
    public bool IsPlainFile { get; init; }
}

/// <summary>Finds the rule groups of a file, whatever form it has.</summary>
internal sealed partial class RuleDocuments(string source)
{
    private readonly YamlMerges merges = new();

    public static IReadOnlyList<RuleDocument> Of(string text, string source)
    {
        if (!source.EndsWith(".md", StringComparison.OrdinalIgnoreCase) && !source.EndsWith(".markdown", StringComparison.OrdinalIgnoreCase))
            return OfYaml(text, source, LineMap.WholeFile);
        var reader = new RuleDocuments(source);
        var blocks = YamlBlocks.Of(text).Where(block => HasGroups().IsMatch(block.Yaml));
        return reader.Found([.. blocks.SelectMany(block => reader.InYaml(block.Yaml, new LineMap(block.Line)))], text, LineMap.WholeFile, " of a block fenced with ```yaml");
    }

    public static IReadOnlyList<RuleDocument> OfYaml(string yaml, string source, LineMap lines)
    {
        var reader = new RuleDocuments(source);
        return reader.Found([.. reader.InYaml(yaml, lines)], yaml, lines, ", or in a PrometheusRule's spec or a ConfigMap's data");
    }

    private List<RuleDocument> Found(List<RuleDocument> documents, string text, LineMap lines, string where)
    {
        if (documents.Count > 0)
            return documents;
        if (HelmTemplate.FirstLine(text) is { } line)
            throw HelmTemplate.Problem(source, lines.Of(line));
        throw new RuleFileException($"{source}, line {lines.First}: no rule file. It needs a list \"groups\" at the top{where}.");
    }

    private IEnumerable<RuleDocument> InYaml(string yaml, LineMap lines)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException e)
        {
            if (HelmTemplate.FirstLine(yaml) is { } line)
                throw HelmTemplate.Problem(source, lines.Of(line));
            throw new RuleFileException($"{source}, line {lines.Of(e.Start.Line)}: no valid YAML ({e.Message}). Check the indentation with promtool check rules.", e);
        }

        foreach (var document in stream.Documents)
            merges.WriteOut(document.RootNode);
        // Of several documents Prometheus reads the first alone.
        return stream.Documents.SelectMany(document => In(document.RootNode, yaml, lines)).Select(found => found with { IsPlainFile = found.IsPlainFile && stream.Documents.Count == 1 });
    }

    private IEnumerable<RuleDocument> In(YamlNode root, string yaml, LineMap lines)
    {
        if (root is not YamlMappingNode node)
            return [];
        var kind = node.Find("kind")?.ToString();
        if (kind is null && node.Find("groups") is YamlSequenceNode groups)
            return [Checked(groups, yaml, lines) with { IsPlainFile = lines == LineMap.WholeFile }];
        return kind switch
        {
            "PrometheusRule" => (node.Find("spec") as YamlMappingNode)?.Find("groups") is YamlSequenceNode inner ? [Checked(ForPrometheus(inner), yaml, lines)]
                : throw new RuleFileException($"{source}, line {lines.Of(node.Start.Line)}: this PrometheusRule has no list \"groups\" in its spec. Add it."),
            "ConfigMap" => ((node.Find("data") as YamlMappingNode)?.Children.Values ?? []).OfType<YamlScalarNode>().SelectMany(value => InValue(value, lines)),
            "List" => node.Find("items") is YamlSequenceNode items ? items.Children.SelectMany(item => In(item, yaml, lines)) : [],
            _ => [],
        };
    }

    /// <summary>Without what only Thanos Ruler knows: the operator leaves that out, too.</summary>
    private static YamlSequenceNode ForPrometheus(YamlSequenceNode groups)
    {
        foreach (var group in groups.OfType<YamlMappingNode>())
            group.Children.Remove("partial_response_strategy");
        return groups;
    }

    private IEnumerable<RuleDocument> InValue(YamlScalarNode value, LineMap lines)
    {
        if (!HasGroups().IsMatch(value.Value!))
            return [];
        var inLines = value.Style == ScalarStyle.Literal && !lines.OneLine;
        return InYaml(value.Value!, inLines ? new LineMap(lines.Of(value.Start.Line + 1)) : new LineMap(lines.Of(value.Start.Line), OneLine: true));
    }

    private RuleDocument Checked(YamlSequenceNode groups, string yaml, LineMap lines) =>
        HelmTemplate.FirstLine(groups) is { } line ? throw HelmTemplate.Problem(source, lines.Of(line)) : new RuleDocument(groups, yaml, lines);

    [GeneratedRegex("^[\\s{\"']*groups[\"']?\\s*:", RegexOptions.Multiline)]
    private static partial Regex HasGroups();
}
