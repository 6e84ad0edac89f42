using System.Globalization;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.RuleTests;
using ValeoChaos.Lab;
using ValeoChaos.Lab.Monitoring;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.RulesTests.WrongRules;

/// <summary>All breaks, dealt to a promtool for each processor: its start takes longer than most of the tests.</summary>
internal static class WrongRuleBatch
{
    private static readonly Lazy<Task<IReadOnlyDictionary<(string Tests, WrongRule? Wrong), TestFileReport>>> Run = new(() => Task.Run(RunAsync));

    public static async Task<TestFileReport> OfAsync(WrongRule wrong) => (await Run.Value)[(wrong.Tests, wrong)];

    /// <summary>The whole file with nothing broken.</summary>
    public static async Task<TestFileReport> OfRightRulesAsync(string tests) => (await Run.Value)[(tests, null)];

    private static async Task<IReadOnlyDictionary<(string Tests, WrongRule? Wrong), TestFileReport>> RunAsync()
    {
        using var root = WorkFolder.Create("wrong-rules");
        var asked = new Dictionary<string, (string Tests, WrongRule? Wrong)>();
        foreach (var (tests, wrong) in Breaks.TestFiles.Select(tests => (tests, (WrongRule?)null)).Concat(Breaks.All.Select(wrong => (wrong.Tests, (WrongRule?)wrong))))
        {
            var folder = asked.Count.ToString(CultureInfo.InvariantCulture);
            await WriteAsync(root.CreateSubdirectory(folder), wrong is null ? Text(tests) : Only(Text(tests), wrong.By), wrong);
            asked[Path.Combine(folder, "tests", "copy.test.yml")] = (tests, wrong);
        }

        var reports = await new Promtool().TestEachSharedOutAsync(root.FullName, asked.Keys, CancellationToken.None);
        return reports.ToDictionary(report => asked[report.File]);
    }

    /// <summary>Only the rules that the tests speak of are evaluated: the others cost most of the time.</summary>
    private static async Task WriteAsync(DirectoryInfo folder, string tests, WrongRule? wrong)
    {
        foreach (var rules in Directory.GetFiles(RuleTool.Folder, "*.yml"))
        {
            var (name, text) = (Path.GetFileName(rules), await File.ReadAllTextAsync(rules));
            if (name == wrong?.Rules)
                text = text.Replace(wrong.Right, wrong.Wrong, StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), RuleYaml.NamedIn(tests, text));
        }

        await File.WriteAllTextAsync(Path.Combine(folder.CreateSubdirectory("tests").FullName, "copy.test.yml"), tests);
    }

    private static string Text(string tests) => File.ReadAllText(Path.Combine(RuleTool.Folder, "tests", $"{tests}.test.yml"));

    private static string Only(string tests, string name)
    {
        var root = YamlNodes.Root(tests, "tests by hand");
        root.Children["tests"] = new YamlSequenceNode(((YamlSequenceNode)root["tests"]).Single(test => test["name"].ToString().StartsWith(name, StringComparison.Ordinal)));
        return root.Written();
    }
}
