using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.RuleChecks.Analysis;
using ValeoChaos.Core.Runbooks;

namespace ValeoChaos.Core.RuleChecks.Checks;

/// <summary>VC501: pages and escalations that no route takes to whom they are meant for.</summary>
internal static class RouteCheck
{
    public static IEnumerable<Finding> OfAll(CheckInput input, IReadOnlyList<RuleContext> rules)
    {
        if (input.Routes is not { } routes)
            return [];
        return rules.Where(r => r.Alert is not null).SelectMany(rule => Of(rule, rules, routes));
    }

    private static IEnumerable<Finding> Of(RuleContext rule, IReadOnlyList<RuleContext> rules, RouteAnswers routes)
    {
        if (rule.Section is { } section && !rule.IsEscalation)
        {
            var unmet = new[] { section.Escalation, rule.Input.Runbook!.LastEscalation }.Select(wanted => Unmet(rule, rules, routes, wanted)).OfType<Finding>().ToList();
            foreach (var finding in unmet)
                yield return finding;
            if (unmet.Count > 0)
                yield break;
        }

        if (!routes.DefaultIsRouted && routes.ReceiversOf(rule.Rule) is [var only] && only == routes.Default)
        {
            // A page may be meant for the default receiver; an escalation adds somebody.
            yield return Found(rule, routes, $"no route matches: only the default receiver {only} gets it", rule.IsEscalation ? null : Severity.Info);
        }
    }

    /// <summary>Whom the runbook wakes at once is woken by the page, whom it wakes later by a rule that waits so long for the page.</summary>
    private static Finding? Unmet(RuleContext page, IReadOnlyList<RuleContext> rules, RouteAnswers routes, RunbookEscalation wanted)
    {
        var by = wanted.After == TimeSpan.Zero ? page : rules.FirstOrDefault(r => r.IsEscalation && r.Alert!.For == wanted.After && IsOf(r, page.Rule.Name));
        if (by is null)
            return Found(page, routes, $"the runbook wakes {string.Join(" and ", wanted.Teams)} after {PrometheusDuration.Format(wanted.After)}, and no rule escalates {page.Rule.Name} then", null);
        var unreached = wanted.Teams.Where(team => !routes.ReceiversOf(by.Rule).Any(r => r.Contains(team, StringComparison.OrdinalIgnoreCase))).ToList();
        return unreached.Count == 0 ? null : Found(by, routes, $"the runbook wakes {string.Join(" and ", unreached)}, and no route takes {page.Rule.Name} there", null);
    }

    private static bool IsOf(RuleContext escalation, string alert) =>
        escalation.Expr.Selectors().SelectMany(s => s.Matchers).Any(m => m is { Label: "alertname", Kind: MatchKind.Equal or MatchKind.Matches } && m.Accepts(alert));

    private static Finding Found(RuleContext rule, RouteAnswers routes, string reason, Severity? lowered)
    {
        var (question, receivers) = routes.Of(rule.Rule);
        var labels = string.Join(' ', question.Labels.Select(l => $"{l.Key}={l.Value}"));
        return new Finding(
            FindingKinds.EscalationWithoutRoute, rule.File, rule.Rule.Line, rule.Rule.Name, reason,
            new Statement($"amtool config routes test --config.file={routes.Source} {labels} -> {string.Join(',', receivers)}")) { Lowered = lowered };
    }
}
