using System.Globalization;
using ValeoChaos.Core.Alerting;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.Core.RuleChecks.Proofs;

/// <summary>Writes rules and unit tests as promtool reads them.</summary>
public static class PromtoolText
{
    private const string Group = "proof";

    /// <summary>A plain rule file of these rules alone, in one group, so that promtool evaluates them in this order.</summary>
    public static string Rules(IEnumerable<PrometheusRule> rules) =>
        Text(Map(("groups", List([Map(("name", Plain(Group)), ("rules", List(rules.Select(Rule))))]))));

    /// <param name="rulesFile">Where the rules are, as seen from the test's file.</param>
    public static string Test(PromtoolTest test, string rulesFile) => Text(Map(
        ("rule_files", List([Plain(rulesFile)])),
        ("evaluation_interval", Duration(test.Evaluation)),
        ("tests", List(test.Cases.Select(c => Case(c, test.Interval))))));

    private static YamlMappingNode Rule(PrometheusRule rule)
    {
        var node = rule is AlertRule ? Map(("alert", Quoted(rule.Name))) : Map(("record", Quoted(rule.Name)));
        node.Add("expr", rule.Expr.Contains('\n', StringComparison.Ordinal) ? new YamlScalarNode(rule.Expr + "\n") { Style = ScalarStyle.Literal } : Quoted(rule.Expr));
        if (rule is AlertRule { For: var hold } && hold > TimeSpan.Zero)
            node.Add("for", Duration(hold));
        if (rule is AlertRule { KeepFiringFor: var keep } && keep > TimeSpan.Zero)
            node.Add("keep_firing_for", Duration(keep));
        if (rule.Labels.Count > 0)
            node.Add("labels", Texts(rule.Labels));
        if (rule is AlertRule { Annotations: { Count: > 0 } annotations })
            node.Add("annotations", Texts(annotations));
        return node;
    }

    private static YamlMappingNode Case(TestCase test, TimeSpan interval)
    {
        var node = Map(
            ("name", Quoted(test.Name)), ("interval", Duration(interval)),
            ("input_series", List(test.Series.Select(s => Flow(("series", Quoted(s.Series)), ("values", Quoted(s.Values)))))));
        if (test.Expectations.OfType<ValueExpectation>().ToList() is { Count: > 0 } values)
            node.Add("promql_expr_test", List(values.Select(Value)));
        if (test.Expectations.OfType<AlertsExpectation>().ToList() is { Count: > 0 } alerts)
            node.Add("alert_rule_test", List(alerts.Select(Alerts)));
        return node;
    }

    private static YamlMappingNode Value(ValueExpectation expected) => Map(
        ("eval_time", Duration(expected.At)), ("expr", Quoted(expected.Expr)),
        ("exp_samples", new YamlSequenceNode(Flow(("labels", Quoted("{}")), ("value", Plain(expected.Value.ToString("R", CultureInfo.InvariantCulture))))) { Style = SequenceStyle.Flow }));

    private static YamlMappingNode Alerts(AlertsExpectation expected) => Map(
        ("eval_time", Duration(expected.At)), ("alertname", Quoted(expected.Alert)),
        ("exp_alerts", List(expected.Alerts.Select(a => Map(("exp_labels", Texts(a.Labels)), ("exp_annotations", Texts(a.Annotations)))))));

    private static YamlMappingNode Texts(IReadOnlyDictionary<string, string> texts) => Map([.. texts.Select(t => (t.Key, (YamlNode)Quoted(t.Value)))]);

    private static YamlScalarNode Duration(TimeSpan duration) => Plain(PrometheusDuration.Format(duration));

    private static YamlScalarNode Plain(string text) => new(text);

    /// <summary>Single quotes hide nothing; line breaks need double ones.</summary>
    private static YamlScalarNode Quoted(string text) =>
        new(text) { Style = text.AsSpan().ContainsAny('\n', '\r', '\t') ? ScalarStyle.DoubleQuoted : ScalarStyle.SingleQuoted };

    private static YamlSequenceNode List(IEnumerable<YamlNode> nodes) => new(nodes);

    private static YamlMappingNode Map(params (string Key, YamlNode Value)[] entries) => new(entries.Select(e => KeyValuePair.Create<YamlNode, YamlNode>(e.Key, e.Value)));

    private static YamlMappingNode Flow(params (string Key, YamlNode Value)[] entries)
    {
        var map = Map(entries);
        map.Style = MappingStyle.Flow;
        return map;
    }

    private static string Text(YamlNode root)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(writer, new EmitterSettings().WithBestWidth(int.MaxValue).WithIndentedSequences());
        new YamlStream(new YamlDocument(root)).Save(emitter, assignAnchors: false);
        // The end of a document needs no mark at the end of a file.
        var text = writer.ToString();
        return text.EndsWith("...\n", StringComparison.Ordinal) ? text[..^4] : text;
    }
}
