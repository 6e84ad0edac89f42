using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Judging;

/// <summary>The right people were told in time, nobody else was, and all of them heard that it is over.</summary>
public sealed class NotificationJudge : IJudge
{
    public string Name => "notifications";

    public Ruling Rule(TimelineView timeline) =>
        Ruling.Of(timeline.Scenario.Alerts.SelectMany(alert =>
            alert.Teams.SelectMany(team => new[] { Told(timeline, alert.Alert, team), ToldOver(timeline, alert.Alert, team) })
                .Append(NobodyElse(timeline, alert.Alert, alert.Teams))));

    private static Check Told(TimelineView timeline, string alert, string team)
    {
        var bounds = timeline.Timeline.Bounds.First(b => b.Alert == alert);
        var firing = timeline.FirstFiring(TimelineView.CorrectedFile, alert);
        var told = Of(timeline, alert, team, "firing").FirstOrDefault(n => n.At >= timeline.T0);
        // The observer may see the firing up to one look after Alertmanager has already sent.
        var took = Positive(told?.At - firing?.At);
        return new Check
        {
            Name = $"{team} is paged",
            Aspect = Aspect.RightTeam,
            Expected = $"{alert} firing",
            Seen = told is null ? "no notification" : took is { } t ? $"told {Seconds.Plain(t)} after the firing" : "told, and the firing was not seen",
            Offset = told is null ? null : timeline.Offset(told),
            Took = took,
            Bound = $"at most {Seconds.Plain(bounds.NotifyCeiling)} after the firing",
            Outcome = firing is null && told is null ? Outcome.Inconclusive
                : took is { } d && d <= bounds.NotifyCeiling + TimelineView.Tolerance ? Outcome.Pass : Outcome.Fail,
        };
    }

    private static Check ToldOver(TimelineView timeline, string alert, string team)
    {
        var bounds = timeline.Timeline.Bounds.First(b => b.Alert == alert);
        var told = Of(timeline, alert, team, "firing").FirstOrDefault(n => n.At >= timeline.T0);
        var over = told is null ? null : Of(timeline, alert, team, "resolved").FirstOrDefault(n => n.At > told.At);
        var ended = told is null ? null
            : timeline.Transitions(TimelineView.CorrectedFile, alert).FirstOrDefault(e => e.State is AlertState.Inactive && e.At > told.At);
        var took = Positive(over?.At - ended?.At);
        return new Check
        {
            Name = $"{team} hears that it is over",
            Aspect = Aspect.Resolves,
            Expected = $"{alert} resolved",
            Seen = over is null ? "no resolved notification" : took is { } t ? $"told {Seconds.Plain(t)} after the end" : "told, and the end was not seen",
            Offset = over is null ? null : timeline.Offset(over),
            Took = took,
            Bound = $"at most {Seconds.Plain(bounds.ResolvedNotifyCeiling)} after the end",
            Outcome = told is null || ended is null ? Outcome.Inconclusive
                : took is { } d && d <= bounds.ResolvedNotifyCeiling + TimelineView.Tolerance ? Outcome.Pass : Outcome.Fail,
        };
    }

    private static Check NobodyElse(TimelineView timeline, string alert, IReadOnlyList<string> teams)
    {
        var others = timeline.All<NotificationArrived>()
            .Where(n => n.Alert == alert && n.Route != "record-only" && !teams.Contains(n.Route)).Select(n => n.Route).Distinct().ToList();
        return new Check
        {
            Name = "nobody else is paged",
            Aspect = Aspect.SilentOtherwise,
            Expected = $"only {string.Join(", ", teams)}",
            Seen = others.Count == 0 ? "nobody else" : string.Join(", ", others),
            Outcome = others.Count == 0 ? Outcome.Pass : Outcome.Fail,
        };
    }

    private static IEnumerable<NotificationArrived> Of(TimelineView timeline, string alert, string team, string status) =>
        timeline.All<NotificationArrived>().Where(n => n.Alert == alert && n.Route == team && n.Status == status);

    private static TimeSpan? Positive(TimeSpan? value) => value < TimeSpan.Zero ? TimeSpan.Zero : value;
}
