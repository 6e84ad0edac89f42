using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Scenarios;

/// <summary>Parts of the runbook that no scenario names yet. A test fails for one that expires, and for one that a scenario has made needless.</summary>
public static class Waivers
{
    private static readonly DateOnly Soon = new(2026, 12, 31);

    public static IReadOnlyList<RunbookWaiver> All { get; } =
    [
        .. NoScenarioYet(1, RunbookPart.Cause, "Database-Connection-Fehler", "Upstream-Service-Ausfall", "Bug in neuem Deployment"),
        .. NoScenarioYet(1, RunbookPart.Diagnose, "Check error logs", "Check database connectivity", "Check metrics"),
        .. NoScenarioYet(
            1, RunbookPart.Mitigation, "Prüfe `/readyz` endpoint", "Prüfe PostgreSQL-Verbindung", "Bei Bug: Rollback auf vorherige Version",
            "Bei DB-Problem: Prüfe Credentials, Connection-Pool"),
        .. NoScenarioYet(2, RunbookPart.Cause, "Slow Database Queries", "Resource-Limits erreicht", "High Load"),
        .. NoScenarioYet(2, RunbookPart.Diagnose, "Check resource usage", "Check database slow queries", "Check HPA status"),
        .. NoScenarioYet(
            2, RunbookPart.Mitigation, "Scale up replicas: `kubectl scale deployment valeo-erp --replicas=5 -n production`",
            "Prüfe Slow Queries und optimiere Indices", "Erhöhe Resource-Limits falls nötig"),
        .. NoScenarioYet(3, RunbookPart.Cause, "Pod-Restarts", "Network-Issues", "Load-Balancer-Timeout"),
        .. NoScenarioYet(3, RunbookPart.Diagnose, "Check pod restarts", "Check SSE metrics", "Check ingress logs"),
        .. NoScenarioYet(3, RunbookPart.Mitigation, "Prüfe Pod-Health", "Prüfe Ingress-Konfiguration (Timeouts)", "Prüfe Network-Policies"),
    ];

    private static IEnumerable<RunbookWaiver> NoScenarioYet(int section, RunbookPart part, params string[] texts) =>
        texts.Select(text => new RunbookWaiver(section, part, text, "no scenario yet", Soon));
}
