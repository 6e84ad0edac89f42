using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.RuleChecks.Analysis;
using ValeoChaos.Core.RuleChecks.Proofs;

namespace ValeoChaos.Core.RuleChecks.Checks;

/// <summary>VC204: a low value is asked for of series that end with their target.</summary>
internal static class VanishingTargetCheck
{
    private const double Plenty = 1_000_000;

    public static IEnumerable<Finding> Of(RuleContext rule)
    {
        if (rule.Alert is null || rule.Input.World is not { Jobs.Count: > 0 } world || rule.Input.NewRanges().Of(rule.Expr).IsNothing)
            yield break;
        foreach (var decision in rule.Decisions.Where(d => d.WantsLess && !HasDefault(rule.Expr)))
        {
            var selectors = decision.Value.Selectors().Where(s => s.Metric() is { } name && name != "ALERTS" && !rule.Input.Recorded.Contains(name)).ToList();
            // Only what a scrape makes by itself, or what is known to come from the job, ends with the job's targets.
            var jobs = selectors.Where(s => s.Metric() == "up" || s.Matchers.Any(m => m.Label == "job")).SelectMany(world.JobsOf).Where(j => j.Discovered).Distinct().ToList();
            if (jobs.Count == 0 || jobs.TrueForAll(job => IsWatched(rule.Input, job.Name)))
                continue;
            yield return rule.Found(
                FindingKinds.TargetVanishes, decision.Comparison,
                $"the targets of job {jobs[0].Name} come from service discovery: when the last is gone there is no value to compare, and no rule asks whether any is there (absent)",
                Proof(rule, selectors));
        }
    }

    private static bool HasDefault(PromQlExpression expression) =>
        expression.All().OfType<BinaryOperation>().Any(o => o.Operator == "or" && o.Right.Bare() is FunctionCall { Name: "vector" or "absent" or "absent_over_time" });

    /// <summary>Whether some alert asks if the job has any target at all.</summary>
    private static bool IsWatched(CheckInput input, string job) => input.Files.SelectMany(f => f.Alerts.Select(alert => RuleParser.Parse(alert, f.Source))).Any(expression =>
        expression.Calls("absent", "absent_over_time").SelectMany(call => call.Selectors())
            .Any(s => s.Matchers.Any(m => m.Label == "job" && m.Accepts(job))));

    private static TestCase[] Proof(RuleContext rule, List<VectorSelector> selectors)
    {
        var (gone, dead) = (Data(Gone), Data((_, shape) => shape));
        return gone is null || dead is null ? [] :
        [
            new TestCase("the value is low - the alert fires", dead.Series, [Ask.Fires(rule.Rule, rule.Timing.End, true)]),
            new TestCase("the last target is taken away, and its series end - silent", gone.Series, [Ask.Fires(rule.Rule, rule.Timing.End, false)]),
        ];

        FiringData? Data(Func<VectorSelector, Shape, Shape> change)
        {
            var data = rule.NewData(change);
            return data.Drive(rule.Expr, null) ? data : null;
        }

        // Well and busy until then.
        Shape Gone(VectorSelector selector, Shape shape) => !selectors.Contains(selector) ? shape
            : (MetricTypes.IsBinary(selector.Metric()) ? Shape.Level(1, 10) : new Shape(new Piece(Plenty, Plenty, 10))).ThenGone();
    }
}
