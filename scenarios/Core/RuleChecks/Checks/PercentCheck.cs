using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.RuleChecks.Analysis;
using ValeoChaos.Core.RuleChecks.Proofs;

namespace ValeoChaos.Core.RuleChecks.Checks;

/// <summary>VC105: a rate per second, compared with what the texts take for per cent; and VC106 where it is that of each series.</summary>
internal static class PercentCheck
{
    /// <summary>Stands for all events where the rule's own metric counts only the bad ones.</summary>
    private const string AllEvents = "all_events_total";

    private const double QuietShare = 0.5;
    private const double BusyShare = 0.001;

    private static readonly string[] OutcomeLabels = ["status", "status_code", "code", "http_status", "result", "outcome", "success", "error", "state", "level", "type"];

    public static IEnumerable<Finding> Of(RuleContext rule)
    {
        foreach (var decision in Decisions(rule))
        {
            var threshold = Shape.Number(decision.Threshold);
            yield return rule.Found(
                FindingKinds.RateComparedWithPercent, decision.Comparison,
                $"{rule.TextOf(decision.Value)} is a number of events per second, is compared with {threshold}, and {WhoSays(rule)} of per cent",
                Proof(rule, decision));
            if (!decision.Value.All().OfType<Aggregation>().Any())
            {
                yield return rule.Found(
                    FindingKinds.RatioPerSeries, decision.Comparison,
                    $"what is meant as a share is compared for each series by itself: errors spread over many series stay below {threshold} in each", Spread(rule, decision));
            }
        }
    }

    private static string WhoSays(RuleContext rule) =>
        rule.Alert!.Annotations.FirstOrDefault(a => AnnotationTemplate.SpeaksOfPercent(a.Value)) is { Key: { } key } ? $"the annotation {key} speaks" : "the runbook speaks";

    /// <summary>One event in a thousand fails, and the alert fires all the same; null where the rule compares no rate with per cent.</summary>
    public static FiringData? Busy(RuleContext rule) => Decisions(rule).Select(d => Data(rule, d, d.Threshold * 2, BusyShare)?.Data).FirstOrDefault();

    private static IEnumerable<Decision> Decisions(RuleContext rule) => !AnnotationTemplate.SpeaksOfPercent(rule.Texts) ? []
        : rule.Decisions.Where(d => d is { Kind: DecisionKind.PerSecond, WantsMore: true, Threshold: > 0 }
            // A rate of seconds per second is a share of time.
            && ValueUnit.Of(d.Value).Unit is not (Unit.Seconds or Unit.PerCent or Unit.Share));

    private static IEnumerable<TestCase> Proof(RuleContext rule, Decision decision)
    {
        if (Case(rule, decision, decision.Threshold / 2, QuietShare, fires: false) is { } quiet)
            yield return quiet;
        if (Case(rule, decision, decision.Threshold * 2, BusyShare, fires: true) is { } busy)
            yield return busy;
    }

    /// <summary>So many bad events a second, and as many good ones as make them this share.</summary>
    /// <returns>The series, and the selector of the good ones.</returns>
    private static (FiringData Data, string Good)? Data(RuleContext rule, Decision decision, double perSecond, double share)
    {
        var data = rule.NewData();
        var selector = decision.Core.Selectors().First();
        // The rest of the condition is met with whatever it needs.
        return data.Put(selector, rule.Steady(perSecond), []) && data.Drive(rule.Expr, null)
            ? (data, Others(rule, data, selector, perSecond * ((1 / share) - 1))) : null;
    }

    private static TestCase? Case(RuleContext rule, Decision decision, double perSecond, double share, bool fires)
    {
        if (Data(rule, decision, perSecond, share) is not (var data, var good))
            return null;
        var window = rule.TextOf(decision.Core.Calls("rate", "irate").First().RangeArgument()!);
        var bad = $"sum(rate({window}))";
        var shown = $"abs({bad} / ({bad} + sum(rate({good}{window[window.LastIndexOf('[')..]}))) - {Shape.Number(share)}) < bool {Shape.Number(share / 100)}";
        return new TestCase(
            $"{Shape.Number(share * 100)} % of all events fail, at {Shape.Number(perSecond / share)} events a second - {(fires ? "the alert fires" : "silent")}", data.Series,
            [Ask.IsTrue(rule.Timing.End, shown), Ask.Fires(rule.Rule, rule.Timing.End, fires)]);
    }

    /// <summary>Adds the events that do not fail, and returns what selects them.</summary>
    private static string Others(RuleContext rule, FiringData data, VectorSelector bad, double perSecond)
    {
        var shape = rule.Steady(perSecond);
        var telling = bad.Matchers.Where(m => m.Label is not ("job" or "namespace" or "instance" or "__name__"))
            .OrderBy(m => !OutcomeLabels.Contains(m.Label)).FirstOrDefault(m => LabelMatching.CounterExample(m, bad.Matchers) is not null);
        if (telling is null || bad.Metric() is not { } name)
        {
            data.Add(AllEvents, new Dictionary<string, string>(), shape);
            return AllEvents;
        }

        var value = LabelMatching.CounterExample(telling, bad.Matchers)!;
        var good = new VectorSelector(name, [.. bad.Matchers.Where(m => m.Label != telling.Label), new LabelMatcher(telling.Label, MatchKind.Equal, value, telling.Span)]) { Span = bad.Span };
        data.Put(good, shape, []);
        return $"{name}{{{telling.Label}=\"{SeriesName.Escaped(value)}\"}}";
    }

    private static IEnumerable<TestCase> Spread(RuleContext rule, Decision decision)
    {
        const int series = 60;
        var data = rule.NewData();
        var each = decision.Threshold * 0.9;
        var selector = decision.Core.Selectors().First();
        for (var i = 0; i < series; i++)
            data.Put(selector, rule.Steady(each), new Dictionary<string, string> { ["replica"] = $"{i}" });
        return
        [
            new TestCase($"every event fails, {Shape.Number(each * series)} a second over {series} series - silent", data.Series,
            [
                Ask.IsTrue(rule.Timing.End, $"sum({rule.TextOf(decision.Core)}) > bool {Shape.Number(decision.Threshold * 10)}"),
                Ask.Fires(rule.Rule, rule.Timing.End, false),
            ]),
        ];
    }
}
