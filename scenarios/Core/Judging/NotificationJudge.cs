using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Judging;

/// <summary>The right people were told in time, nobody else was, and all of them heard that it is over.</summary>
public sealed class NotificationJudge : IJudge
{
    public string Name => "notifications";

    public Ruling Rule(TimelineView timeline) =>
        Ruling.Of(timeline.Scenario.Alerts.SelectMany(expected => Of(timeline, expected)));

    private static IEnumerable<Check> Of(TimelineView timeline, AlertExpectation expected)
    {
        var bounds = timeline.Timeline.Bounds.First(b => b.Alert == expected.Alert);
        foreach (var (route, name) in expected.Teams.Select(t => (t, "is paged")).Concat(expected.Copies.Select(c => (c, "gets a copy of the page"))))
        {
            yield return Told(timeline, expected.Alert, route, name);
            // A silence holds the end back as well: an acknowledged page is closed by whoever took it on.
            if (expected.AcknowledgedAfter is null)
                yield return ToldOver(timeline, expected.Alert, route, bounds.ResolvedNotifyCeiling);
        }

        yield return NobodyElse(timeline, expected);
    }

    private static Check Told(TimelineView timeline, string alert, string team, string name)
    {
        var bounds = timeline.Timeline.Bounds.First(b => b.Alert == alert);
        var firing = timeline.FirstFiring(TimelineView.CorrectedFile, alert);
        var told = Of(timeline, alert, team, "firing").FirstOrDefault(n => n.At >= timeline.T0);
        var took = told?.At - firing?.At;
        return new Check
        {
            Name = $"{team} {name}",
            Aspect = Aspect.RightTeam,
            Expected = $"{alert} firing",
            Seen = told is null ? "no notification" : took is { } t ? $"told {When(t)} the firing" : "told, and the firing was not seen",
            Offset = told is null ? null : timeline.Offset(told),
            Took = Positive(took),
            Bound = $"at most {Seconds.Plain(bounds.NotifyCeiling)} after the firing",
            Outcome = firing is null && (told is null || !timeline.RulesWereRead) || (told is null && !timeline.ReceiversWereRead) ? Outcome.Inconclusive
                : IsWithin(took, bounds.NotifyCeiling + timeline.Tolerance) ? Outcome.Pass : Outcome.Fail,
        };
    }

    internal static Check ToldOver(TimelineView timeline, string alert, string team, TimeSpan within)
    {
        var told = Of(timeline, alert, team, "firing").FirstOrDefault(n => n.At >= timeline.T0);
        var over = told is null ? null : Of(timeline, alert, team, "resolved").FirstOrDefault(n => n.At > told.At);
        var ended = told is null ? null
            : timeline.Transitions(TimelineView.CorrectedFile, alert).FirstOrDefault(e => e.State is AlertState.Inactive && e.At > told.At);
        var took = over?.At - ended?.At;
        return new Check
        {
            Name = $"{team} hears that it is over",
            Aspect = Aspect.Resolves,
            Expected = $"{alert} resolved",
            Seen = over is null ? "no resolved notification" : took is { } t ? $"told {When(t)} the end" : "told, and the end was not seen",
            Offset = over is null ? null : timeline.Offset(over),
            Took = Positive(took),
            Bound = $"at most {Seconds.Plain(within)} after the end",
            Outcome = told is null || ended is null || (over is null && !timeline.ReceiversWereRead) ? Outcome.Inconclusive
                : IsWithin(took, within + timeline.Tolerance) ? Outcome.Pass : Outcome.Fail,
        };
    }

    /// <summary>Copies page nobody, and whether an escalation was due is judged with its time.</summary>
    private static Check NobodyElse(TimelineView timeline, AlertExpectation expected)
    {
        string[] known = [Routes.RecordOnly, .. expected.Teams, .. expected.Copies, .. expected.Escalations.Select(e => e.Team)];
        var others = timeline.All<NotificationArrived>().Where(n => n.Alert == expected.Alert).Select(n => n.Route).Except(known).ToList();
        return new Check
        {
            Name = "nobody else is paged",
            Aspect = Aspect.SilentOtherwise,
            Expected = $"only {string.Join(", ", expected.Teams)}",
            Seen = others.Count == 0 ? "nobody else" : string.Join(", ", others),
            Outcome = others.Count == 0 ? Outcome.Pass : Outcome.Fail,
        };
    }

    internal static IEnumerable<NotificationArrived> Of(TimelineView timeline, string alert, string team, string status) =>
        timeline.All<NotificationArrived>().Where(n => n.Alert == alert && n.Route == team && n.Status == status);

    /// <summary>Alertmanager may have sent before the observer's look was over, and no earlier: who is told before the end that it is over goes back to bed.</summary>
    private static bool IsWithin(TimeSpan? took, TimeSpan most) => took >= -TimelineView.LongestLook && took <= most;

    private static string When(TimeSpan took) =>
        took < -TimelineView.LongestLook ? $"{Seconds.Plain(-took)} before" : $"{Seconds.Plain(Positive(took)!.Value)} after";

    private static TimeSpan? Positive(TimeSpan? value) => value < TimeSpan.Zero ? TimeSpan.Zero : value;
}
