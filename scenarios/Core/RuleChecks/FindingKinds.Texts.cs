namespace ValeoChaos.Core.RuleChecks;

/// <content>What people read: annotations, the runbook, routes, and comments that ignore a finding.</content>
public static partial class FindingKinds
{
    public static FindingKind AnnotationDoesNotRender { get; } = new(
        "VC301", "annotation-does-not-render", Severity.Error, "An annotation cannot be rendered.",
        """
        The template names a function that does not exist, a field that its data lacks, or reads a result that is empty. Prometheus then refuses the
        whole file, or sends the page with "error expanding template" where its text should be. Prometheus knows $value, $labels, $externalLabels and
        its own functions; .Values and Alertmanager's fields are not among them.
        """,
        "promtool renders the annotation of the firing alert, and the text is the error.");

    public static FindingKind AnnotationLabelMissing { get; } = new(
        "VC302", "annotation-label-missing", Severity.Warning, "An annotation prints a label that the alert does not have.",
        """
        An aggregation keeps only the labels it is told to. A template that prints another one leaves a hole in its text: "Instance  is down". Keep the
        label in by (...), or print it only where it is there: {{ if $labels.pod }}.
        """,
        "promtool renders the annotation of the firing alert, and the place is empty.");

    public static FindingKind AnnotationWrongUnit { get; } = new(
        "VC303", "annotation-wrong-unit", Severity.Warning, "An annotation prints the value in a unit it does not have.",
        """
        humanizePercentage multiplies by a hundred and is right for shares only; a number followed by s or % claims seconds or per cent. The value of this
        expression is something else, so the page misleads whoever reads it at night. Print what it is, or compute what the text says.
        """,
        "promtool renders the annotation of the firing alert, and the text is wrong.");

    public static FindingKind RunbookAlertMissing { get; } = new(
        "VC401", "runbook-alert-missing", Severity.Error, "The runbook describes an alert for which there is no rule.",
        """
        A section of the runbook waits for a page that nothing sends: the rule is missing, or its name differs, and then the page finds no section. Add
        the rule, or name it as the runbook does.
        """,
        "what fires the runbook's own rule fires no alert of that name.", "--runbook");

    public static FindingKind RunbookThreshold { get; } = new(
        "VC402", "runbook-threshold", Severity.Error, "The rule compares with another number than the runbook names.",
        """
        The runbook's section names the symptom in numbers: a threshold, a quantile, a status code, a window. None of the rule's numbers, in the unit of what
        they are compared with, is that one. Whoever is paged expects what the section says. Change the one or the other.
        """,
        "a value between the two thresholds, or the symptom the runbook names: the rule decides otherwise than the runbook.", "--runbook");

    public static FindingKind RunbookFor { get; } = new(
        "VC403", "runbook-for", Severity.Error, "The rule waits for another time than the runbook's rule.",
        """
        The runbook gives the rule with its for, and its times of escalation count from there. The rule that runs has another, so it pages earlier or later than
        on-call expects. Change the one or the other.
        """,
        "the alert is pending for the rule's time and not for the runbook's.", "--runbook");

    public static FindingKind RunbookSeverity { get; } = new(
        "VC404", "runbook-severity", Severity.Error, "The rule has another severity than the runbook's rule.",
        """
        Severity decides who is woken. The rule that runs has another than the one the runbook gives, or none, so the page goes another way than on-call
        expects. Change the one or the other.
        """,
        "the firing alert's labels.", "--runbook");

    public static FindingKind NotInRunbook { get; } = new(
        "VC405", "not-in-runbook", Severity.Info, "The runbook has no section for this alert.",
        """
        Whoever is paged by it looks into the runbook and finds nothing: no causes, no commands, no mitigation. Write the section.
        """,
        "none is needed: the runbook has no such section.", "--runbook");

    public static FindingKind EscalationWithoutRoute { get; } = new(
        "VC501", "escalation-without-route", Severity.Error, "The page does not reach whom it should.",
        """
        Alertmanager routes by labels. With the labels of this alert, no route of its own matches, or the teams the runbook names are not among the receivers,
        or no rule escalates after the runbook's time. So nobody is woken, or the wrong ones are. Add the route, or the label it matches on.
        """,
        "amtool's answer to these labels.", "--alertmanager");

    public static FindingKind IgnoreWithoutReason { get; } = new(
        "VC901", "ignore-without-reason", Severity.Warning, "A finding is ignored without a reason, so it is not ignored.",
        """
        Write why: # valeo-chaos: ignore VC108 because the batch job sends a thousand events at a time. The next reader has to be able to judge whether the
        reason still holds.
        """,
        "none is needed: the comment stands in the file.");

    public static FindingKind IgnoreMatchesNothing { get; } = new(
        "VC902", "ignore-matches-nothing", Severity.Warning, "A comment ignores what is not there.",
        """
        The rule has no such finding (any more), the code does not exist, or the comment cannot be understood. Left standing, it would hide a finding to come.
        Where the finding needs an option that was not given, the comment is left alone.
        """,
        "none is needed: the comment stands in the file.");

    /// <summary>By code.</summary>
    public static IReadOnlyList<FindingKind> All =>
    [
        NeverByValue, ForOutlivesWindow, GaugeFunctionOnCounter, CounterFunctionOnGauge, RateComparedWithPercent, RatioPerSeries, QuantilePerSeries,
        NoMinimumTraffic, QuantileWithoutLe, NoEmitter, MatcherWithoutSeries, UpForDependency, TargetVanishes, AnnotationDoesNotRender,
        AnnotationLabelMissing, AnnotationWrongUnit, RunbookAlertMissing, RunbookThreshold, RunbookFor, RunbookSeverity, NotInRunbook,
        EscalationWithoutRoute, IgnoreWithoutReason, IgnoreMatchesNothing,
    ];

    public static FindingKind? Find(string code) => All.FirstOrDefault(k => k.Code.Equals(code, StringComparison.OrdinalIgnoreCase));
}
