using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Load;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Tests.Judging;

/// <summary>A recording of a run in which everything went as it should; tests change one thing and look at the verdict.</summary>
internal static class Recording
{
    public const string Corrected = "corrected.yml";

    public static Scenario Scenario { get; } = new()
    {
        Alert = "DatabaseDown",
        Name = "golden",
        Summary = "a run that went well",
        Section = 4,
        Database = DatabaseForm.Pod,
        Load = new LoadProfile { Name = "some", ArrivalRate = 10, MinimumRate = 9, Requests = [new RequestTemplate("GET", "/")] },
        Fault = new DatabasePodStopped(),
        Alerts = [new AlertExpectation { Alert = "DatabaseDown", Severity = "critical", Teams = ["database-team"] }],
        Diagnose = [DiagnoseExpectation.Tells("Test connection", OutputPattern.Contains("refused"), OutputPattern.Contains("(1 row)"))],
        Mitigation = new MitigationPlan { Steps = [new MitigationStepPlan(2, MitigationAction.RestartDatabase)], RestoresWithinMachineTime = TimeSpan.FromSeconds(10) },
    };

    public static Timeline Good => new()
    {
        Scenario = Scenario,
        Speed = 20,
        StartedAt = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero),
        Rules =
        [
            new LoadedRule("runbook.yml", "DatabaseDown", "up == 0", "critical", 34, TimeSpan.FromSeconds(3)),
            new LoadedRule(Corrected, "DatabaseDown", "probe == 503", "critical", 7, TimeSpan.FromSeconds(3)),
            new LoadedRule(Corrected, "Other", "vector(0) > 1", "warning", 20, TimeSpan.Zero),
        ],
        Bounds = [new AlertBounds("DatabaseDown", S(3), S(5.25), S(0), S(2.25), S(0.5))],
        Versions = new Dictionary<string, string>(),
        RerunCommand = "dotnet run -- again",
        Events =
        [
            At(0, new PhaseStarted(Phase.Prepare)), At(0.1, new SymptomObserved(true, false, "3 pods 200")),
            At(0.2, new PhaseStarted(Phase.Gate)), At(2, Command(DiagnoseMoment.Health, 0, "(1 row)")),
            At(10, new PhaseStarted(Phase.Inject)), At(10, new FaultInjected("database-pod-stopped", "all")),
            At(10.5, new FaultObserved(true, "0 endpoints")), At(10.6, new SymptomObserved(false, true, "3 pods 503")),
            At(11.5, new AlertObserved(Corrected, "DatabaseDown", AlertState.Pending, "critical", "")),
            At(14.5, new AlertObserved(Corrected, "DatabaseDown", AlertState.Firing, "critical", "")),
            At(14.6, Notified("database-team", "firing")), At(14.6, Notified("slack", "firing")), At(14.6, Notified("email", "firing")),
            At(18, Command(DiagnoseMoment.Fault, 2, "Connection refused")),
            At(19, new SymptomObserved(false, true, "3 pods 503")), At(19.1, new PhaseStarted(Phase.Mitigate)),
            At(19.3, new MitigationDone(2, "Restart PostgreSQL falls nötig", 140, true, "restarted")),
            At(22, new SymptomObserved(true, false, "3 pods 200")),
            At(23.5, new AlertObserved(Corrected, "DatabaseDown", AlertState.Inactive, "critical", "")),
            At(23.6, Notified("database-team", "resolved")), At(23.6, Notified("slack", "resolved")), At(23.6, Notified("email", "resolved")),
            At(24, Command(DiagnoseMoment.After, 0, "(1 row)")),
            At(25, new PhaseStarted(Phase.Undo)), At(25.1, new FaultUndone(true, "gone")),
            At(26, new LoadMeasured("test", 10, 9.9, 9, 260, 200, 60, 0, new Dictionary<string, long> { ["200"] = 200 }, 5, 20)),
            At(27, new RulesPolled(100, 0, ["runbook.yml/DatabaseDown", $"{Corrected}/DatabaseDown", $"{Corrected}/Other"])), At(27, new NotificationsRead(true, "6 notifications until the end")),
        ],
    };

    public static Timeline Without<T>(this Timeline timeline, Func<T, bool>? which = null)
        where T : TimelineEvent => timeline with { Events = [.. timeline.Events.Where(e => e is not T t || !(which?.Invoke(t) ?? true))] };

    public static Timeline With(this Timeline timeline, double at, TimelineEvent occurrence) =>
        timeline with { Events = [.. timeline.Events.Append(At(at, occurrence)).OrderBy(e => e.At)] };

    public static Timeline Moved<T>(this Timeline timeline, double to, Func<T, bool> which)
        where T : TimelineEvent => timeline with { Events = [.. timeline.Events.Select(e => e is T t && which(t) ? e with { At = S(to) } : e).OrderBy(e => e.At)] };

    /// <summary>The same run, from its hold on so much later.</summary>
    public static Timeline HeldLonger(this Timeline timeline, double seconds) =>
        timeline with { Events = [.. timeline.Events.Select(e => e.At >= S(18) ? e with { At = e.At + S(seconds) } : e)] };

    public static NotificationArrived Notified(string route, string status) => new(route, status, "DatabaseDown", "critical", "{}");

    public static CommandRan Command(DiagnoseMoment moment, int exit, string output) =>
        new(moment, "Test connection", "psql -c 'SELECT 1;'", 130, exit, output, "", S(0.2));

    private static TimelineEvent At(double seconds, TimelineEvent occurrence) => occurrence with { At = S(seconds) };

    private static TimeSpan S(double seconds) => TimeSpan.FromSeconds(seconds);
}
