using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Scenarios;

/// <summary>Section 2 of the runbook: the P95 is over half a second.</summary>
public static class LatencyHigh
{
    private static readonly AlertExpectation Page = new()
    {
        Alert = "LatencyHigh",
        Severity = "warning",
        Teams = ["primary-on-call"],
        // The shorter of the rule's two windows.
        Remembers = TimeSpan.FromMinutes(2.5),
        Escalations = [Escalation.DatabaseTeam, Escalation.Cto],
    };

    /// <summary>An index is gone from a table of realistic size; statements ask it for each of their lines.</summary>
    public static Scenario SlowQueries { get; } = new()
    {
        Alert = "LatencyHigh",
        Name = "slow-queries",
        Summary = "the index that customers' orders are found by is gone",
        Cause = "Slow Database Queries",
        Section = 2,
        Symptom = Symptom.Latency,
        Database = DatabaseForm.Pod,
        Load = LoadProfiles.MonthEnd,
        Fault = new SlowQueries(Rows: 400_000),
        Alerts = [Page],
        Diagnose =
        [
            DiagnoseExpectation.Tells("Check resource usage", inFault: OutputPattern.Matches(BusyDatabase), inHealth: OutputPattern.Misses(BusyDatabase)) with { Lags = TopLags },
            DiagnoseExpectation.Tells("Check database slow queries", inFault: OutputPattern.Matches(SlowStatement), inHealth: OutputPattern.Misses(SlowStatement)) with { Remembers = true },
            AutoscalerIsBlind("the database is busy and not the application"),
        ],
        Mitigation = new MitigationPlan
        {
            Steps = [new MitigationStepPlan(1, MitigationAction.ScaleUp, Heals: false), new MitigationStepPlan(2, MitigationAction.CreateIndex)],
            RestoresWithinMachineTime = TimeSpan.FromSeconds(30),
        },
    };

    /// <summary>Three tenths of a core or more; at month end with its index it takes a tenth.</summary>
    private const string BusyDatabase = @"^postgresql-\S+\s+([3-9]\d\d|\d{4,})m";

    /// <summary>The kubelet looks every ten to fifteen seconds, and <c>kubectl top</c> shows the average between two looks.</summary>
    private static TimeSpan TopLags => TimeSpan.FromSeconds(20);

    /// <summary>Ten milliseconds or more on average; with its index it takes a small part of one.</summary>
    private const string SlowStatement = @"FROM orders WHERE customer_id = \$1 AND article_id = \$2 +\| +\d{2,}\.";

    /// <summary>A twentieth of all periods or more; a pod that has all it needs is never held back.</summary>
    private const string HeldBack = @"in ([5-9]|[1-9]\d|100) %";

    /// <summary>Each pod may take too little of a processor.</summary>
    public static Scenario CpuLimit { get; } = new()
    {
        Alert = "LatencyHigh",
        Name = "cpu-limit",
        Summary = "the processor limit of valeo-erp is too low for its work",
        Cause = "Resource-Limits erreicht",
        Section = 2,
        Symptom = Symptom.Latency,
        Database = DatabaseForm.Pod,
        Load = LoadProfiles.PriceLists,
        Fault = new CpuLimited(LoadProfiles.PriceList, TimeSpan.FromMilliseconds(800)),
        // Nobody shall be paged for the rollouts that set the limit and raise it.
        MostSpeed = 10,
        Alerts = [Page],
        Diagnose =
        [
            DiagnoseExpectation.Blind("Check resource usage", "it shows what pods use and not what they are held back from", OutputPattern.Matches(@"^valeo-erp-\S+\s+\d{2,3}m")) with
            {
                Corrected = new CorrectedCommand(
                    "kubectl exec -n production deploy/valeo-erp -- sh -c 'cat /sys/fs/cgroup/cpu.stat /sys/fs/cgroup/cpu/cpu.stat 2>/dev/null' | awk '/nr_periods/ {p = $2} /nr_throttled/ {t = $2} END {printf \"held back in %d %% of all periods\", p ? 100 * t / p : 0}'",
                    OutputPattern.Matches(HeldBack), OutputPattern.Misses(HeldBack)),
            },
            DatabaseIsWell,
            AutoscalerIsBlind("pods that are held back use less and not more"),
        ],
        Mitigation = new MitigationPlan
        {
            Steps = [new MitigationStepPlan(3, MitigationAction.RaiseLimits)],
            RestoresWithinMachineTime = TimeSpan.FromSeconds(60),
        },
    };

    /// <summary>
    /// Some more labels than three pods can print, and less than two thirds of what five can: a pod prints 11.8 a second, see
    /// <c>fixtures/images/valeo-erp/app/labels.py</c>.
    /// </summary>
    public static Scenario HighLoad { get; } = new()
    {
        Alert = "LatencyHigh",
        Name = "high-load",
        Summary = "more labels are to be printed than three pods can",
        Cause = "High Load",
        Section = 2,
        Symptom = Symptom.Latency,
        Database = DatabaseForm.Pod,
        Load = LoadProfiles.Packing,
        Fault = new HighLoad(LoadProfiles.ShippingLabel, Rate: 36),
        // Nobody shall be paged while two more pods start beside three that have all hands full.
        MostSpeed = 10,
        Alerts = [Page],
        Diagnose =
        [
            DiagnoseExpectation.Tells("Check resource usage", inFault: OutputPattern.Matches(BusyPod), inHealth: OutputPattern.Misses(BusyPod)) with { Lags = TopLags, ShowsCause = true },
            DatabaseIsWell,
            DiagnoseExpectation.Tells("Check HPA status", inFault: OutputPattern.Matches(OverTarget), inHealth: OutputPattern.Misses(OverTarget)) with { Lags = TopLags, ShowsCause = true },
        ],
        Mitigation = new MitigationPlan
        {
            Steps = [new MitigationStepPlan(1, MitigationAction.ScaleUp)],
            RestoresWithinMachineTime = TimeSpan.FromSeconds(60),
        },
    };

    /// <summary>A tenth of a core or more: the labels alone take it. Where hardly any are printed, a pod takes a quarter of it.</summary>
    private const string BusyPod = @"^valeo-erp-\S+\s+\d{3,}m";

    /// <summary>At its target, the autoscaler would do nothing.</summary>
    private const string OverTarget = @"(8[1-9]|9\d|\d{3,})%/80%";

    /// <summary>Every answer of the database takes longer to arrive; both ends are well.</summary>
    public static Scenario DatabaseLatency { get; } = new()
    {
        Alert = "LatencyHigh",
        Name = "database-latency",
        Summary = "every answer of the database takes 25 ms longer to arrive",
        Cause = "Slow Database Queries",
        Section = 2,
        Symptom = Symptom.Latency,
        Database = DatabaseForm.Pod,
        Load = LoadProfiles.MonthEnd,
        Fault = new DatabaseLatency(TimeSpan.FromMilliseconds(25), TimeSpan.FromMilliseconds(5)),
        Alerts = [Page],
        Diagnose =
        [
            DiagnoseExpectation.Blind("Check resource usage", "nobody works more, all wait", OutputPattern.Matches(@"^valeo-erp-\S+\s+\d{1,3}m")),
            DatabaseIsWell with
            {
                Corrected = new CorrectedCommand(
                    "kubectl exec -n production deploy/valeo-erp -- python -c \"import time; from sqlalchemy import text; from app.core.database_pg import engine; c = engine.connect(); t = time.perf_counter(); c.execute(text('SELECT 1')); print(round((time.perf_counter() - t) * 1000), 'ms')\"",
                    OutputPattern.Matches(LateAnswer), OutputPattern.Misses(LateAnswer)),
            },
            AutoscalerIsBlind("nobody works more, all wait"),
        ],
        Mitigation = new MitigationPlan
        {
            Steps =
            [
                new MitigationStepPlan(2, MitigationAction.CreateIndex, Heals: false),
                new MitigationStepPlan(null, MitigationAction.MendNetwork),
            ],
            RestoresWithinMachineTime = TimeSpan.FromSeconds(30),
        },
    };

    /// <summary>The same fault outlasts the half hour after which the database team is woken.</summary>
    public static Scenario DatabaseLatencyUnanswered { get; } = DatabaseLatency.Unanswered(Escalation.DatabaseTeam.After);

    /// <summary>Nineteen milliseconds or more for a statement that takes no time; the way to the database takes less than one.</summary>
    private const string LateAnswer = @"^(19|[2-9]\d|\d{3,}) ms";

    private static DiagnoseExpectation DatabaseIsWell => DiagnoseExpectation.Blind(
        "Check database slow queries", "PostgreSQL itself answers as fast as ever", OutputPattern.Misses(SlowStatement));

    private static DiagnoseExpectation AutoscalerIsBlind(string because) =>
        DiagnoseExpectation.Blind("Check HPA status", because, OutputPattern.Matches(@"valeo-erp\s+\S+\s+1?\d?\d%/80%"));
}
