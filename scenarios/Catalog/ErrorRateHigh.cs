using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Scenarios;

/// <summary>Section 1 of the runbook: more than 5 % of the API's requests fail.</summary>
public static class ErrorRateHigh
{
    private static readonly AlertExpectation Page = new()
    {
        Alert = "ErrorRateHigh",
        Severity = "critical",
        Teams = ["primary-on-call"],
        // The shorter of the rule's two windows.
        Remembers = TimeSpan.FromMinutes(2.5),
        Escalations = [Escalation.TeamLead, Escalation.Cto],
    };

    /// <summary>Connections to PostgreSQL break once they have carried some answers; a new one always works.</summary>
    public static Scenario DatabaseConnectionsBroken { get; } = new()
    {
        Alert = "ErrorRateHigh",
        Name = "database-connections-broken",
        Summary = "connections to PostgreSQL break half way through larger answers",
        Cause = "Database-Connection-Fehler",
        Section = 1,
        Symptom = Symptom.Errors,
        Database = DatabaseForm.Pod,
        Load = LoadProfiles.Noon,
        // Each request that fails costs PostgreSQL a new process, beside which probes with the time-outs of 20x are too late on a slow machine.
        MostSpeed = 10,
        Fault = new DatabaseConnectionsBroken(AfterBytes: 2500),
        Alerts = [Page],
        Diagnose =
        [
            Logs("database unavailable"),
            Connects("a new connection works; it breaks when it has carried more"),
            Failed(503),
        ],
        Mitigation = new MitigationPlan
        {
            Steps =
            [
                new MitigationStepPlan(1, MitigationAction.InspectReadiness),
                new MitigationStepPlan(2, MitigationAction.InspectDatabaseConnection),
                new MitigationStepPlan(4, MitigationAction.InspectCredentialsAndPool, Heals: false),
                new MitigationStepPlan(null, MitigationAction.MendNetwork),
            ],
            RestoresWithinMachineTime = TimeSpan.FromSeconds(30),
        },
    };

    /// <summary>The service that gives shipping rates is gone; everything else works.</summary>
    public static Scenario UpstreamDown { get; } = new()
    {
        Alert = "ErrorRateHigh",
        Name = "upstream-down",
        Summary = "the service that gives shipping rates is gone",
        Cause = "Upstream-Service-Ausfall",
        Section = 1,
        Symptom = Symptom.Errors,
        Database = DatabaseForm.Pod,
        Load = LoadProfiles.Shipping,
        Fault = new UpstreamDown(),
        Alerts = [Page],
        Diagnose = [Logs("carrier rates unavailable"), Connects("it asks the database, which is well"), Failed(502)],
        Mitigation = new MitigationPlan
        {
            Steps = [new MitigationStepPlan(1, MitigationAction.InspectReadiness, Heals: false), new MitigationStepPlan(null, MitigationAction.StartUpstream)],
            RestoresWithinMachineTime = TimeSpan.FromSeconds(30),
        },
    };

    /// <summary>The same fault outlasts the hour after which the CTO is told.</summary>
    public static Scenario UpstreamDownUnanswered { get; } = UpstreamDown.Unanswered(Escalation.Cto.After);

    private const string Traceback = "ERROR (uvicorn.error Exception in ASGI application|valeo GET /api/v1/articles failed)";

    /// <summary>A new version is ready and fails for some inputs.</summary>
    public static Scenario BadRelease { get; } = new()
    {
        Alert = "ErrorRateHigh",
        Name = "bad-release",
        Summary = "a new version is rolled out that fails for some inputs",
        Cause = "Bug in neuem Deployment",
        Section = 1,
        Symptom = Symptom.Errors,
        Database = DatabaseForm.Pod,
        Load = LoadProfiles.OfficeHours,
        Fault = new BadRelease(),
        // Nobody shall be paged for the rollout itself, whose pods are slow while the next one starts.
        MostSpeed = 10,
        Alerts = [Page],
        Diagnose =
        [
            DiagnoseExpectation.ByChance(
                "Check error logs",
                "the tracebacks of one failure are more than two hundred lines, so the last hundred may hold no line with ERROR",
                inHealth: OutputPattern.Misses(Traceback),
                new CorrectedCommand(
                    "kubectl logs -n production -l app=valeo-erp --tail=1000 | grep ERROR", OutputPattern.Matches(Traceback), OutputPattern.Misses(Traceback)) { Remembers = true }),
            Connects("it asks the database, which is well"),
            Failed(500),
        ],
        Mitigation = new MitigationPlan
        {
            Steps = [new MitigationStepPlan(1, MitigationAction.InspectReadiness), new MitigationStepPlan(3, MitigationAction.RollBack)],
            RestoresWithinMachineTime = TimeSpan.FromSeconds(45),
        },
    };

    private static DiagnoseExpectation Logs(string line) =>
        DiagnoseExpectation.Tells("Check error logs", inFault: OutputPattern.Contains(line), inHealth: OutputPattern.Lacks(line)) with { Remembers = true };

    private static DiagnoseExpectation Connects(string because) => DiagnoseExpectation.Blind("Check database connectivity", because, OutputPattern.Succeeds);

    /// <summary>It counts from a pod's start, and a single request fails for its own reasons now and then: ten and more of the fault's own kind are its sign.</summary>
    private static DiagnoseExpectation Failed(int status) => DiagnoseExpectation.Tells(
        "Check metrics",
        inFault: OutputPattern.Matches(FormattableString.Invariant($@"endpoint=""/api/v1/[^""]+"",method=""[A-Z]+"",status=""{status}""\}} [1-9]\d+")),
        inHealth: OutputPattern.Matches(@"status=""200""\} [1-9]")) with { Remembers = true };
}
