using System.Globalization;
using System.Text.RegularExpressions;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Running;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.RulesTests.Scaling;

/// <summary>Rule files and files of tests beside them, by path below one folder.</summary>
internal sealed record RuleBench(IReadOnlyDictionary<string, string> Rules, IReadOnlyDictionary<string, string> Tests)
{
    public static RuleBench OfRepository { get; } = new(Read("*.yml", SearchOption.TopDirectoryOnly), Read("*.test.yml", SearchOption.AllDirectories));

    /// <summary>
    /// What is held after each evaluation is asked for in tests by hand. Those that were computed say themselves at which evaluations
    /// which alert fires, first, last and how many, so they have only to pass.
    /// </summary>
    public static bool AsksAfterEachEvaluation(string test) => !test.StartsWith("tests/generated/", StringComparison.Ordinal);

    private static Dictionary<string, string> Read(string pattern, SearchOption depth) =>
        Directory.GetFiles(RuleTool.Folder, pattern, depth).Order(StringComparer.Ordinal)
            .ToDictionary(file => Path.GetRelativePath(RuleTool.Folder, file), File.ReadAllText);
}

/// <summary>One alert, pending or firing, or one recorded value, as Prometheus held it after an evaluation.</summary>
/// <param name="Series">With all labels: <c>{__name__="ALERTS", alertname=...}</c>.</param>
/// <param name="Value">Six digits of it; the rest is the arithmetic of times.</param>
internal readonly record struct Held(string Series, string Value)
{
    public bool IsOf(string rule) => Series.Contains($"__name__=\"{rule}\"", StringComparison.Ordinal) || Series.Contains($"alertname=\"{rule}\"", StringComparison.Ordinal);

    public bool Fires => Series.Contains("alertstate=\"firing\"", StringComparison.Ordinal);
}

/// <summary>What one test showed: each evaluation's alerts and recorded values, and what it expected and did not get.</summary>
internal sealed record VirtualTest(IReadOnlyList<IReadOnlyList<Held>> Evaluations, string Unmet);

/// <summary>
/// All tests of a bench under promtool at one speed. promtool tells no more than what it did not expect: so a test asks for
/// everything held after each evaluation, and expects nothing.
/// </summary>
internal sealed partial class VirtualRun
{
    private const string Question = "{__name__=~\"ALERTS|.*:.*\"}";

    private readonly Dictionary<(int File, int Test), VirtualTest> tests = [];
    private readonly List<string> files;

    private VirtualRun(RuleBench bench) => files = [.. bench.Tests.Keys];

    public IReadOnlyList<VirtualTest> Of(string file) =>
        [.. tests.Where(t => files[t.Key.File] == file).OrderBy(t => t.Key.Test).Select(t => t.Value)];

    /// <param name="bench">At production speed.</param>
    /// <param name="scale">By how much time is squeezed.</param>
    public static async Task<VirtualRun> AtAsync(RuleBench bench, TimeScale scale)
    {
        var folder = Directory.CreateTempSubdirectory("valeo-chaos-scaled-");
        try
        {
            foreach (var (name, rules) in bench.Rules)
                await WriteAsync(Path.Combine(folder.FullName, name), scale.ScaleRules(rules, name).Text);
            var run = new VirtualRun(bench);
            var expected = new Dictionary<(int, int), int>();
            foreach (var (index, name) in run.files.Index())
                await WriteAsync(Path.Combine(folder.FullName, name), WithQuestions(scale.ScaleRuleTests(bench.Tests[name], name), index, RuleBench.AsksAfterEachEvaluation(name), expected));
            var (_, output) = await RuleTool.RunAsync("promtool", ["test", "rules", .. run.files.Select(f => Path.Combine(folder.FullName, f))]);
            run.Read(output, expected);
            return run;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task WriteAsync(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text);
    }

    /// <param name="yaml">A file of tests, scaled.</param>
    /// <param name="file">Its number, which every question carries.</param>
    /// <param name="asks">After each evaluation; else only whether the test passes.</param>
    /// <param name="evaluations">Takes how many of each test are asked about.</param>
    private static string WithQuestions(string yaml, int file, bool asks, Dictionary<(int, int), int> evaluations)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        var interval = PrometheusDuration.Parse(root["evaluation_interval"].ToString());
        foreach (var (index, test) in ((YamlSequenceNode)root["tests"]).Cast<YamlMappingNode>().Index())
        {
            var asked = Cases(test, "promql_expr_test").Concat(Cases(test, "alert_rule_test")).Select(c => PrometheusDuration.Parse(c["eval_time"].ToString()));
            var count = asks ? (int)(asked.Max() / interval) + 1 : 0;
            evaluations[(file, index)] = count;
            var questions = Enumerable.Range(0, count).Select(i => Case($"{Question} # {file}.{index}.{i}", interval * i));
            // Always refuted, and so the end of what this test has to say.
            test.Children["promql_expr_test"] = new YamlSequenceNode([.. Cases(test, "promql_expr_test"), .. questions, Case($"vector(0) # {file}.{index}.end", TimeSpan.Zero)]);
        }

        using var text = new StringWriter();
        stream.Save(text, assignAnchors: false);
        return text.ToString();
    }

    private static IEnumerable<YamlNode> Cases(YamlMappingNode test, string key) => test.Children.TryGetValue(key, out var cases) ? (YamlSequenceNode)cases : [];

    private static YamlMappingNode Case(string expression, TimeSpan at) => new("expr", expression, "eval_time", PrometheusDuration.Format(at));

    private void Read(string output, Dictionary<(int File, int Test), int> expected)
    {
        var begin = 0;
        foreach (Match end in End().Matches(output))
        {
            var part = output[begin..end.Index];
            begin = end.Index + end.Length;
            var key = (Number(end.Groups[1]), Number(end.Groups[2]));
            var evaluations = new IReadOnlyList<Held>[expected[key]];
            Array.Fill(evaluations, []);
            foreach (Match answer in Answer().Matches(part))
                evaluations[Number(answer.Groups[1])] = [.. Sample().Matches(answer.Groups[2].Value).Select(s => new Held(s.Groups[1].Value, Rounded(s.Groups[2].Value)))];
            tests[key] = new VirtualTest(evaluations, Verdicts().Replace(Answer().Replace(part, ""), "").Trim());
        }

        expected.Keys.Should().BeSubsetOf(tests.Keys, "promtool ended them early: {0}", output[begin..]);
    }

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    private static string Rounded(string value) =>
        double.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number.ToString("G6", CultureInfo.InvariantCulture) : value;

    [GeneratedRegex(@" *expr: ""vector\(0\) # (\d+)\.(\d+)\.end"",.*\n *exp: nil\n *got: .*\n")]
    private static partial Regex End();

    [GeneratedRegex(@" *expr: ""[^\n]* # \d+\.\d+\.(\d+)"",.*\n *exp: nil\n *got: (.*)\n")]
    private static partial Regex Answer();

    [GeneratedRegex(@"(\{[^}]*\}) (\S+?)(?:,|$)")]
    private static partial Regex Sample();

    [GeneratedRegex(@"^(?:Unit Testing: .*|  FAILED:|  SUCCESS|\s*)$\n?", RegexOptions.Multiline)]
    private static partial Regex Verdicts();
}
