using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.RuleChecks.Proofs;
using ValeoChaos.Core.Runbooks;

namespace ValeoChaos.Core.RuleChecks.Checks;

/// <summary>VC401 and VC403 to VC405: alerts, for and severity beside the runbook's own rules.</summary>
internal static class RunbookCheck
{
    /// <summary>Sections without an alert.</summary>
    public static IEnumerable<Finding> OfAll(CheckInput input, IReadOnlyList<RuleContext> rules)
    {
        if (input.Runbook is not { } runbook)
            yield break;
        foreach (var section in runbook.Sections.Where(s => !rules.Any(r => r.Alert?.Alert == s.Alert)))
        {
            yield return new Finding(
                FindingKinds.RunbookAlertMissing, runbook.Source, section.Line, section.Alert,
                $"section {section.Number} describes {section.Alert}, and none of {string.Join(", ", input.Files.Select(f => f.Source))} has an alert of that name",
                new UnitTests(Missing(input, rules, Own(runbook, section.Alert)))) { Plain = $"{runbook.Source}, line {section.Line}: {section.Title}" };
        }
    }

    public static IEnumerable<Finding> Of(RuleContext rule)
    {
        if (rule.Input.Runbook is not { } runbook || rule.Alert is not { } alert || rule.IsEscalation)
            return [];
        if (rule.Section is null)
        {
            return
            [
                new Finding(
                    FindingKinds.NotInRunbook, rule.File, rule.Rule.Line, rule.Rule.Name, $"{runbook.Source} has no section on {rule.Rule.Name}",
                    new Statement($"the runbook's alerts are {string.Join(", ", runbook.Sections.Select(s => s.Alert))}")),
            ];
        }

        return Own(runbook, alert.Alert) is { } own ? [.. OfFor(rule, alert, own), .. OfSeverity(rule, alert, own)] : [];
    }

    /// <summary>The rule the runbook gives for its alert, with the lines of the runbook.</summary>
    private static AlertRule? Own(Runbook runbook, string alert) => AlertRuleFile.Parse(runbook.Rules.Yaml, runbook.Source, new LineMap(runbook.Rules.Line)).Alerts.FirstOrDefault(r => r.Alert == alert);

    private static PromtoolTest[] Missing(CheckInput input, IReadOnlyList<RuleContext> rules, AlertRule? own)
    {
        if (own is null)
            return [];
        var context = new RuleContext(input, "", own, RuleParser.Parse(own, ""));
        if (context.Firing() is not { } data)
            return [];
        var test = context.Test([new TestCase($"what fires the runbook's own rule - no {own.Alert} fires", data.Series, [Ask.Fires(own with { Labels = new Dictionary<string, string>() }, context.Timing.End, false)])]);
        return [test with { Rules = [.. rules.Where(r => r.Alert is not null).Select(r => r.Rule)] }];
    }

    private static IEnumerable<Finding> OfFor(RuleContext rule, AlertRule alert, AlertRule own)
    {
        if (alert.For == own.For)
            yield break;
        var finding = rule.Found(FindingKinds.RunbookFor, null, $"for is {Text(alert.For)}, and {Text(own.For)} in the runbook's rule", ProofOfFor(rule, alert, own));
        yield return finding with { Line = rule.Rule.Places.Of("for"), Plain = $"{rule.Input.Runbook!.Source}, line {own.Places.Of("for")}" };
    }

    private static IEnumerable<TestCase>? ProofOfFor(RuleContext rule, AlertRule alert, AlertRule own)
    {
        if (rule.Firing() is not { } data)
            return null;
        var (end, pending) = (rule.Timing.End, $"count_over_time({Ask.Alerts(alert, "pending")}[{Text(rule.Timing.End + TimeSpan.FromMinutes(1))}])");
        var evaluations = Math.Ceiling(alert.For / rule.Timing.Evaluation);
        return
        [
            new TestCase(
                $"the condition goes on - the alert is pending for {Text(alert.For)}, not for {Text(own.For)}, and then fires", data.Series,
                [new ValueExpectation(end, $"max({pending}) or vector(0)", evaluations), Ask.Fires(alert, end, true)]),
        ];
    }

    private static IEnumerable<Finding> OfSeverity(RuleContext rule, AlertRule alert, AlertRule own)
    {
        if (own.Labels.GetValueOrDefault("severity") is not { } wanted || alert.Labels.GetValueOrDefault("severity") == wanted)
            yield break;
        var has = alert.Labels.TryGetValue("severity", out var other) ? $"is {other}" : "is missing";
        var proof = rule.Firing() is not { } data ? null : new[]
        {
            new TestCase(
                $"the alert fires - its severity {has}, not {wanted}", data.Series,
                [Ask.Fires(alert, rule.Timing.End, true), Ask.Fires(alert with { Labels = new Dictionary<string, string> { ["severity"] = wanted } }, rule.Timing.End, false)]),
        };
        yield return rule.Found(FindingKinds.RunbookSeverity, null, $"severity {has}, and {wanted} in the runbook's rule", proof) with
        {
            Line = rule.Rule.Places.Of("labels.severity"), Plain = $"{rule.Input.Runbook!.Source}, line {own.Places.Of("labels.severity")}",
        };
    }

    private static string Text(TimeSpan time) => PrometheusDuration.Format(time);
}
