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
    private static readonly Lazy<Task<IReadOnlyDictionary<object, TestFileReport>>> Run = new(() => Task.Run(RunAsync));

    /// <summary>Files of tests by hand that have breaks.</summary>
    public static IEnumerable<string> TestFiles => Breaks.All.Select(wrong => wrong.Tests).Distinct();

    public static async Task<TestFileReport> OfAsync(WrongRule wrong) => (await Run.Value)[wrong];

    /// <summary>The whole file with nothing broken.</summary>
    public static async Task<TestFileReport> OfRightRulesAsync(string tests) => (await Run.Value)[tests];

    private static async Task<IReadOnlyDictionary<object, TestFileReport>> RunAsync()
    {
        using var work = WorkFolder.Create("wrong-rules");
        var root = new DirectoryInfo(work.FullName);
        var asked = new Dictionary<string, object>();
        foreach (var tests in TestFiles)
            asked[await WriteAsync(Text(tests), (_, text) => text)] = tests;
        foreach (var wrong in Breaks.All)
            asked[await WriteAsync(Only(Text(wrong.Tests), wrong.By), (rules, text) => rules == wrong.Rules ? text.Replace(wrong.Right, wrong.Wrong, StringComparison.Ordinal) : text)] = wrong;
        var reports = await Task.WhenAll(Promtool.Deal(asked.Keys, Environment.ProcessorCount).Select(part => new Promtool().TestEachAsync(root.FullName, part, CancellationToken.None)));
        return reports.SelectMany(part => part).ToDictionary(report => asked[report.File]);

        async Task<string> WriteAsync(string tests, Func<string, string, string> change)
        {
            var folder = asked.Count.ToString(CultureInfo.InvariantCulture);
            await WriteRulesAsync(root.CreateSubdirectory(folder), tests, change);
            return Path.Combine(folder, "tests", "copy.test.yml");
        }
    }

    /// <summary>Only the rules that the tests speak of are evaluated: the others cost most of the time.</summary>
    private static async Task WriteRulesAsync(DirectoryInfo folder, string tests, Func<string, string, string> change)
    {
        foreach (var rules in Directory.GetFiles(RuleTool.Folder, "*.yml"))
        {
            var name = Path.GetFileName(rules);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), RuleYaml.NamedIn(tests, change(name, await File.ReadAllTextAsync(rules))));
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
