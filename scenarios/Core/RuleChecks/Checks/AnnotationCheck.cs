using ValeoChaos.Core.RuleChecks.Analysis;

namespace ValeoChaos.Core.RuleChecks.Checks;

/// <summary>VC301 to VC303: annotations that cannot be rendered, print a label that is not there, or a wrong unit.</summary>
internal static class AnnotationCheck
{
    private const string ErrorText = "<error expanding template:";

    public static IEnumerable<Finding> Of(RuleContext rule, IReadOnlyList<SurveyAnswer> survey)
    {
        if (rule.Alert is not { } alert)
            return [];
        var answer = AnnotationSurvey.Of(survey, alert);
        if (answer?.Refusal is { } refusal)
            return [Found(rule, FindingKinds.AnnotationDoesNotRender, KeyIn(refusal, rule), "promtool does not load the rule", new Statement($"promtool: {refusal}"))];
        return alert.Annotations.Where(a => AnnotationTemplate.HasTemplate(a.Value)).SelectMany(a => OfAnnotation(rule, a.Key, a.Value, answer));
    }

    private static IEnumerable<Finding> OfAnnotation(RuleContext rule, string key, string template, SurveyAnswer? answer)
    {
        var printed = answer?.Alerts is [var alert, ..] ? alert.Annotations.GetValueOrDefault(key) : null;
        if (printed?.Contains(ErrorText, StringComparison.Ordinal) == true)
        {
            yield return Found(
                rule, FindingKinds.AnnotationDoesNotRender, key, $"the annotation {key} prints {Shortened(printed)}",
                Proof(answer, $"the alert fires{(answer!.Asked.StandIn ? " (by an expression that stands in for the rule's own)" : "")} - its {key} is an error", standIn: true));
            yield break;
        }

        foreach (var label in AnnotationTemplate.Printed(template).Where(label => !rule.Rule.Labels.ContainsKey(label) && label != "alertname" && ResultLabels.Of(rule.Expr).Lacks(label)))
        {
            yield return Found(
                rule, FindingKinds.AnnotationLabelMissing, key, $"the annotation {key} prints the label {label}, which the expression's result does not have{Shown(printed)}",
                Proof(answer, $"the alert fires - its {key} has a hole where {label} should be", standIn: false));
        }

        var unit = ValueUnit.Of(rule.Expr);
        foreach (var claim in AnnotationTemplate.Claims(template).Where(claim => unit.IsKnown && !Fits(claim.Unit, unit)))
        {
            yield return Found(
                rule, FindingKinds.AnnotationWrongUnit, key, $"the annotation {key} prints {claim.Template}, and the value is {unit.Words}{(answer?.Asked.StandIn == false ? Shown(printed) : "")}",
                Proof(answer, $"the alert fires - its {key} claims a unit the value does not have", standIn: false));
        }
    }

    /// <summary>Seconds of work in a second are a share of time.</summary>
    private static bool Fits(Unit claimed, ValueUnit unit) => claimed == unit.Unit && !unit.PerSecond || (claimed == Unit.Share && unit is { Unit: Unit.Seconds, PerSecond: true });

    private static UnitTests Proof(SurveyAnswer? answer, string name, bool standIn) =>
        new(answer is { Alerts.Count: > 0 } && (standIn || !answer.Asked.StandIn) ? [answer.AsProof(name)] : []);

    private static Finding Found(RuleContext rule, FindingKind kind, string key, string reason, Evidence evidence) =>
        new(kind, rule.File, rule.Rule.Places.Of($"annotations.{key}"), rule.Rule.Name, reason, evidence);

    private static string KeyIn(string refusal, RuleContext rule) =>
        rule.Alert!.Annotations.Keys.FirstOrDefault(key => refusal.Contains($"annotation \"{key}\"", StringComparison.Ordinal)) ?? "";

    private static string Shown(string? printed) => printed is null ? "" : $": \"{Shortened(printed)}\"";

    private static string Shortened(string text) => text.Length > 160 ? $"{text[..160]}..." : text;
}
