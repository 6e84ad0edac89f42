using System.Collections.Concurrent;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Replaying;

/// <summary>Do the rules have to be right, or is it only told what they do?</summary>
public enum ReplayRole { Required, AsWritten }

/// <summary>Rules to be judged by recordings, in production time.</summary>
/// <param name="Source">How they are named to the user.</param>
public sealed record ReplayRules(string Source, string Text, ReplayRole Role)
{
    private readonly ConcurrentDictionary<(double Speed, TimeSpan Evaluation), ScaledReplayRules> scaled = [];
    private readonly Lazy<HashSet<string?>> metrics = new(() => [.. Needs(AlertRuleFile.Parse(Text, Source), TimeSpan.Zero).Select(need => need.Selector.Name)]);

    /// <summary>The rules as Prometheus loads them, whatever form their file has.</summary>
    /// <exception cref="RuleFileException">They are no rules.</exception>
    public string Plain => field ??= AlertRuleFile.PlainText(Text, Source);

    /// <summary>How the plain form is named where its lines are.</summary>
    public string PlainSource => AlertRuleFile.PlainSource(Text, Plain, Source);

    /// <summary>The name under which the judges know rules that play this role.</summary>
    public string File => Role is ReplayRole.Required ? TimelineView.CorrectedFile : TimelineView.RunbookFile;

    /// <summary>Could a rule choose a series of this metric? What chooses by labels alone could choose any.</summary>
    public bool MayAskFor(string metric) => metrics.Value.Contains(metric) || metrics.Value.Contains(null);

    /// <exception cref="TimeScaleException">They cannot be squeezed to the speed of this recording.</exception>
    /// <exception cref="RuleFileException">They are no rules.</exception>
    public ScaledReplayRules For(Recording recording) => scaled.GetOrAdd((recording.Timeline.Speed, recording.EvaluationInterval), key =>
    {
        var (plain, source) = (Plain, PlainSource);
        var (text, warnings) = new TimeScale(key.Speed).ScaleRules(plain, source, evaluationInterval: key.Evaluation * key.Speed);
        var parsed = AlertRuleFile.Parse(text, source);
        return parsed.Alerts.Count == 0
            ? throw new RuleFileException($"{Source}, line 1: no alert among the rules, so nothing can fire. Name a file with alerting rules.")
            : new ScaledReplayRules(this, text, parsed, warnings, parsed.Alerts.Min(rule => rule.Interval ?? key.Evaluation));
    });

    /// <summary>What rules ask for; all there is where an expression cannot be understood, which only takes longer.</summary>
    internal static IReadOnlyList<SeriesNeed> Needs(AlertRuleFile rules, TimeSpan evaluation)
    {
        try
        {
            return RuleNeeds.Of([.. rules.Rules.Select(Asking)], evaluation);
        }
        catch (PromQlSyntaxException)
        {
            return [new SeriesNeed(new VectorSelector(null, []) { Span = default }, null)];
        }
    }

    internal static AskingRule Asking(PrometheusRule rule) =>
        new(rule.Name, rule is AlertRule, rule.Expr, rule is AlertRule alert ? alert.For + alert.KeepFiringFor : TimeSpan.Zero);
}

/// <summary>The same at the speed of a recording.</summary>
/// <param name="Warnings">What they decide otherwise at this speed than in production.</param>
/// <param name="Evaluation">How often they are evaluated. promtool evaluates all groups at once: where they differ, as often as the most frequent.</param>
public sealed record ScaledReplayRules(ReplayRules Rules, string Text, AlertRuleFile Parsed, IReadOnlyList<ScaleWarning> Warnings, TimeSpan Evaluation)
{
    private readonly Lazy<PlayedRules> all = new(() => new PlayedRules(Text, Parsed.Rules.Count, ReplayRules.Needs(Parsed, Evaluation)));
    private readonly Lazy<SpeakingRules?> speaking = new(() => SpeakingOf(Parsed));
    private readonly ConcurrentDictionary<string, PlayedRules> played = [];

    public IReadOnlyList<LoadedRule> Loaded { get; } =
        [.. Parsed.Alerts.Select(rule => new LoadedRule(Rules.File, rule.Alert, rule.Expr, rule.Labels.GetValueOrDefault("severity", ""), rule.Line, rule.For))];

    /// <summary>All of them.</summary>
    public PlayedRules All => all.Value;

    /// <summary>Those that can come to anything over these samples. What is left out is silent whenever it is evaluated.</summary>
    /// <param name="samples">All of the recording that the rules ask for.</param>
    public PlayedRules Over(IEnumerable<MetricSeries> samples)
    {
        if (speaking.Value?.In([.. samples.Select(SeriesValues.Of)], _ => true, alerts: true)[""].ToHashSet() is not { } kept || kept.Count == Parsed.Rules.Count)
            return All;
        return played.GetOrAdd(string.Join(',', kept.Order()), _ =>
        {
            var text = RuleYaml.Only(Text, kept);
            return new PlayedRules(text, kept.Count, ReplayRules.Needs(AlertRuleFile.Parse(text, Rules.PlainSource), Evaluation))
            {
                Mute = [.. Parsed.Rules.Where((_, index) => !kept.Contains(index)).OfType<AlertRule>()],
            };
        });
    }

    /// <returns>Null where an expression cannot be understood.</returns>
    private static SpeakingRules? SpeakingOf(AlertRuleFile rules)
    {
        try
        {
            return new SpeakingRules(new Dictionary<string, AlertRuleFile> { [""] = rules });
        }
        catch (PromQlSyntaxException)
        {
            return null;
        }
    }

    /// <summary>
    /// A moment at which the live Prometheus evaluated these rules, or others as often, if it had none of the kind. Each group has a
    /// phase of its own, so this is exact for the first.
    /// </summary>
    public DateTimeOffset? Evaluated(Recording recording)
    {
        var names = Parsed.Alerts.Select(rule => rule.Group).ToHashSet();
        var ran = recording.Groups.Where(group => group.LastEvaluation > recording.From).ToList();
        return (ran.Find(group => names.Contains(group.Name)) ?? ran.Find(group => group.Interval == Evaluation))?.LastEvaluation;
    }
}

/// <summary>What of the rules promtool evaluates over a recording.</summary>
/// <param name="Text">As Prometheus loads it.</param>
/// <param name="Count">How many rules.</param>
/// <param name="Needs">What they ask for.</param>
public sealed record PlayedRules(string Text, int Count, IReadOnlyList<SeriesNeed> Needs)
{
    /// <summary>Alerts that are left out, for they come to nothing there at whatever moment.</summary>
    public IReadOnlyList<AlertRule> Mute { get; init; } = [];
}
