using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.RuleChecks.Analysis;
using ValeoChaos.Core.RuleChecks.Proofs;

namespace ValeoChaos.Core.RuleChecks.Checks;

/// <summary>VC402: the numbers of the runbook's symptom beside those of the rule and of what it reads from recording rules.</summary>
internal static class RunbookThresholdCheck
{
    public static IEnumerable<Finding> Of(RuleContext rule)
    {
        if (rule.Section is not { } section || rule.IsEscalation)
            return [];
        var expressions = WithRecordings(rule).ToList();
        return RunbookNumber.Of(section).DistinctBy(n => (n.Kind, n.Value, n.Unit)).Where(number => !IsKept(number, rule, expressions)).Select(number => Found(rule, number));
    }

    private static bool IsKept(RunbookNumber number, RuleContext rule, List<PromQlExpression> expressions) => number.Kind switch
    {
        NumberKind.Quantile => expressions.SelectMany(e => e.Calls("histogram_quantile")).Select(c => c.Arguments[0].Constant()).ToList() is var quantiles
            && (quantiles.Count == 0 || quantiles.Contains(number.Value)),
        // A share or level over another window is much the same; a number of events is not.
        NumberKind.Window => rule.Decisions.All(d => CountedWindow(d) is not { } window || window == TimeSpan.FromSeconds(number.Value)),
        _ => expressions.SelectMany(Compared).Any(c => number.In(c.Unit).Any(n => Same(n, c.Number))),
    };

    private static IEnumerable<(double Number, ValueUnit Unit)> Compared(PromQlExpression expression) => expression.All().OfType<BinaryOperation>().Where(o => o.IsComparison)
        .SelectMany(o => new[] { (Number: o.Right.Constant(), Other: o.Left), (Number: o.Left.Constant(), Other: o.Right) })
        .Where(side => side.Number is not null).Select(side => (side.Number!.Value, ValueUnit.Of(side.Other)));

    private static bool Same(double one, double other) => Math.Abs(one - other) <= 1e-9 * Math.Max(1, Math.Abs(one));

    private static TimeSpan? CountedWindow(Decision decision) => decision.Core is FunctionCall { Name: "increase" or "delta" or "changes" } call ? call.Window()?.Value : null;

    /// <summary>The alert's expression, and those of the recordings it reads, however many steps away.</summary>
    private static IEnumerable<PromQlExpression> WithRecordings(RuleContext rule)
    {
        var open = new Queue<PromQlExpression>([rule.Expr]);
        var seen = new HashSet<string>();
        while (open.TryDequeue(out var expression))
        {
            yield return expression;
            foreach (var name in expression.Selectors().Select(s => s.Metric()).OfType<string>().Where(seen.Add))
            {
                foreach (var (file, recording) in rule.Input.Files.SelectMany(f => f.Recordings.Where(r => r.Record == name).Select(r => (f.Source, r))))
                    open.Enqueue(RuleParser.Parse(recording, file));
            }
        }
    }

    private static Finding Found(RuleContext rule, RunbookNumber number)
    {
        var decision = (rule.Decisions.FirstOrDefault(d => d.Kind is not DecisionKind.Events) ?? (rule.Decisions is [var first, ..] ? first : null))?.Written;
        var (reason, proof) = (number.Kind, decision) switch
        {
            (_, null) => ("the rule compares nothing with a number", null),
            (NumberKind.Status, _) => ($"the rule compares nothing with {number.Text}", Symptom(rule, number)),
            (NumberKind.Quantile, _) => ($"the rule takes another quantile than {number.Text}", OtherQuantile(rule, decision, number.Value)),
            (NumberKind.Window, _) => ($"the rule counts in {Alerting.PrometheusDuration.Format(CountedWindow(rule.Decisions.First(d => CountedWindow(d) is not null))!.Value)}", OtherWindow(rule, number.Value)),
            _ => ($"the rule compares with {Shape.Number(decision.Threshold)}", Between(rule, decision, number)),
        };
        return rule.Found(FindingKinds.RunbookThreshold, decision?.Comparison, $"the runbook's symptom says \"{number.Text}\", and {reason}", proof);
    }

    private static TestCase[]? Between(RuleContext rule, Decision decision, RunbookNumber number)
    {
        var wanted = number.In(ValueUnit.Of(decision.Value)).MinBy(n => Math.Abs(n - decision.Threshold));
        var middle = (wanted + decision.Threshold) / 2;
        // What the rule asks for is not met on the runbook's side of its threshold.
        var fires = new ValueRange(middle, middle).Can(decision.Operator, new ValueRange(decision.Threshold, decision.Threshold));
        var data = rule.NewData();
        if (!data.Drive(decision.Value, middle) || !data.Drive(rule.Expr, null))
            return null;
        var (value, low, high) = (rule.TextOf(decision.Value), Math.Min(wanted, decision.Threshold), Math.Max(wanted, decision.Threshold));
        return
        [
            new TestCase($"a value between {Shape.Number(low)} and {Shape.Number(high)} - {Decides(fires)}", data.Series,
            [
                Ask.IsTrue(rule.Timing.End, $"max({value}) > bool {Shape.Number(low)}"), Ask.IsTrue(rule.Timing.End, $"max({value}) < bool {Shape.Number(high)}"),
                Ask.Fires(rule.Rule, rule.Timing.End, fires),
            ]),
        ];
    }

    /// <summary>What the runbook calls the symptom is there, and all that the rule looks at is well.</summary>
    private static TestCase[] Symptom(RuleContext rule, RunbookNumber number)
    {
        var data = rule.NewData();
        data.Add("probe_http_status_code", new Dictionary<string, string> { ["probe"] = "symptom" }, Shape.Level(number.Value, rule.Timing.Samples));
        foreach (var selector in rule.Expr.Selectors())
            data.Put(selector, Shape.Level(MetricTypes.IsBinary(selector.Metric()) ? 1 : 0, rule.Timing.Samples), []);
        return [new TestCase($"the symptom is there ({number.Text}) - {Decides(false)}", data.Series, [Ask.Fires(rule.Rule, rule.Timing.End, false)])];
    }

    private static TestCase[]? OtherQuantile(RuleContext rule, Decision decision, double wanted)
    {
        if (decision is not { Core: FunctionCall { Name: "histogram_quantile", Arguments: [var own, var buckets] }, Threshold: > 0 } || own.Constant() is not { } quantile)
            return null;
        var quick = 50 * (wanted + quantile);
        var data = rule.NewData();
        if (!data.DriveBuckets(buckets, [(decision.Threshold / 2, quick), (decision.Threshold * 4, 100), (double.PositiveInfinity, 100)], []) || !data.Drive(rule.Expr, null))
            return null;
        var fires = quantile > wanted == decision.WantsMore;
        return [new TestCase($"{Shape.Number(100 - quick)} % of the requests are slow - {Decides(fires)}", data.Series, [Ask.Fires(rule.Rule, rule.Timing.End, fires)])];
    }

    private static TestCase[]? OtherWindow(RuleContext rule, double wanted)
    {
        var decision = rule.Decisions.First(d => CountedWindow(d) is not null);
        var window = CountedWindow(decision)!.Value.TotalSeconds;
        // So many in the runbook's window that it decides one way, and in the rule's the other.
        var inWanted = decision.Threshold * (1 + (wanted / window)) / 2;
        var data = rule.NewData();
        if (!decision.WantsMore || !data.Drive(decision.Value, inWanted * window / wanted) || !data.Drive(rule.Expr, null))
            return null;
        var fires = window > wanted;
        return [new TestCase($"{Shape.Number(inWanted)} in the runbook's window - {Decides(fires)}", data.Series, [Ask.Fires(rule.Rule, rule.Timing.End, fires)])];
    }

    private static string Decides(bool fires) => fires ? "the alert fires, against the runbook" : "the alert is silent, against the runbook";
}
