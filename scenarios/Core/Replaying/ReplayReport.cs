using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.Reporting;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Replaying;

/// <summary>When one alert fired in a replay, and when the live rule of that name did. All at the speed of the run.</summary>
/// <param name="Expected">By the scenario; otherwise it is a false alarm.</param>
/// <param name="FiredAt">From the injection; null where it never did.</param>
/// <param name="Took">From the moment since which the symptom was there.</param>
/// <param name="ResolvedAt">From the injection; null where it never fired, or was firing at the end.</param>
/// <param name="LiveFiredAt">From the injection, by the corrected rules as they were; null where they did not.</param>
public sealed record ReplayedAlert(string Alert, bool Expected, TimeSpan? FiredAt, TimeSpan? Took, TimeSpan? ResolvedAt, TimeSpan? LiveFiredAt);

/// <summary>One recording as the rules would have had it.</summary>
/// <param name="Name">The recording's folder.</param>
public sealed record ReplayedRun(string Name, Recording Recording, IReadOnlyList<ReplayedRules> Replayed)
{
    public Timeline Timeline => field ??= ReplayJudge.Timeline(Recording, Replayed);

    public Verdict Verdict => field ??= ReplayJudge.Decide(Timeline, Replayed);

    /// <summary>The alerts of the required rules that were expected or fired.</summary>
    public IReadOnlyList<ReplayedAlert> Alerts => field ??= [.. Timeline.Rules.Where(r => r.File == TimelineView.CorrectedFile).Select(r => r.Alert).Distinct()
        .Select(Alert).Where(a => a.Expected || a.FiredAt is not null)];

    private ReplayedAlert Alert(string alert)
    {
        var view = new TimelineView(Timeline);
        var transitions = view.Transitions(TimelineView.CorrectedFile, alert).ToList();
        var firing = view.FirstFiring(TimelineView.CorrectedFile, alert) ?? transitions.Find(e => e.State is AlertState.Firing);
        var ended = firing is null ? null : transitions.Find(e => e.At > firing.At && e.State is AlertState.Inactive);
        var live = new TimelineView(Recording.Timeline);
        return new ReplayedAlert(
            alert, Timeline.Scenario.Alerts.Any(a => a.Alert == alert), firing is null ? null : view.Offset(firing),
            firing?.At - view.SymptomHeldFor(alert, firing)?.At, ended is null ? null : view.Offset(ended),
            live.FirstFiring(TimelineView.CorrectedFile, alert) is { } fired ? live.Offset(fired) : null);
    }
}

/// <summary>All recordings against one set of rules.</summary>
public sealed record ReplayReport(IReadOnlyList<ReplayRules> Rules, IReadOnlyList<ReplayedRun> Runs)
{
    private readonly HashSet<string> alerts = [.. Runs.SelectMany(r => r.Timeline.Rules).Where(r => r.File == TimelineView.CorrectedFile).Select(r => r.Alert)];

    /// <summary>Rows in the order of the runs.</summary>
    public CoverageMatrix Matrix => field ??= CoverageMatrix.Of(
        Runs.Select(run => new MatrixRun(run.Timeline.Scenario, run.Verdict, "")), [], DateOnly.MaxValue, scenario => ReplayJudge.Asked(scenario, alerts));

    /// <summary>Rules that decide otherwise at the speed of a recording than in production, whatever is said of them here.</summary>
    public IEnumerable<string> Warnings => Runs.SelectMany(r => r.Replayed).SelectMany(r => r.Rules.Warnings).Select(w => w.ToString()).Distinct();

    /// <summary>Alerts that can fire in none of the recordings, whatever the moment: their silence is no sign of health.</summary>
    public IEnumerable<string> Mute => Runs.SelectMany(run => run.Replayed).GroupBy(replayed => replayed.Rules.Rules).SelectMany(group => group
        .Select(replayed => replayed.Played.Mute.Select(rule => (rule.Line, rule.Alert))).Aggregate((all, one) => all.Intersect(one)).Order()
        .Select(rule => $"{group.Key.PlainSource}, line {rule.Line}: {rule.Alert}"));

    /// <summary>Alerts that recordings expect and the rules do not have, which is not asked of them.</summary>
    public IEnumerable<string> Missing => Runs.SelectMany(r => r.Timeline.Scenario.Alerts).Select(a => a.Alert).Distinct().Where(a => !alerts.Contains(a)).Order(StringComparer.Ordinal);
}
