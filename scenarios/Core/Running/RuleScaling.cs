using ValeoChaos.Core.Alerting;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.Core.Running;

/// <summary>What only a whole rule, or a whole file of them, tells about squeezed time.</summary>
internal sealed class RuleScaling(TimeScale scale, string source, TimeSpan? evaluationInterval)
{
    private readonly Dictionary<string, Pace> recorded = new(StringComparer.Ordinal);
    private readonly List<ScaleWarning> warnings = [];

    /// <summary>Comparisons that another pace of events decides otherwise.</summary>
    /// <param name="yaml">A rule file whose expressions can be read; groups may stand at any depth, as in a custom resource.</param>
    /// <exception cref="TimeScaleException">A rule that cannot be scaled faithfully.</exception>
    public IReadOnlyList<ScaleWarning> Check(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        foreach (var group in stream.Documents.SelectMany(d => d.AllNodes).OfType<YamlMappingNode>())
        {
            if (group.Find("rules") is not YamlSequenceNode rules)
                continue;
            var interval = Duration(group, "interval") ?? evaluationInterval;
            RequireInterval(group, "interval");
            foreach (var rule in rules.OfType<YamlMappingNode>())
                Check(rule, interval);
        }

        return warnings;
    }

    private void Check(YamlMappingNode rule, TimeSpan? interval)
    {
        RequireAnEvaluation(rule, "for", interval);
        RequireAnEvaluation(rule, "keep_firing_for", interval);
        if (rule.Find("expr") is not YamlScalarNode { Value: { } text } node)
            return;
        var pace = new EventPace(recorded);
        var value = pace.Of(PromQlDurations.Parse(text, source, offset => Line(node, text, offset)));
        var record = (rule.Find("record") as YamlScalarNode)?.Value;
        warnings.AddRange(pace.Broken.Select(span => new ScaleWarning(
            source, Line(node, text, span.Start), "compares events per second with a number, which squeezing time does not preserve")
        {
            Rule = record ?? (rule.Find("alert") as YamlScalarNode)?.Value,
        }));
        if (record is not null)
            recorded[record] = recorded.TryGetValue(record, out var other) ? other.With(value) : value;
    }

    private void RequireAnEvaluation(YamlMappingNode rule, string key, TimeSpan? interval)
    {
        if (Duration(rule, key) is { } hold && hold > TimeSpan.Zero && hold < interval)
        {
            throw new TimeScaleException(
                $"{source}, line {rule.Find(key)!.Start.Line}: {key} of {PrometheusDuration.Format(hold)} is less than one evaluation ({PrometheusDuration.Format(interval.Value)}), "
                + "so the moment of the next evaluation decides and not the duration. Lengthen it, or prove this rule at 1x.");
        }
    }

    private void RequireInterval(YamlMappingNode group, string key)
    {
        if (Duration(group, key) is { } interval && scale.Scale(interval) is var scaled && scaled < TimeScale.FinestStep)
        {
            throw new TimeScaleException(
                $"{source}, line {group.Find(key)!.Start.Line}: an evaluation each {PrometheusDuration.Format(interval)} becomes one each {scaled.TotalMilliseconds:0.###} ms, "
                + $"and Prometheus keeps time to no less than {TimeScale.FinestStep.TotalMilliseconds} ms. Take a lower speed.");
        }
    }

    private static TimeSpan? Duration(YamlMappingNode node, string key) =>
        node.Find(key) is YamlScalarNode { Value: { } text } && PrometheusDuration.TryParse(text, out var duration) ? duration : null;

    /// <summary>The lines of a literal block are the text's own; any other text is told by where it begins.</summary>
    private static long Line(YamlScalarNode node, string text, int offset) =>
        node.Start.Line + (node.Style == ScalarStyle.Literal ? 1 + text.AsSpan(0, offset).Count('\n') : 0);
}
