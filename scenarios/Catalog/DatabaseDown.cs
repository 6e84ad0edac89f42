using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Scenarios;

/// <summary>Section 4 of the runbook: <c>/readyz</c> gives 503.</summary>
public static class DatabaseDown
{
    private static readonly AlertExpectation Page = new()
    {
        Alert = "DatabaseDown",
        Severity = "critical",
        Teams = ["database-team", "platform-team", "primary-on-call"],
    };

    private static readonly MitigationPlan LookAndRestart = new()
    {
        Steps = [new MitigationStepPlan(1, MitigationAction.InspectDatabase), new MitigationStepPlan(2, MitigationAction.RestartDatabase)],
        RestoresWithinMachineTime = TimeSpan.FromSeconds(30),
    };

    private static readonly DiagnoseExpectation Connection = DiagnoseExpectation.Tells(
        "Test connection", inFault: OutputPattern.Contains("Connection refused"), inHealth: OutputPattern.Contains("(1 row)"));

    /// <summary>PostgreSQL's pod is gone under office load. On-call is paged at once and the runbook brings it back.</summary>
    public static Scenario PostgreSqlPodDown { get; } = new()
    {
        Alert = "DatabaseDown",
        Name = "postgresql-pod-down",
        Summary = "PostgreSQL's pod is gone under office load",
        Cause = "PostgreSQL down",
        Section = 4,
        Database = DatabaseForm.Pod,
        Load = LoadProfiles.OfficeHours,
        Fault = new DatabasePodStopped(),
        Alerts = [Page],
        Diagnose =
        [
            DiagnoseExpectation.Tells("Check PostgreSQL pod", inFault: OutputPattern.Lacks("1/1"), inHealth: OutputPattern.Matches(@"^postgresql-\S+\s+1/1\s+Running")),
            DiagnoseExpectation.Tells("Check PostgreSQL logs", inFault: OutputPattern.Lacks("ready to accept connections"), inHealth: OutputPattern.Contains("ready to accept connections")),
            Connection,
        ],
        Mitigation = LookAndRestart,
    };

    /// <summary>A managed PostgreSQL is killed under office load; the runbook's kubectl commands cannot see it.</summary>
    public static Scenario PostgreSqlContainerDown { get; } = new()
    {
        Alert = "DatabaseDown",
        Name = "postgresql-container-down",
        Summary = "a managed PostgreSQL outside the cluster is killed under office load",
        Cause = "PostgreSQL down",
        Section = 4,
        Database = DatabaseForm.Container,
        Load = LoadProfiles.OfficeHours,
        Fault = new DatabaseContainerKilled(),
        Alerts = [Page],
        Diagnose =
        [
            DiagnoseExpectation.Blind("Check PostgreSQL pod", because: "a managed database has no pod in the cluster"),
            DiagnoseExpectation.Blind("Check PostgreSQL logs", because: "a managed database has no pod in the cluster"),
            // A killed container gives its address back: whether the network refuses, says that there is no way, or is silent is its own affair.
            DiagnoseExpectation.Tells(
                "Test connection",
                inFault: OutputPattern.Matches("failed: (Connection refused|No route to host|timeout expired)"),
                inHealth: OutputPattern.Contains("(1 row)")),
        ],
        Mitigation = LookAndRestart,
    };
}
