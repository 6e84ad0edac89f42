using YamlDotNet.RepresentationModel;

namespace ValeoChaos.Core.Alerting;

/// <summary>
/// The rules of one file: a plain rule file, a PrometheusRule, a ConfigMap or a List of them, several of these as documents of
/// one file, or the YAML blocks of a Markdown file.
/// </summary>
public sealed record AlertRuleFile(string Source, IReadOnlyList<AlertRule> Alerts)
{
    /// <summary>Every rule, in the order of the file.</summary>
    public IReadOnlyList<PrometheusRule> Rules { get; init; } = Alerts;

    public IEnumerable<RecordingRule> Recordings => Rules.OfType<RecordingRule>();

    /// <param name="text">The whole file.</param>
    /// <param name="source">Its name in messages; one that ends in .md is read as Markdown.</param>
    /// <exception cref="RuleFileException">The text is no rule file, or a template that has to be rendered first.</exception>
    public static AlertRuleFile Parse(string text, string source) => Of(RuleDocuments.Of(text, source), source);

    /// <param name="yaml">YAML that stands inside the file.</param>
    /// <param name="lines">Where it stands.</param>
    /// <exception cref="RuleFileException">The text is no rule file, or a template that has to be rendered first.</exception>
    public static AlertRuleFile Parse(string yaml, string source, LineMap lines) => Of(RuleDocuments.OfYaml(yaml, source, lines), source);

    /// <summary>The rules in the one form that Prometheus itself loads; a file that has it already is left as it is.</summary>
    /// <exception cref="RuleFileException">The text is no rule file, or a template that has to be rendered first.</exception>
    public static string PlainText(string text, string source)
    {
        var documents = RuleDocuments.Of(text, source);
        if (documents is [{ IsPlainFile: true }])
            return text;
        return new YamlMappingNode { { "groups", new YamlSequenceNode(Joined(documents)) } }.Written();
    }

    /// <summary>How the plain form of a file is named in messages: another form than the user's has other lines.</summary>
    public static string PlainSource(string text, string plain, string source) => ReferenceEquals(plain, text) ? source : $"{source}, its rules as a plain file";

    /// <summary>Each document may have a group of the same name, and a file may not: later ones are counted.</summary>
    private static IEnumerable<YamlNode> Joined(IReadOnlyList<RuleDocument> documents)
    {
        var taken = documents.SelectMany(document => document.Groups.Children).Select(NameOf).ToHashSet();
        var before = new HashSet<string?>();
        foreach (var groups in documents.Select(document => document.Groups.Children))
        {
            // A name that a document itself gives twice stays given twice, for Prometheus to refuse.
            var renamed = groups.Select(NameOf).OfType<string>().Distinct().Where(before.Contains).ToDictionary(name => name, name => Free(name, taken));
            foreach (var group in groups)
                yield return NameOf(group) is { } name && renamed.TryGetValue(name, out var other) ? Named((YamlMappingNode)group, other) : group;
            before.UnionWith(groups.Select(NameOf));
        }
    }

    private static string? NameOf(YamlNode group) => ((group as YamlMappingNode)?.Find("name") as YamlScalarNode)?.Value;

    private static string Free(string name, HashSet<string?> taken) => Enumerable.Range(2, taken.Count).Select(n => $"{name} ({n})").First(taken.Add);

    private static YamlMappingNode Named(YamlMappingNode group, string name) =>
        new(group.Children.Select(entry => entry.Key.ToString() == "name" ? KeyValuePair.Create(entry.Key, (YamlNode)new YamlScalarNode(name)) : entry));

    private static AlertRuleFile Of(IReadOnlyList<RuleDocument> documents, string source)
    {
        var rules = documents.SelectMany(document => new RuleReader(document, source).Rules()).ToList();
        return new AlertRuleFile(source, [.. rules.OfType<AlertRule>()]) { Rules = rules };
    }
}
