using CsCheck;
using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.Tests.PromQl;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.RulesTests.PromQl;

/// <summary>Our parser accepts what promtool accepts, and nothing else.</summary>
public sealed class AgreementTests
{
    private static readonly Lazy<Task<IReadOnlyList<string>>> Published = new(() => PublishedExpressions.ReadAsync(CancellationToken.None));

    [Test]
    public async Task Of_the_expressions_in_the_rules_and_their_tests()
    {
        var expressions = Directory.GetFiles(RuleTool.Folder, "*.yml", SearchOption.AllDirectories).SelectMany(Expressions).Distinct().ToList();
        expressions.Should().HaveCountGreaterThan(30);
        (await PromtoolVerdicts.DifferencesAsync(expressions)).Should().BeEmpty();
        expressions.ForEach(e => PromQlParser.Parse(e).Span.Of(e).Length.Should().BePositive());
    }

    /// <summary>Where 2.42 differs from what its documentation lets one think, and where Go's literals are not those of C#.</summary>
    private static readonly string[] Oddities =
    [
        "sum by (without) (a)", "sum by (by, on, bool, start, atan2,) (a)", "sum by (inf) (a)", "sum by (a:b) (c)", "by{}", "on{}", "atan2", "Start", "offset offset 5m", "and and and",
        "a[5m x30s]", "a[5m x]", "a[ 5m ]", "a[# c\n5m]", "a[5m # c\n]", "a @ start() [5m]", "a @ 1 [5m]", "a offset 5m [5m]", "(a)[5m]", "a[5m:1m30s] offset -1w", "a @ -0x1F",
        "017", "08", "0b1", "1_0", "0x", "0xF.8", "1e", "1e400", "1e-400", "5.", ".5", ".", "Infinity", "9223372036854775808", "0777777777777777777777", "07777777777777777777777", "a @ 1e19",
        "a[1y2w3d4h5m6s7ms]", "a[5s5m]", "a[1y1y]", "a[300y]", "a[1.5h]", "a[0s]", "a offset 0s", "'\\xff'", "'\\400'", "'\\ud800'", "'\\U00110000'", "'\\\"'", "'a\nb'", "`a\nb`", "`\\`", "'\uFFFD'", "'\0'",
        "1 + on () a", "1 + on (b) a", "a + on () group_left (b) 1", "a + on (b) group_left (b) c", "a + ignoring (b) group_left (b) c", "1 + bool 1", "1 == 1", "-a[5m]", "-'a'", "rate (a[5m])", "RATE(a[5m])",
        "SUM(a)", "sum(a,)", "sum by (a) (b) by (c)", "{}", "{a=''}", "{a!='b'}", "{a=~'b?'}", "{a!~'b?'}", "{a=~'[[:word:]]\\\\pL'}", "{a='b'", "a{b='c',}", "a{,}", "a{b='c' d='e'}", "{__name__='a',__name__='b'}",
        "a{b=~'(?=c)'}", "a{b=~'c**'}", "a{b=~'c{1001}'}", "a{b=~'(?P<c>d)(?P<c>e)'}", "a{b=~'\\\\C'}", "a{b=~'c)(d'}", "a{b=~'[c-\\\\d]'}", "a{b=~'\\\\Qc'}", "a{b=~'^*(?i)+'}", "#", "a#", "a =~ b", ":", "a:", "1:a",
    ];

    [Test]
    public async Task Of_odd_expressions() => (await PromtoolVerdicts.DifferencesAsync(Oddities)).Should().BeEmpty();

    [Test]
    public async Task Of_the_expressions_that_Prometheus_tests_itself_with()
    {
        var expressions = await Published.Value;
        expressions.Should().HaveCountGreaterThan(900);
        (await PromtoolVerdicts.DifferencesAsync(expressions)).Should().BeEmpty();
    }

    /// <summary>Whether it is one, and whether an absent label satisfies it: then it selects everything and is refused alone.</summary>
    [Test]
    public Task Of_patterns_of_labels() => BrokenExpressions.Patterns.Array[1500].SampleAsync(async patterns =>
        (await PromtoolVerdicts.DifferencesAsync([.. patterns.SelectMany(p => new[] { $"{{a=~`{p}`}}", $"{{a!~`{p}`}}" })])).Should().BeEmpty(), iter: 1, threads: 1);

    [Test]
    public async Task Of_those_expressions_broken_at_random()
    {
        var published = await Published.Value;
        await BrokenExpressions.From(published).Array[3000].SampleAsync(async broken =>
            (await PromtoolVerdicts.DifferencesAsync([.. broken.Where(e => e.Length > 0)])).Should().BeEmpty(), iter: 1, threads: 1);
    }

    [Test]
    public Task Of_generated_expressions() =>
        Gen.Select(GeneratedExpressions.Any, Gen.Int).Array[1500].SampleAsync(async generated =>
        {
            var problems = await PromtoolVerdicts.ProblemsAsync([.. generated.Select(g => g.Item1.Written(g.Item2))]);
            problems.Should().AllSatisfy(problem => problem.Should().BeNull());
        }, iter: 1, threads: 1);

    /// <summary>Prometheus computes each chain of operators as it stands and as our parser groups it: the values are the same.</summary>
    [Test]
    public Task Of_what_operators_bind_first() => Chains.Array[400].SampleAsync(async chains =>
    {
        var file = Path.Combine(Path.GetTempPath(), $"valeo-chaos-chains-{Guid.NewGuid():N}.yml");
        try
        {
            await File.WriteAllTextAsync(file, $"tests:\n- promql_expr_test:\n{string.Concat(chains.Select(IsComputedAlike))}");
            var (exitCode, output) = await RuleTool.RunAsync("promtool", "test", "rules", file);
            exitCode.Should().Be(0, "{0}", output);
        }
        finally
        {
            File.Delete(file);
        }
    }, iter: 1, threads: 1);

    private static readonly Gen<string> Chains =
        Gen.Select(Gen.OneOf("", "", "-"), Gen.Int[1, 5], Gen.OneOf("+", "-", "*", "/", "%", "^", "atan2", "==", "!=", "<", ">=", "and", "or", "unless")).Array[3, 8]
            .Select(links => string.Concat(links.Select((l, i) => $"{(i == 0 ? "" : $" {l.Item3} ")}{l.Item1}vector({l.Item2})")));

    /// <summary>Two series with one value, or none at all.</summary>
    private static string IsComputedAlike(string chain)
    {
        var grouped = PromQlParser.Parse(chain).Grouped(chain);
        var both = $"(label_replace({chain}, 'as', 'written', '', '') or label_replace({grouped}, 'as', 'grouped', '', ''))";
        return $"  - {{eval_time: 0s, expr: \"(count({both}) or vector(2)) * (count(count_values('value', {both})) or vector(1))\", exp_samples: [{{labels: '{{}}', value: 2}}]}}\n";
    }

    private static IEnumerable<string> Expressions(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(file)));
        return stream.Documents.SelectMany(d => d.AllNodes).OfType<YamlMappingNode>()
            .SelectMany(node => node.Children.Where(c => c.Key.ToString() == "expr")).Select(c => c.Value.ToString());
    }
}
