using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.Core.Alerting;

/// <summary>
/// Tells a Helm template from the templates that Prometheus itself fills in: those stand in annotations and labels only, and know
/// no chart's values.
/// </summary>
internal static partial class HelmTemplate
{
    /// <summary>The first line that only Helm can read, counted from 1, in a text that is no rule file as it stands.</summary>
    public static int? FirstLine(string text)
    {
        var lines = text.Split('\n');
        var line = Array.FindIndex(lines, l => l.TrimStart().StartsWith("{{", StringComparison.Ordinal) || OfChart().IsMatch(l));
        return line < 0 ? null : line + 1;
    }

    /// <summary>The first line of a list of rule groups that Helm has to fill in.</summary>
    public static int? FirstLine(YamlSequenceNode groups) => Lines(groups, filledIn: false).Select(l => (int?)l).FirstOrDefault();

    public static RuleFileException Problem(string source, int line) =>
        new($"{source}, line {line}: this is a Helm template. Render it first: helm template <chart> > rules.yml");

    private static IEnumerable<int> Lines(YamlNode node, bool filledIn) => node switch
    {
        YamlScalarNode scalar => InScalar(scalar, filledIn),
        YamlSequenceNode list => list.Children.SelectMany(child => Lines(child, filledIn)),
        YamlMappingNode map => map.Children.SelectMany(child => child.Key is YamlScalarNode key
            ? Lines(key, filledIn).Concat(Lines(child.Value, filledIn || key.Value is "annotations" or "labels"))
            // A key that is itself keys and values: that is how {{ ... }} reads as YAML.
            : [(int)child.Key.Start.Line]),
        _ => [],
    };

    private static IEnumerable<int> InScalar(YamlScalarNode scalar, bool filledIn)
    {
        var at = filledIn ? (OfChart().Match(scalar.Value!) is { Success: true } match ? match.Index : -1) : scalar.Value!.IndexOf("{{", StringComparison.Ordinal);
        if (at < 0)
            return [];
        var block = scalar.Style is YamlDotNet.Core.ScalarStyle.Literal;
        return [(int)scalar.Start.Line + (block ? 1 + scalar.Value.AsSpan(0, at).Count('\n') : 0)];
    }

    [GeneratedRegex("""\{\{[^}]*(?:\$?\.(?:Values|Release|Chart|Capabilities|Files)\b|\binclude\s+"|\btoYaml\b)|\{\{-?\s*(?:`|"\{\{)""")]
    private static partial Regex OfChart();
}
