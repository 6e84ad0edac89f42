using System.Globalization;
using System.Text.RegularExpressions;
using ValeoChaos.Core.Alerting;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.RulesTests.Scaling;

/// <summary>A test among those that promtool ran.</summary>
internal readonly record struct TestKey(int File, int Test);

/// <summary>
/// Asks promtool what is held after each evaluation. It tells no more than what it did not expect: so a test asks and expects nothing,
/// and its complaints are the answers.
/// </summary>
internal sealed partial class Questions
{
    /// <summary>One question tells of so many evaluations which of them held an alert, a bit for each: a double holds 53.</summary>
    private const int MostBits = 50;

    private const string Recorded = "{__name__=~\".*:.*\"}";

    private readonly Dictionary<TestKey, int> evaluations = [];

    /// <param name="test">Of promtool's format, at the speed of the run; takes the questions.</param>
    /// <param name="key">What the answers are known by.</param>
    /// <param name="interval">Between two evaluations.</param>
    /// <param name="last">The number of the last evaluation.</param>
    /// <param name="recorded">Is what the rules record asked for, too? A question for each evaluation: numbers have no room in a bit.</param>
    public void Ask(YamlMappingNode test, TestKey key, TimeSpan interval, int last, bool recorded)
    {
        var questions = Enumerable.Range(0, last + 1).Chunk(MostBits).Select(part => Alerts(key, interval, part[0], part[^1]));
        if (recorded)
            questions = questions.Concat(Enumerable.Range(0, last + 1).Select(i => Case($"{Recorded} # recorded {Tag(key, i)}", interval * i)));
        evaluations[key] = last + 1;
        // Always refuted, and so the end of what this test has to say.
        test.Children["promql_expr_test"] = new YamlSequenceNode([.. Of(test, "promql_expr_test"), .. questions, Case($"vector(0) # end {Tag(key, 0)}", TimeSpan.Zero)]);
    }

    /// <returns>The number of the last evaluation that a test says anything of.</returns>
    public static int LastAsked(YamlMappingNode test, TimeSpan interval) =>
        (int)(Of(test, "promql_expr_test").Concat(Of(test, "alert_rule_test")).Max(c => PrometheusDuration.Parse(c["eval_time"].ToString())) / interval);

    public static IEnumerable<YamlNode> Of(YamlMappingNode test, string key) => test.Children.TryGetValue(key, out var cases) ? (YamlSequenceNode)cases : [];

    /// <param name="output">Of promtool, or of several of it one behind the other.</param>
    public IReadOnlyDictionary<TestKey, VirtualTest> Read(string output)
    {
        var tests = new Dictionary<TestKey, VirtualTest>();
        var begin = 0;
        foreach (Match end in End().Matches(output))
        {
            var part = output[begin..end.Index];
            begin = end.Index + end.Length;
            var key = new TestKey(Number(end.Groups[1]), Number(end.Groups[2]));
            var held = Enumerable.Range(0, evaluations[key]).Select(_ => new List<Held>()).ToArray();
            foreach (Match answer in Answer().Matches(part))
                Read(answer, held);
            tests[key] = new VirtualTest(
                [.. held.Select(one => one.OrderBy(h => h.Series, StringComparer.Ordinal).ToList())], Verdicts().Replace(Answer().Replace(part, ""), "").Trim());
        }

        evaluations.Keys.Should().BeSubsetOf(tests.Keys, "promtool ended them early: {0}", output[begin..]);
        return tests;
    }

    private static void Read(Match answer, List<Held>[] held)
    {
        var first = Number(answer.Groups["evaluation"]);
        foreach (Match sample in Sample().Matches(answer.Groups["got"].Value))
        {
            var (series, value) = (sample.Groups[1].Value, sample.Groups[2].Value);
            if (answer.Groups["what"].Value == "recorded")
                held[first].Add(new Held(series, Rounded(value)));
            else
                Spread(series, double.Parse(value, CultureInfo.InvariantCulture), held.AsSpan(first));
        }
    }

    private static string Rounded(string value) =>
        double.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number.ToString("G6", CultureInfo.InvariantCulture) : value;

    private static void Spread(string series, double value, Span<List<Held>> held)
    {
        var bits = (long)value;
        (bits == value && bits > 0 && bits < 1L << Math.Min(held.Length, MostBits)).Should().BeTrue("{0} of {1} has a bit for each of {2} evaluations at most", value, series, held.Length);
        for (var i = 0; bits >> i > 0; i++)
        {
            if ((bits >> i & 1) == 1)
                held[i].Add(new Held($"{{__name__=\"ALERTS\", {series[1..]}", "1"));
        }
    }

    /// <summary>Half an interval further back than the first of them, for versions differ in whether a range includes its beginning.</summary>
    private static YamlMappingNode Alerts(TestKey key, TimeSpan interval, int first, int last)
    {
        var (from, step) = ((interval * first).TotalSeconds, interval.TotalSeconds);
        var bit = string.Create(CultureInfo.InvariantCulture, $"2 ^ ((time() - {from}) / {step})");
        var range = PrometheusDuration.Format((interval * (last - first)) + (interval / 2));
        return Case($"sum_over_time((ALERTS * {bit})[{range}:{PrometheusDuration.Format(interval)}]) # alerts {Tag(key, first)}", interval * last);
    }

    private static string Tag(TestKey key, int evaluation) => string.Create(CultureInfo.InvariantCulture, $"{key.File}.{key.Test}.{evaluation}");

    private static YamlMappingNode Case(string expression, TimeSpan at) => new("expr", expression, "eval_time", PrometheusDuration.Format(at));

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@" *expr: ""vector\(0\) # end (\d+)\.(\d+)\.0"",.*\n *exp: nil\n *got: .*\n")]
    private static partial Regex End();

    [GeneratedRegex(@" *expr: ""[^\n]* # (?<what>alerts|recorded) \d+\.\d+\.(?<evaluation>\d+)"",.*\n *exp: nil\n *got: (?<got>.*)\n")]
    private static partial Regex Answer();

    [GeneratedRegex(@"(\{[^}]*\}) (\S+?)(?:,|$)")]
    private static partial Regex Sample();

    [GeneratedRegex(@"^(?:Unit Testing: .*|  FAILED:|  SUCCESS|\s*)$\n?", RegexOptions.Multiline)]
    private static partial Regex Verdicts();
}
