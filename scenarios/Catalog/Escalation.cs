using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Scenarios;

/// <summary>Who is woken when nobody ends a page, as the runbook says.</summary>
internal static class Escalation
{
    public static EscalationExpectation TeamLead { get; } = new("team-lead", TimeSpan.FromMinutes(15));

    public static EscalationExpectation DatabaseTeam { get; } = new("database-team", TimeSpan.FromMinutes(30));

    public static EscalationExpectation PlatformTeam { get; } = new("platform-team", TimeSpan.FromMinutes(10));

    public static EscalationExpectation Cto { get; } = new("cto", TimeSpan.FromHours(1));
}
