using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.RuleTests;

/// <summary>No test can be made, or run: the message names the scenario, or what is not known of it, and the remedy.</summary>
public sealed class RuleTestException(string message) : Exception(message);

/// <summary>Somebody further who must be woken.</summary>
public sealed record EscalationSpan(EscalationExpectation Expected, AlertSpan Span);

/// <summary>One scenario in virtual time: what is measured, and which alerts must be firing when. Every other must be silent.</summary>
public sealed record RuleTestCase
{
    public required Scenario Scenario { get; init; }

    public required Measurements Measured { get; init; }

    public required IReadOnlyDictionary<string, Course> Courses { get; init; }

    /// <summary>The last look in which the cause shows; null where nobody ends it.</summary>
    public required int? Until { get; init; }

    /// <summary>The last look, which is a decision.</summary>
    public required int Looks { get; init; }

    /// <summary>In the order of the scenario's expectations.</summary>
    public required IReadOnlyList<AlertSpan> Pages { get; init; }

    public required IReadOnlyList<EscalationSpan> Escalations { get; init; }

    /// <summary>Decisions that find a reason for the alert while it is not firing yet.</summary>
    public int Pending(string alert) =>
        Beat.Decisions(Looks).Count(look => Courses[alert].Holds(look) && !Pages.Any(page => page.Alert == alert && page.Covers(look)));

    /// <summary>Path below the folder of generated tests.</summary>
    public string File => $"{Scenario.FullName}.test.yml";

    /// <exception cref="RuleTestException">The scenario's fault does not look like its alerts.</exception>
    public static RuleTestCase Of(Scenario scenario, PromisedRules rules) => new CaseBuilder(scenario, rules).Build();
}
