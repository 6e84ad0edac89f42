using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.Replaying;
using ValeoChaos.Core.Running;
using ValeoChaos.Lab;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.RulesTests.Scaling;

/// <summary>All tests of a bench under promtool at one speed, each with what it expects and with what it is asked besides.</summary>
internal sealed class VirtualRun
{
    private readonly List<string> files;
    private IReadOnlyDictionary<TestKey, VirtualTest> tests = new Dictionary<TestKey, VirtualTest>();

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
        var recording = bench.Rules.ToDictionary(file => file.Key, file => AlertRuleFile.Parse(file.Value, file.Key).Rules.Index().Where(rule => rule.Item is RecordingRule).Select(rule => rule.Index).ToHashSet());
        var questions = new Questions();
        var paths = new List<string>();
        foreach (var (index, name) in run.files.Index())
        {
            var tests = YamlNodes.Root(scale.ScaleRuleTests(bench.Tests[name], name), name);
            var recorded = RuleBench.AsksForRecorded(name);
            var chosen = speaking?.In(Series(tests), alert => fires(name, alert), alerts: !recorded);
            run.LeftOut += speaking is null ? 0 : speaking.Count - chosen!.Sum(places => places.Count());
            recorded &= chosen is null || chosen.Any(file => recording[file.Key].Overlaps(file));
            var interval = PrometheusDuration.Parse(tests["evaluation_interval"].ToString());
            foreach (var (number, test) in Questions.Of(tests, "tests").Cast<YamlMappingNode>().Index())
                questions.Ask(test, new TestKey(index, number), interval, Questions.LastAsked(test, interval), recorded);
            paths.Add(Path.Combine(await rules.WriteAsync(chosen), name));
            Directory.CreateDirectory(Path.GetDirectoryName(paths[^1])!);
            await File.WriteAllTextAsync(paths[^1], tests.Written());
        }

        run.tests = questions.Read(await RuleTool.TestAsync(paths));
        return run;
    }

    private bool Fires(string file, string alert) => Of(file).SelectMany(test => test.Evaluations).SelectMany(held => held).Any(held => held.Fires && held.IsOf(alert));

    private static List<SeriesValues> Series(YamlMappingNode tests) =>
    [
        .. Questions.Of(tests, "tests").Cast<YamlMappingNode>().SelectMany(test => Questions.Of(test, "input_series"))
            .Select(one => new SeriesValues(NameOf(one["series"].ToString()), PromtoolValues.Between(one["values"].ToString()))),
    ];

    private static SeriesName NameOf(string text) => PromQlParser.Parse(text) is VectorSelector series
        ? new(series.Name!, series.Matchers.ToDictionary(label => label.Label, label => label.Value)) : throw new FormatException($"{text} is no series");
}
