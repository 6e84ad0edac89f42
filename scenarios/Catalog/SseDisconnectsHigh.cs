using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Scenarios;

/// <summary>Section 3 of the runbook: more than ten streams are lost in five minutes.</summary>
public static class SseDisconnectsHigh
{
    private static readonly AlertExpectation Page = new()
    {
        Alert = "SSEDisconnectsHigh",
        Severity = "warning",
        Teams = ["primary-on-call"],
        // The rule's memory, beyond the five minutes for which a loss counts as a symptom.
        Remembers = TimeSpan.FromMinutes(5.5),
        Escalations = [Escalation.PlatformTeam, Escalation.Cto],
    };

    /// <summary>
    /// Losses that go on until somebody ends them: the rule remembers them for longer than the escalation waits, so on-call takes the
    /// page on before anybody further is woken.
    /// </summary>
    private static readonly AlertExpectation TakenOn = Page with { AcknowledgedAfter = TimeSpan.FromSeconds(30) };

    /// <summary>The process in each pod is killed once, and the streams are back a moment later.</summary>
    public static Scenario PodRestarts { get; } = new()
    {
        Alert = "SSEDisconnectsHigh",
        Name = "pod-restarts",
        Summary = "the process in every pod is killed once under 40 open streams",
        Cause = "Pod-Restarts",
        Section = 3,
        Symptom = Symptom.StreamsLost,
        Database = DatabaseForm.Pod,
        Load = LoadProfiles.ShopFloor,
        Fault = new PodRestarts(RestartKind.Killed),
        Alerts = [Page],
        Diagnose =
        [
            DiagnoseExpectation.Tells("Check pod restarts", inFault: OutputPattern.Matches(@"^valeo-erp-\S+\s+1/1\s+Running\s+[1-9]"), inHealth: OutputPattern.Matches(@"^valeo-erp-\S+\s+1/1\s+Running\s+0")) with { Remembers = true },
            OpenStreams("the streams are open again when on-call looks"),
            DiagnoseExpectation.Blind("Check ingress logs", "what it says of the restart has left the last hundred lines", OutputPattern.Contains("GET /api/v1/")),
        ],
        Mitigation = new MitigationPlan
        {
            Steps = [new MitigationStepPlan(1, MitigationAction.InspectPods)],
            HealsItself = true,
            RestoresWithinMachineTime = TimeSpan.FromSeconds(30),
        },
    };

    /// <summary>A middlebox between ingress and application forgets connections that last.</summary>
    public static Scenario NetworkIssue { get; } = new()
    {
        Alert = "SSEDisconnectsHigh",
        Name = "network-issue",
        Summary = "connections between the ingress and valeo-erp are reset when they last",
        Cause = "Network-Issues",
        Section = 3,
        Symptom = Symptom.StreamsLost,
        Database = DatabaseForm.Pod,
        Load = LoadProfiles.ShopFloor,
        Fault = new IngressConnectionsReset(AfterPackets: 14),
        Alerts = [TakenOn],
        Diagnose =
        [
            DiagnoseExpectation.Blind("Check pod restarts", "the pods are well", OutputPattern.Matches(@"^valeo-erp-\S+\s+1/1\s+Running\s+0")),
            DiagnoseExpectation.ByChance(
                "Check SSE metrics",
                "it counts on one pod who is connected now, and clients come back a moment after each reset; the answer is so large that it may be reset itself",
                inHealth: OutputPattern.Matches(StreamsOfOrders)),
            // A stream is logged when it ends, and in health none does.
            DiagnoseExpectation.Tells("Check ingress logs", inFault: OutputPattern.Matches(EndedStream), inHealth: OutputPattern.Misses(EndedStream)) with { Remembers = true },
        ],
        Mitigation = new MitigationPlan
        {
            Steps =
            [
                new MitigationStepPlan(1, MitigationAction.InspectPods),
                new MitigationStepPlan(3, MitigationAction.InspectNetworkPolicies, Heals: false),
                new MitigationStepPlan(null, MitigationAction.MendIngressNetwork),
            ],
            RestoresWithinMachineTime = TimeSpan.FromSeconds(45),
        },
    };

    /// <summary>The ingress ends streams that are silent for less than the time between two keepalives.</summary>
    public static Scenario LoadBalancerTimeout { get; } = new()
    {
        Alert = "SSEDisconnectsHigh",
        Name = "load-balancer-timeout",
        Summary = "the ingress's read time-out is below the time between two keepalives",
        Cause = "Load-Balancer-Timeout",
        Section = 3,
        Symptom = Symptom.StreamsLost,
        Database = DatabaseForm.Pod,
        Load = LoadProfiles.ShopFloor,
        Fault = new IngressCutsStreams(TimeSpan.FromSeconds(2)),
        Alerts = [Page],
        Diagnose =
        [
            DiagnoseExpectation.Blind("Check pod restarts", "the pods are well", OutputPattern.Matches(@"^valeo-erp-\S+\s+1/1\s+Running\s+0")),
            OpenStreams("clients come back a second after each cut"),
            DiagnoseExpectation.Tells("Check ingress logs", inFault: OutputPattern.Matches("upstream timed out"), inHealth: OutputPattern.Lacks("upstream timed out")) with { Remembers = true },
        ],
        Mitigation = new MitigationPlan
        {
            Steps = [new MitigationStepPlan(2, MitigationAction.CorrectIngressTimeouts)],
            RestoresWithinMachineTime = TimeSpan.FromSeconds(45),
        },
    };

    /// <summary>The same fault outlasts the ten minutes after which the platform team is woken.</summary>
    public static Scenario LoadBalancerTimeoutUnanswered { get; } = LoadBalancerTimeout.Unanswered(Escalation.PlatformTeam.After);

    private const string EndedStream = "GET /api/stream/";

    private static DiagnoseExpectation OpenStreams(string because) =>
        DiagnoseExpectation.Blind("Check SSE metrics", because, OutputPattern.Matches(StreamsOfOrders));

    private const string StreamsOfOrders = @"^sse_connections_active\{channel=""orders""\} \d";
}
