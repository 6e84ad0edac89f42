namespace ValeoChaos.Core.Scenarios;

/// <summary>A scenario turned into one about its page's escalation.</summary>
public static class EscalationShapes
{
    /// <summary>Production time past the latest moment of an escalation: one scrape and three evaluations, and what a machine takes.</summary>
    private static readonly TimeSpan Beyond = TimeSpan.FromMinutes(2);

    /// <summary>Nobody answers: the fault is held until the escalations that come after so long must have come.</summary>
    /// <exception cref="ArgumentException">Nobody is to be woken by then.</exception>
    public static Scenario Unanswered(this Scenario scenario, TimeSpan until)
    {
        if (!scenario.Alerts.SelectMany(a => a.Escalations).Any(e => e.After <= until))
            throw new ArgumentException($"Nobody is woken within {until}, so holding the fault for so long proves nothing.", nameof(until));
        return scenario with { Name = $"{scenario.Name}-unanswered", Summary = $"{scenario.Summary}, and nobody answers", Hold = until + Beyond };
    }
}
