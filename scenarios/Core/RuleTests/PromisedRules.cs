using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.RuleTests;

/// <summary>
/// What the rules have to keep: <c>for</c> and severity as the runbook promises them, so that tests which are written anew after a
/// wrong change stay red. Only what the runbook does not say is taken from the rules themselves: their texts, and a rule of their own.
/// </summary>
/// <param name="runbook">The rules as the runbook has them.</param>
/// <param name="corrected">The rules under test.</param>
/// <param name="escalation">Those that count for how long a page has been firing.</param>
/// <param name="catalogue">Scenarios; they say which alert remembers a symptom for how long.</param>
public sealed class PromisedRules(AlertRuleFile runbook, AlertRuleFile corrected, AlertRuleFile escalation, IReadOnlyList<Scenario> catalogue)
{
    /// <summary>Groups in the order in which they must be decided.</summary>
    public IReadOnlyList<string> Groups => [.. corrected.Alerts.Concat(escalation.Alerts).Select(a => a.Group).Distinct()];

    /// <summary>Alerts that page.</summary>
    public IReadOnlyList<string> Alerts => [.. corrected.Alerts.Select(a => a.Alert)];

    public TimeSpan For(string alert) => (Find(runbook, alert) ?? Page(alert)).For;

    /// <summary>How long the alert goes on after its symptom has left the window.</summary>
    public TimeSpan Remembers(string alert) => Expected(alert)?.Remembers ?? TimeSpan.Zero;

    /// <summary>How far back it looks for outages before the last one.</summary>
    public TimeSpan FlappingWindow(string alert) => Expected(alert)?.FlappingWindow ?? TimeSpan.Zero;

    /// <summary>How long a check must have given no answer, though its pod lives.</summary>
    public TimeSpan UnansweredFor(string alert) => Expected(alert)?.UnansweredFor ?? TimeSpan.Zero;

    public IReadOnlyDictionary<string, string> Labels(string alert) =>
        new Dictionary<string, string>(Page(alert).Labels) { ["severity"] = (Find(runbook, alert) ?? Page(alert)).Labels["severity"] };

    public IReadOnlyDictionary<string, string> Annotations(string alert) => Page(alert).Annotations;

    private AlertExpectation? Expected(string alert) => catalogue.SelectMany(s => s.Alerts).FirstOrDefault(a => a.Alert == alert);

    private AlertRule Page(string alert) => Find(corrected, alert)
        ?? throw new RuleFileException($"{corrected.Source}: there is no alert {alert}, which the catalogue expects. Add its rule.");

    private static AlertRule? Find(AlertRuleFile file, string alert) => file.Alerts.FirstOrDefault(a => a.Alert == alert);
}
