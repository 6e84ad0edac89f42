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
        Escalations = [Escalation.Cto],
        // A database that has just come back meets everybody who waited for it, and /readyz may fail once more.
        FlappingWindow = TimeSpan.FromMinutes(3),
        // A pod that leaves is silent, too.
        UnansweredFor = TimeSpan.FromSeconds(30),
    };

    private static readonly MitigationPlan LookAndRestart = new()
    {
        Steps = [new MitigationStepPlan(1, MitigationAction.InspectDatabase), new MitigationStepPlan(2, MitigationAction.RestartDatabase)],
        RestoresWithinMachineTime = TimeSpan.FromSeconds(30),
    };

    private const string Running = @"^postgresql-\S+\s+1/1\s+Running";

    /// <summary>Five sessions or more; in health a lock is held for a moment by one.</summary>
    private const string WaitingForLocks = @"^ active\s+\| Lock\s+\| +([5-9]|\d{2,})";

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
            DiagnoseExpectation.Tells("Check PostgreSQL pod", inFault: OutputPattern.Lacks("1/1"), inHealth: OutputPattern.Matches(Running)),
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

    /// <summary>A report forgets its transaction, whose lock keeps every connection of the application's pool waiting.</summary>
    public static Scenario ConnectionPoolExhausted { get; } = new()
    {
        Alert = "DatabaseDown",
        Name = "connection-pool-exhausted",
        Summary = "a forgotten transaction holds a lock and the application's pool runs dry",
        Cause = "Connection-Pool exhausted",
        Section = 4,
        Database = DatabaseForm.Pod,
        Load = LoadProfiles.OfficeHours,
        Fault = new ConnectionPoolExhausted(ConnectionLimit.Pool),
        Alerts = [Page],
        Diagnose = PostgreSqlItselfIsWell(
            "PostgreSQL runs and takes connections; it is the application's pool that has none left",
            new CorrectedCommand(
                "psql -h $DB_HOST -U $DB_USER -d valeo_erp -c \"SELECT state, wait_event_type, count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' GROUP BY 1, 2;\"",
                OutputPattern.Matches(WaitingForLocks), OutputPattern.Misses(WaitingForLocks))),
        Mitigation = new MitigationPlan
        {
            Steps = [new MitigationStepPlan(1, MitigationAction.InspectDatabase), new MitigationStepPlan(4, MitigationAction.EndIdleTransactions)],
            RestoresWithinMachineTime = TimeSpan.FromSeconds(30),
        },
    };

    /// <summary>Packets between application and database vanish; both ends are well.</summary>
    public static Scenario NetworkPartition { get; } = new()
    {
        Alert = "DatabaseDown",
        Name = "network-partition",
        Summary = "packets between valeo-erp and PostgreSQL are dropped",
        Cause = "Network-Partition",
        Section = 4,
        Database = DatabaseForm.Pod,
        Load = LoadProfiles.OfficeHours,
        Fault = new DatabasePartitioned(),
        Alerts = [Page],
        Diagnose = PostgreSqlItselfIsWell(
            "PostgreSQL is well and the on-call workstation reaches it by another way than the application",
            new CorrectedCommand(
                "kubectl exec -n production deploy/valeo-erp -- timeout 5 python -c \"from app.core.database_pg import engine; engine.connect()\"",
                OutputPattern.Fails, OutputPattern.Succeeds)),
        Mitigation = new MitigationPlan
        {
            Steps =
            [
                new MitigationStepPlan(1, MitigationAction.InspectDatabase),
                new MitigationStepPlan(2, MitigationAction.RestartDatabase, Heals: false),
                new MitigationStepPlan(null, MitigationAction.MendNetwork),
            ],
            RestoresWithinMachineTime = TimeSpan.FromSeconds(30),
        },
    };

    /// <summary>The Secret holds a password that PostgreSQL refuses, and the pods were restarted with it.</summary>
    public static Scenario WrongCredentials { get; } = new()
    {
        Alert = "DatabaseDown",
        Name = "wrong-credentials",
        Summary = "the application's Secret holds a password that PostgreSQL refuses",
        Cause = "Prüfe Credentials in Secret",
        Section = 4,
        Database = DatabaseForm.Pod,
        // Two rollouts, of which the second is the mitigation's: what they delay is no cause of a page.
        Load = LoadProfiles.Noon,
        MostSpeed = 10,
        Fault = new WrongCredentials(RestartMode.Rolling),
        // The pod that cannot log in ends with the mitigation. Where it ends between the probes of its /readyz and its /healthz it looks
        // like one that hangs, for a look and a decision more.
        Alerts = [Page with { Remembers = TimeSpan.FromSeconds(45) }],
        Diagnose =
        [
            DiagnoseExpectation.Blind("Check PostgreSQL pod", "PostgreSQL itself is well", OutputPattern.Matches(Running)),
            DiagnoseExpectation.Tells(
                "Check PostgreSQL logs", inFault: OutputPattern.Contains("password authentication failed"), inHealth: OutputPattern.Contains("ready to accept connections"))
                with { Remembers = true },
            DiagnoseExpectation.Blind("Test connection", "the on-call engineer's own credentials are right", OutputPattern.Contains("(1 row)")),
        ],
        Mitigation = new MitigationPlan
        {
            Steps = [new MitigationStepPlan(1, MitigationAction.InspectDatabase), new MitigationStepPlan(3, MitigationAction.CorrectCredentials)],
            RestoresWithinMachineTime = TimeSpan.FromSeconds(30),
        },
    };

    private static IReadOnlyList<DiagnoseExpectation> PostgreSqlItselfIsWell(string because, CorrectedCommand connection) =>
    [
        DiagnoseExpectation.Blind("Check PostgreSQL pod", because, OutputPattern.Matches(Running)),
        DiagnoseExpectation.Blind("Check PostgreSQL logs", because, OutputPattern.Contains("ready to accept connections")),
        DiagnoseExpectation.Blind("Test connection", because, OutputPattern.Contains("(1 row)")) with { Corrected = connection },
    ];
}
