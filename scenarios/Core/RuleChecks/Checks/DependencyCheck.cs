using System.Text.RegularExpressions;
using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.RuleChecks.Analysis;
using ValeoChaos.Core.RuleChecks.Proofs;

namespace ValeoChaos.Core.RuleChecks.Checks;

/// <summary>VC203: up, asked about something else than the target it is of.</summary>
internal static partial class DependencyCheck
{
    public static IEnumerable<Finding> Of(RuleContext rule)
    {
        if (rule.Alert is null || rule.Expr.Selectors().ToList() is not { Count: > 0 } selectors || selectors.Exists(s => s.Metric() != "up")
            || rule.Decisions.FirstOrDefault(d => d.WantsLess) is not { } decision)
            yield break;
        var jobs = selectors.SelectMany(s => s.Matchers).Where(m => m.Label is "job" or "instance" or "service").Select(m => m.Value).ToList();
        if (About(Dependency().Matches($"{rule.Rule.Name}\n{rule.Texts}").Select(m => m.Value).ToList(), jobs) is not { } about)
            yield break;
        yield return rule.Found(
            FindingKinds.UpForDependency, decision.Comparison,
            $"the alert is about \"{about}\", and {rule.TextOf(selectors[0])} only says whether the target's /metrics could be scraped", Proof(rule, selectors));
    }

    /// <summary>What the words speak of and the targets are not; null where the targets are the dependency itself, whose up it is.</summary>
    private static string? About(List<string> words, List<string> jobs)
    {
        if (jobs.Exists(job => job.Contains("exporter", StringComparison.OrdinalIgnoreCase)))
            return words.FirstOrDefault();
        var (own, others) = (words.Where(IsOfAJob).ToList(), words.Where(word => !IsOfAJob(word)).ToList());
        return jobs.Concat(own).Any(name => Server().IsMatch(name)) ? null : others.FirstOrDefault();

        bool IsOfAJob(string word) => jobs.Exists(job => job.Contains(word, StringComparison.OrdinalIgnoreCase) || (job.Length > 2 && word.Contains(job, StringComparison.OrdinalIgnoreCase)));
    }

    private static TestCase[] Proof(RuleContext rule, List<VectorSelector> selectors)
    {
        var half = rule.Timing.Samples / 2;
        var dependency = rule.NewData();
        dependency.Add("dependency_reachable", new Dictionary<string, string>(), Shape.Steps((1, 4), (0, rule.Timing.Samples)));
        var restart = rule.NewData();
        restart.Add("dependency_reachable", new Dictionary<string, string>(), Shape.Level(1, rule.Timing.Samples));
        var hold = rule.Timing.Count(rule.Alert!.For + (2 * rule.Timing.Evaluation));
        foreach (var selector in selectors)
        {
            dependency.Put(selector, Shape.Level(1, rule.Timing.Samples), []);
            restart.Put(selector, Shape.Steps((1, Math.Max(4, half - hold)), (0, hold + 2), (1, rule.Timing.Samples)), []);
        }

        return
        [
            new TestCase("the dependency is gone and the target still serves /metrics - silent", dependency.Series, [Ask.NeverHolds(rule.Rule, rule.Timing.End)]),
            new TestCase("the target restarts and the dependency is well - the alert fires", restart.Series, [Ask.Fires(rule.Rule, rule.Timing.End, true)]),
        ];
    }

    [GeneratedRegex(
        @"database|datenbank|postgres(?:ql)?|mysql|mariadb|mongo(?:db)?|oracle|redis|memcached|kafka|rabbitmq|queue|broker|upstream|backend|dependency|ldap|smtp|/readyz|(?-i:\bDB|(?<=[a-z])DB\b)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Dependency();

    /// <summary>The name of what others depend on: that of a program, such as <c>backend</c> or <c>queue</c>, may be anything.</summary>
    [GeneratedRegex(@"(?:database|datenbank|postgres(?:ql)?|oracle|redis|memcached|kafka|rabbitmq|ldap|smtp|mongo|db|sql|mq)$", RegexOptions.IgnoreCase)]
    private static partial Regex Server();
}
