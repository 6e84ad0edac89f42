using System.Globalization;
using ValeoChaos.Core.Alerting;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ValeoChaos.Core.Running;

/// <summary>Something that squeezing time cannot keep true; the message names file, line and reason.</summary>
public sealed class TimeScaleException(string message) : Exception(message);

/// <summary>A rule whose decision durations alone do not keep.</summary>
public sealed record ScaleWarning(string Source, long Line, string Reason)
{
    /// <summary>The alert, or what is recorded; null where one duration is meant.</summary>
    public string? Rule { get; init; }

    public override string ToString() => $"{Source}, line {Line}: {(Rule is null ? "" : $"{Rule} ")}{Reason}.";
}

public sealed record ScaledRules(string Text, IReadOnlyList<ScaleWarning> Warnings);

public enum ConfigKind { Prometheus, Alertmanager }

/// <summary>
/// The only place that compresses time: every duration is divided by <paramref name="Factor"/>. Decisions on ratios and on
/// counts of events are preserved (the latter when events come faster by the same factor); thresholds per second are not.
/// </summary>
public sealed record TimeScale(double Factor)
{
    /// <summary>
    /// Prometheus aligns its scrapes to within 2 ms, and to within a hundredth of their interval below this one. Whatever asks for
    /// finer steps asks for what its samples do not have.
    /// </summary>
    public static readonly TimeSpan FinestStep = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(1);

    private static readonly Dictionary<ConfigKind, string[]> ConfigKeys = new()
    {
        [ConfigKind.Prometheus] = ["scrape_interval", "scrape_timeout", "evaluation_interval", "refresh_interval"],
        [ConfigKind.Alertmanager] = ["group_wait", "group_interval", "repeat_interval", "resolve_timeout"],
    };

    private static readonly string[] RuleKeys = ["for", "keep_firing_for", "interval", "query_offset"];

    /// <summary>What stands below these is text of the user's: a label may be called <c>for</c>.</summary>
    private static readonly string[] UsersOwn = ["labels", "annotations", "exp_labels", "exp_annotations", "external_labels"];

    private static readonly string[] RuleTestKeys = ["interval", "evaluation_interval", "eval_time"];

    public double Factor { get; init; } = Factor is >= 1 and <= 1000 ? Factor
        : throw new TimeScaleException($"A speed of {Factor.ToString(CultureInfo.InvariantCulture)} is not possible. Take a factor from 1 to 1000, for instance 20.");

    public TimeSpan Scale(TimeSpan production) => production / Factor;

    /// <param name="factor">A speed that must not be passed; null where any may be taken.</param>
    public TimeScale AtMost(double? factor) => factor < Factor ? new TimeScale(factor.Value) : this;

    /// <summary>Divides the durations of a rule file and touches no other character.</summary>
    /// <param name="yaml">The file's text.</param>
    /// <param name="source">The file, for messages.</param>
    /// <param name="strict">Refuses what is only warned about otherwise: a rule on trial has to be loaded, whatever it does.</param>
    /// <param name="evaluationInterval">That of groups which say nothing of it, in production; null where it is not known.</param>
    /// <exception cref="TimeScaleException">A construct that cannot be scaled faithfully.</exception>
    public ScaledRules ScaleRules(string yaml, string source, bool strict = false, TimeSpan? evaluationInterval = null)
    {
        var warnings = new List<ScaleWarning>();
        // At production speed nothing is touched and nothing needs to be understood.
        if (Factor == 1)
            return new ScaledRules(yaml, warnings);
        var text = EditRules(yaml, source, RuleKeys, warnings);
        warnings.AddRange(new RuleScaling(this, source, evaluationInterval).Check(yaml));
        if (strict && warnings is [var first, ..])
            throw new TimeScaleException($"{first} Prove this rule at 1x.");
        return new ScaledRules(text, warnings);
    }

    /// <summary>
    /// Divides the durations of a test in promtool's format: the same samples, come faster. What a threshold per second decides
    /// then differs, as it does in a lab; the warnings of its rules say so.
    /// </summary>
    public string ScaleRuleTests(string yaml, string source) => Factor == 1 ? yaml : EditRules(yaml, source, RuleTestKeys, []);

    /// <summary>Divides the timings of a configuration file that shape detection; no other key is touched.</summary>
    public string ScaleConfig(string yaml, string source, ConfigKind kind) => Factor == 1 ? yaml
        : Edit(yaml, source, (key, scalar) => ConfigKeys[kind].Contains(key) ? ScaleText(scalar.Value, source, scalar.Start.Line) : null);

    private string EditRules(string yaml, string source, string[] keys, List<ScaleWarning> warnings) =>
        Edit(yaml, source, (key, scalar) => key switch
        {
            "expr" => ScaleExpression(yaml, scalar, source, warnings),
            _ when keys.Contains(key) => ScaleText(scalar.Value, source, scalar.Start.Line, warnings),
            _ => null,
        });

    /// <summary>A block is edited as it stands, with its indentation; a quoted text is decoded first.</summary>
    private string ScaleExpression(string yaml, Scalar scalar, string source, List<ScaleWarning> warnings)
    {
        if (scalar.Style is not (ScalarStyle.Literal or ScalarStyle.Folded))
            return new PromQlDurations(this, source, scalar.Start.Line, warnings).Scale(scalar.Value);
        var block = yaml[Begin(yaml, scalar)..(int)scalar.End.Index];
        var body = block.IndexOf('\n', StringComparison.Ordinal) + 1;
        return block[..body] + new PromQlDurations(this, source, scalar.Start.Line + 1, warnings).Scale(block[body..]);
    }

    internal string ScaleText(string text, string source, long line, List<ScaleWarning>? warnings = null)
    {
        if (!PrometheusDuration.TryParse(text, out var duration))
            throw new TimeScaleException($"{source}, line {line}: \"{text}\" is no duration. Write, for instance, 5m, 1h30m or 250ms.");
        if (duration >= LongestWindow)
            throw new TimeScaleException($"{source}, line {line}: {text} spans a day or more, and the day does not pass faster. Prove this rule at 1x.");
        var scaled = Scale(duration);
        if (duration > TimeSpan.Zero && scaled < TimeSpan.FromMilliseconds(1))
            throw new TimeScaleException($"{source}, line {line}: {text} becomes less than 1 ms. Take a lower speed.");
        if (Math.Abs(scaled.TotalMilliseconds - Math.Round(scaled.TotalMilliseconds)) > 0.001)
            warnings?.Add(new ScaleWarning(source, line, string.Create(CultureInfo.InvariantCulture, $"{text} becomes {scaled.TotalMilliseconds:0.###} ms and is rounded to whole ones, so that an evaluation may come too early or too late for it")));
        return PrometheusDuration.Format(scaled);
    }

    private static string Edit(string yaml, string source, Func<string, Scalar, string?> change)
    {
        var edits = new List<(int Start, int End, string Text)>();
        var scaled = new HashSet<Scalar>(ReferenceEqualityComparer.Instance);
        foreach (var (key, scalar, alias) in Values(yaml, source))
        {
            if (scaled.Contains(scalar) || change(key, scalar) is not { } text)
                continue;
            if (alias is not null && text != scalar.Value)
                throw new TimeScaleException($"{source}, line {alias.Start.Line}: *{alias.Value.Value} is a text of another key, which is not scaled. Write it out here.");
            if (alias is not null)
                continue;
            scaled.Add(scalar);
            if (text != scalar.Value)
                edits.Add((Begin(yaml, scalar), checked((int)scalar.End.Index), Rendered(scalar, text)));
        }

        foreach (var (start, end, text) in edits.OrderByDescending(e => e.Start))
            yaml = yaml[..start] + text + yaml[end..];
        return yaml;
    }

    /// <summary>Every text that stands for a key, but for the user's own names; with the alias where it is written elsewhere.</summary>
    private static List<(string Key, Scalar Value, AnchorAlias? Alias)> Values(string yaml, string source)
    {
        var values = new List<(string, Scalar, AnchorAlias?)>();
        var anchors = new Dictionary<AnchorName, Scalar>();
        try
        {
            string? key = null;
            var depth = 0;
            int? named = null;
            var parser = new Parser(new StringReader(yaml));
            while (parser.MoveNext())
            {
                depth += parser.Current!.NestingIncrease;
                if (depth < named)
                    named = null;
                if (parser.Current is Scalar { Anchor.IsEmpty: false } anchored)
                    anchors[anchored.Anchor] = anchored;
                if (parser.Current is not Scalar scalar)
                {
                    if (parser.Current is AnchorAlias alias && key is not null && named is null && anchors.TryGetValue(alias.Value, out var meant))
                        values.Add((key, meant, alias));
                    if (named is null && parser.Current is MappingStart && key is not null && UsersOwn.Contains(key))
                        named = depth;
                    key = null;
                }
                else if (scalar.IsKey)
                {
                    key = scalar.Value;
                }
                else if (key is not null && named is null && !YamlNodes.IsNull(scalar.Value, scalar.Style))
                {
                    values.Add((key, scalar, null));
                }
            }
        }
        catch (YamlException e)
        {
            throw new TimeScaleException($"{source}, line {e.Start.Line}: no valid YAML ({e.Message}).");
        }

        return values;
    }

    /// <summary>Where the text begins. To the parser a scalar begins with its anchor, and the anchor has to stay.</summary>
    private static int Begin(string yaml, Scalar scalar)
    {
        var begin = checked((int)scalar.Start.Index);
        if (scalar.Anchor.IsEmpty)
            return begin;
        begin = yaml.IndexOf($"&{scalar.Anchor.Value}", begin, StringComparison.Ordinal) + 1 + scalar.Anchor.Value.Length;
        while (char.IsWhiteSpace(yaml[begin]))
            begin++;
        return begin;
    }

    private static string Rendered(Scalar scalar, string text) => scalar.Style switch
    {
        ScalarStyle.SingleQuoted => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        ScalarStyle.DoubleQuoted => $"\"{string.Concat(text.Select(Escaped))}\"",
        _ => text,
    };

    /// <summary>As YAML has it. JSON would break a character outside the basic plane into halves, which nothing that reads YAML joins again.</summary>
    private static string Escaped(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => @"\\",
        '\n' => @"\n",
        < ' ' or (>= '\u007F' and <= '\u009F') or '\u2028' or '\u2029' or '\uFEFF' => $@"\u{(int)character:X4}",
        _ => character.ToString(),
    };
}
