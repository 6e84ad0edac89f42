using System.Globalization;
using System.Text.RegularExpressions;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.Replaying;
using ValeoChaos.Core.Running;
using ValeoChaos.Lab;
using ValeoChaos.Lab.Monitoring;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.RulesTests.Scaling;

/// <summary>Rule files and files of tests beside them, by path below one folder.</summary>
internal sealed record RuleBench(IReadOnlyDictionary<string, string> Rules, IReadOnlyDictionary<string, string> Tests)
{
    public static RuleBench OfRepository { get; } = new(Read("*.yml", SearchOption.TopDirectoryOnly), Read("*.test.yml", SearchOption.AllDirectories));

    /// <summary>
    /// What is held after each evaluation is asked for in tests by hand. Those that were computed say themselves at which evaluations
    /// which alert fires, first, last and how many; at their end they are asked at how many it was pending, too.
    /// </summary>
    public static bool AsksAfterEachEvaluation(string test) => !test.StartsWith("tests/generated/", StringComparison.Ordinal);

    /// <summary>The computed tests, and of those by hand the ones of a rules file that no computed test loads.</summary>
    public RuleBench ThatProvesEachRule()
    {
        var (byHand, computed) = (Tests.Keys.Where(AsksAfterEachEvaluation).ToList(), Tests.Keys.Where(test => !AsksAfterEachEvaluation(test)).ToList());
        var proved = computed.SelectMany(LoadedBy).ToHashSet();
        var kept = computed.Concat(byHand.Where(test => !proved.IsSupersetOf(LoadedBy(test)))).ToHashSet();
        return this with { Tests = Tests.Where(test => kept.Contains(test.Key)).ToDictionary() };
    }

    /// <returns>The rules files that a test names.</returns>
    public IEnumerable<string> LoadedBy(string test) => Rules.Keys.Where(rules => Tests[test].Contains(rules, StringComparison.Ordinal));

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

    /// <summary>An escalation has the name of its page and says to whom; the page says nobody.</summary>
    public bool IsFiring(AlertRule rule)
    {
        var series = Series;
        return Fires && IsOf(rule.Alert) && rule.Labels.ContainsKey(EscalatesTo) == series.Contains($"{EscalatesTo}=", StringComparison.Ordinal)
            && rule.Labels.All(label => series.Contains($"{label.Key}=\"{label.Value}\"", StringComparison.Ordinal));
    }

    private const string EscalatesTo = "escalate_to";
}

/// <summary>What one test showed: the answer to each question, and what it expected and did not get.</summary>
/// <param name="Evaluations">Each one's alerts and recorded values; of a computed test, once at its end, the number of evaluations that held each alert.</param>
internal sealed record VirtualTest(IReadOnlyList<IReadOnlyList<Held>> Evaluations, string Unmet);

/// <summary>
/// All tests of a bench under promtool at one speed. promtool tells no more than what it did not expect: so a test asks for
/// everything held after each evaluation, and expects nothing.
/// </summary>
internal sealed partial class VirtualRun
{
    private const string Question = "{__name__=~\"ALERTS|.*:.*\"}";

    private const string QuestionAtTheEnd = "count_over_time(ALERTS[1d])";

    private readonly Dictionary<(int File, int Test), VirtualTest> tests = [];
    private readonly List<string> files;

    private VirtualRun(RuleBench bench) => files = [.. bench.Tests.Keys];

    /// <summary>Of how many rules no test could hear anything, each counted in each file of tests.</summary>
    public int LeftOut { get; private set; }

    public IReadOnlyList<VirtualTest> Of(string file) =>
        [.. tests.Where(t => files[t.Key.File] == file).OrderBy(t => t.Key.Test).Select(t => t.Value)];

    /// <summary>Rules that cannot give anything in a test are left out of it.</summary>
    /// <param name="bench">At production speed.</param>
    /// <param name="scale">By how much time is squeezed.</param>
    /// <param name="production">
    /// The same bench at production speed: what reads alerts that did not fire there is left out, too. That they do not fire here, either,
    /// is for the reader to compare.
    /// </param>
    public static Task<VirtualRun> AtAsync(RuleBench bench, TimeScale scale, VirtualRun? production = null) =>
        AtAsync(bench, scale, new SpeakingRules(bench.Rules.ToDictionary(file => file.Key, file => AlertRuleFile.Parse(file.Value, file.Key))), (name, alert) => production?.Fires(name, alert) ?? true);

    /// <summary>With all rules, as they are loaded in production.</summary>
    public static Task<VirtualRun> OfAllRulesAsync(RuleBench bench) => AtAsync(bench, new TimeScale(1), speaking: null, (_, _) => true);

    private static async Task<VirtualRun> AtAsync(RuleBench bench, TimeScale scale, SpeakingRules? speaking, Func<string, string, bool> fires)
    {
        using var folder = WorkFolder.Create("scaled");
        var run = new VirtualRun(bench);
        var rules = new ScaledRules(bench.Rules, scale, folder.FullName);
        var expected = new Dictionary<(int, int), int>();
        var paths = new List<string>();
        foreach (var (index, name) in run.files.Index())
        {
            var tests = YamlNodes.Root(scale.ScaleRuleTests(bench.Tests[name], name), name);
            var asks = RuleBench.AsksAfterEachEvaluation(name);
            var chosen = speaking?.In(Series(tests), alert => fires(name, alert), alerts: !asks);
            run.LeftOut += speaking is null ? 0 : speaking.Count - chosen!.Sum(places => places.Count());
            paths.Add(Path.Combine(await rules.WriteAsync(chosen), name));
            AddQuestions(tests, index, asks, expected);
            Directory.CreateDirectory(Path.GetDirectoryName(paths[^1])!);
            await File.WriteAllTextAsync(paths[^1], tests.Written());
        }

        run.Read(await TestAsync(paths), expected);
        return run;
    }

    private bool Fires(string file, string alert) => Of(file).SelectMany(test => test.Evaluations).SelectMany(held => held).Any(held => held.Fires && held.IsOf(alert));

    private static List<SeriesValues> Series(YamlMappingNode tests) =>
    [
        .. ((YamlSequenceNode)tests["tests"]).Cast<YamlMappingNode>().SelectMany(test => Cases(test, "input_series"))
            .Select(one => new SeriesValues(NameOf((VectorSelector)PromQlParser.Parse(one["series"].ToString())), PromtoolValues.Between(one["values"].ToString()))),
    ];

    private static SeriesName NameOf(VectorSelector series) => new(series.Name!, series.Matchers.ToDictionary(label => label.Label, label => label.Value));

    private static async Task<string> TestAsync(List<string> paths)
    {
        var answers = await Task.WhenAll(Promtool.Deal(paths, path => new FileInfo(path).Length, Environment.ProcessorCount).Select(part => RuleTool.RunAsync("promtool", ["test", "rules", .. part])));
        return string.Concat(answers.Select(answer => answer.Output));
    }

    /// <param name="tests">A file of them, scaled.</param>
    /// <param name="file">Its number, which every question carries.</param>
    /// <param name="afterEach">After each evaluation; else once at the end.</param>
    /// <param name="evaluations">Takes how many answers there are to be for each test.</param>
    private static void AddQuestions(YamlMappingNode tests, int file, bool afterEach, Dictionary<(int, int), int> evaluations)
    {
        var interval = PrometheusDuration.Parse(tests["evaluation_interval"].ToString());
        foreach (var (index, test) in ((YamlSequenceNode)tests["tests"]).Cast<YamlMappingNode>().Index())
        {
            var last = (int)(Cases(test, "promql_expr_test").Concat(Cases(test, "alert_rule_test")).Max(c => PrometheusDuration.Parse(c["eval_time"].ToString())) / interval);
            var questions = afterEach
                ? Enumerable.Range(0, last + 1).Select(i => Case($"{Question} # {file}.{index}.{i}", interval * i)).ToList()
                : [Case($"{QuestionAtTheEnd} # {file}.{index}.0", interval * last)];
            evaluations[(file, index)] = questions.Count;
            // Always refuted, and so the end of what this test has to say.
            test.Children["promql_expr_test"] = new YamlSequenceNode([.. Cases(test, "promql_expr_test"), .. questions, Case($"vector(0) # {file}.{index}.end", TimeSpan.Zero)]);
        }
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
