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
        var groups = new YamlSequenceNode(documents.SelectMany(document => document.Groups.Children));
        return new YamlMappingNode { { "groups", groups } }.Written();
    }

    private static AlertRuleFile Of(IReadOnlyList<RuleDocument> documents, string source)
    {
        var rules = documents.SelectMany(document => new RuleReader(document, source).Rules()).ToList();
        return new AlertRuleFile(source, [.. rules.OfType<AlertRule>()]) { Rules = rules };
    }
}
