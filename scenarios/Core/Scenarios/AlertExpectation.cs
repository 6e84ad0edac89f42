namespace ValeoChaos.Core.Scenarios;

/// <summary>An alert that must fire, reach these teams and resolve. Every alert not named must stay silent.</summary>
public sealed record AlertExpectation
{
    public required string Alert { get; init; }

    public required string Severity { get; init; }

    /// <summary>Receivers that must be told, each by the name of its Alertmanager receiver.</summary>
    public required IReadOnlyList<string> Teams { get; init; }

    /// <summary>Routes that must get a copy of the page; they are nobody's pager.</summary>
    public IReadOnlyList<string> Copies { get; init; } = Routes.Copies;

    /// <summary>
    /// Who is woken next and when, as the runbook says. Whether it comes to that is the scenario's hold and acknowledgement; who is
    /// not due must sleep.
    /// </summary>
    public IReadOnlyList<EscalationExpectation> Escalations { get; init; } = [];

    /// <summary>Production time for which the corrected rule remembers a symptom that is over; none for most.</summary>
    public TimeSpan Remembers { get; init; }

    /// <summary>
    /// Production time in which the corrected rule takes a symptom that came back for flapping, and remembers it for half as long after
    /// its end; none where the rule knows no flapping.
    /// </summary>
    public TimeSpan FlappingWindow { get; init; }

    /// <summary>
    /// Production time for which a check must have given no answer, though its pod lives, before the corrected rule takes that for a
    /// symptom; none where an answer is not what it asks for.
    /// </summary>
    public TimeSpan UnansweredFor { get; init; }

    /// <summary>Production time from the page to its acknowledgement; null where nobody answers.</summary>
    public TimeSpan? AcknowledgedAfter { get; init; }
}

/// <summary>A team that is woken when a page has been firing for so long, neither acknowledged nor over.</summary>
/// <param name="Team">The name of its Alertmanager receiver.</param>
/// <param name="After">Production time from the firing.</param>
public sealed record EscalationExpectation(string Team, TimeSpan After);
