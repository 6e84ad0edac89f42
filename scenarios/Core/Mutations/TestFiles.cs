using System.Text.RegularExpressions;
using ValeoChaos.Core.Alerting;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.Core.Mutations;

/// <summary>promtool's files of unit tests, as far as a mutation run has to understand them.</summary>
public static partial class TestFiles
{
    /// <summary>Does the file load rules from a file of this name?</summary>
    public static bool Loads(string test, string rulesFile) =>
        (Root(test).Find("rule_files") as YamlSequenceNode)?.Any(file => Path.GetFileName(file.ToString()) == rulesFile) == true;

    /// <summary>Without the series that no rule asks for: they cost most of the time and decide nothing.</summary>
    /// <param name="metrics">What the rules ask for by name; with null among them, anything.</param>
    public static string Cut(string test, IReadOnlySet<string?> metrics)
    {
        if (metrics.Contains(null))
            return test;
        var root = Root(test);
        foreach (var series in root.AllNodes.OfType<YamlMappingNode>().Select(node => node.Find("input_series")).OfType<YamlSequenceNode>())
        {
            foreach (var unasked in series.Where(one => one is YamlMappingNode map && !metrics.Contains(Metric(map["series"].ToString()))).ToList())
                series.Children.Remove(unasked);
        }

        return root.Written();
    }

    /// <summary>
    /// Equal for files whose series take the same course, for however long the last value stays: rules decide alike in them, so that
    /// one of them is enough.
    /// </summary>
    public static string CourseOf(string cut) => string.Join('\n', Root(cut).AllNodes.OfType<YamlMappingNode>().Where(node => node.Find("series") is not null)
        .Select(node => $"{node["series"]} {Lasting().Replace(node.Find("values")?.ToString() ?? "", "")}").Order(StringComparer.Ordinal));

    [GeneratedRegex(@"x\d+$")]
    private static partial Regex Lasting();

    /// <returns>Null for one that is not named in front of its labels.</returns>
    private static string? Metric(string series) => series.Split('{')[0].Trim() is { Length: > 0 } name ? name : null;

    private static YamlMappingNode Root(string test) => YamlNodes.Root(test, "a test file");
}
