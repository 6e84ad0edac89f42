namespace ValeoChaos.Core.Scenarios;

/// <summary>A scenario turned into one about its page's escalation: nobody answers, somebody acknowledges, or it is over in time.</summary>
public static class EscalationShapes
{
    /// <summary>Production time past the latest moment of an escalation: one scrape and three evaluations, and what a machine takes.</summary>
    private static readonly TimeSpan Beyond = TimeSpan.FromMinutes(2);

    /// <summary>Nobody answers: the fault is held until the last of the escalations must have come.</summary>
    public static Scenario Unanswered(this Scenario scenario, params IReadOnlyList<EscalationExpectation> escalations) =>
        scenario.Escalating("unanswered", "and nobody answers", escalations, null) with { Hold = Last(escalations) + Beyond };

    /// <summary>The page is acknowledged so long after it came, and the fault is held beyond the escalations all the same.</summary>
    /// <exception cref="ArgumentException">The acknowledgement would come too late to hold the first escalation back.</exception>
    public static Scenario Acknowledged(this Scenario scenario, TimeSpan after, params IReadOnlyList<EscalationExpectation> escalations)
    {
        if (escalations.Any(e => e.After <= after))
            throw new ArgumentException($"An acknowledgement after {after} cannot hold back an escalation that comes before it.", nameof(after));
        return scenario.Escalating("acknowledged", "and the page is acknowledged", escalations, after) with { Hold = Last(escalations) + Beyond };
    }

    /// <summary>It is over before anybody further is woken.</summary>
    /// <exception cref="ArgumentException">The fault is held longer than the first escalation waits.</exception>
    public static Scenario OverInTime(this Scenario scenario, params IReadOnlyList<EscalationExpectation> escalations)
    {
        if (escalations.Any(e => e.After <= scenario.Hold))
            throw new ArgumentException($"A fault held for {scenario.Hold} is not over before an escalation.", nameof(escalations));
        return scenario.Escalating("over-in-time", "and is over before anybody further is woken", escalations, null);
    }

    private static Scenario Escalating(
        this Scenario scenario, string name, string summary, IReadOnlyList<EscalationExpectation> escalations, TimeSpan? acknowledged) => scenario with
    {
        Name = $"{scenario.Name}-{name}",
        Summary = $"{scenario.Summary}, {summary}",
        Alerts = [.. scenario.Alerts.Select(a => a.Alert == scenario.Alert ? a with { Escalations = escalations, AcknowledgedAfter = acknowledged } : a)],
    };

    private static TimeSpan Last(IReadOnlyList<EscalationExpectation> escalations) => escalations.Max(e => e.After);
}
