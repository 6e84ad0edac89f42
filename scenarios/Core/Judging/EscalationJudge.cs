using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Judging;

/// <summary>
/// A page that nobody answers wakes the next one in time and not before. One that is acknowledged or over wakes nobody further, and
/// that is proved only where it would have come to it.
/// </summary>
public sealed class EscalationJudge : IJudge
{
    public string Name => "escalations";

    public Ruling Rule(TimelineView timeline) => Ruling.Of(timeline.Scenario.Alerts.SelectMany(expected => Of(timeline, expected)));

    private static IEnumerable<Check> Of(TimelineView timeline, AlertExpectation expected)
    {
        if (expected.AcknowledgedAfter is not null)
            yield return Acknowledged(timeline, expected.Alert);
        var bounds = timeline.Timeline.Bounds.First(b => b.Alert == expected.Alert);
        foreach (var escalation in expected.Escalations)
        {
            var bound = bounds.Escalations.First(b => b.Team == escalation.Team);
            var told = Told(timeline, expected.Alert, escalation.Team);
            yield return Woken(timeline, expected, escalation, bound, told);
            if (told is null)
                continue;
            foreach (var copy in expected.Copies)
                yield return Copied(timeline, expected.Alert, escalation.Team, copy, told, bounds.NotifyCeiling);
            if (expected.AcknowledgedAfter is null)
                yield return NotificationJudge.ToldOver(timeline, expected.Alert, escalation.Team, bound.OverCeiling);
        }
    }

    private static Check Acknowledged(TimelineView timeline, string alert)
    {
        var done = timeline.All<PageAcknowledged>().LastOrDefault(a => a.Alert == alert);
        return new Check
        {
            Name = $"{alert} is acknowledged",
            Expected = "on-call takes the page on",
            Seen = done?.Detail ?? "nobody did",
            Offset = done is null ? null : timeline.Offset(done),
            Outcome = done is null ? Outcome.Inconclusive : done.Succeeded ? Outcome.Pass : Outcome.Fail,
        };
    }

    private static Check Woken(
        TimelineView timeline, AlertExpectation expected, EscalationExpectation escalation, EscalationBounds bounds, NotificationArrived? told)
    {
        var (outcome, seen) = PageLife.Of(timeline, expected.Alert) is not { } page ? (Outcome.Inconclusive, "the page never fired")
            : told is null ? Asleep(timeline, expected, bounds, page) : Awake(timeline, bounds, page, told.At - page.Began);
        var due = IsDue(timeline, expected, bounds);
        return new Check
        {
            Name = due ? $"{escalation.Team} is woken" : $"{escalation.Team} is not woken",
            Aspect = due ? Aspect.RightTeam : Aspect.SilentOtherwise,
            Expected = $"{expected.Alert} escalates after {PrometheusDuration.Format(escalation.After)} of production time without an answer"
                + (due ? "" : expected.AcknowledgedAfter is null ? ", and is over before" : ", and is acknowledged before"),
            Seen = seen,
            Offset = told is null ? null : timeline.Offset(told),
            Took = told is null ? null : told.At - PageLife.Of(timeline, expected.Alert)?.Began,
            Bound = $"{Seconds.Plain(bounds.Floor)} to {Seconds.Plain(bounds.Ceiling)} after the firing",
            Outcome = outcome,
        };
    }

    private static (Outcome Outcome, string Seen) Awake(TimelineView timeline, EscalationBounds bounds, PageLife page, TimeSpan took)
    {
        if (page.Unanswered < bounds.Floor - timeline.Tolerance)
            return (Outcome.Fail, $"woken {Seconds.Plain(took)} after the firing, though the page was {page.Answer} after {Seconds.Plain(page.Unanswered)}");
        if (took < bounds.Floor - timeline.Tolerance)
            return (Outcome.Fail, $"woken {Seconds.Plain(took)} after the firing, before the time");
        return took > bounds.Ceiling + timeline.Tolerance
            ? (Outcome.Fail, $"woken {Seconds.Plain(took)} after the firing, {Seconds.Plain(took - bounds.Ceiling)} too late")
            : (Outcome.Pass, $"woken {Seconds.Plain(took)} after the firing");
    }

    private static (Outcome Outcome, string Seen) Asleep(TimelineView timeline, AlertExpectation expected, EscalationBounds bounds, PageLife page)
    {
        var answered = $"the page was {page.Answer} after {Seconds.Plain(page.Unanswered)}";
        if (page.Unanswered >= bounds.Ceiling + timeline.Tolerance)
            return (Outcome.Fail, $"not told, and {answered}");
        if (IsDue(timeline, expected, bounds))
            return (Outcome.Inconclusive, $"it never came to that: {answered}");
        if (expected.AcknowledgedAfter is null || Held(timeline) < bounds.Ceiling)
            return (Outcome.Pass, $"asleep: {answered}");
        // Only a rule that fired shows that the acknowledgement held something back.
        var rule = timeline.FirstFiring(TimelineView.EscalationFile, expected.Alert);
        return page.Lasted < bounds.Ceiling || rule is null
            ? (Outcome.Inconclusive, $"asleep, but the rule of the escalation did not fire in the {Seconds.Plain(page.Lasted)} for which the page did, so nothing was held back")
            : (Outcome.Pass, $"asleep: {answered}, and the rule that fired at {Seconds.Signed(timeline.Offset(rule))} reached nobody");
    }

    private static Check Copied(TimelineView timeline, string alert, string team, string copy, NotificationArrived told, TimeSpan within)
    {
        var copied = NotificationJudge.Of(timeline, alert, copy, "firing").FirstOrDefault(n => n.At >= told.At - timeline.Tolerance);
        var after = copied?.At - told.At;
        return new Check
        {
            Name = $"{copy} gets a copy of the page to {team}",
            Aspect = Aspect.RightTeam,
            Expected = $"{alert} firing",
            Seen = after is { } late ? $"{Seconds.Signed(late)} after {team} was told" : "no notification",
            Offset = copied is null ? null : timeline.Offset(copied),
            Bound = $"at most {Seconds.Plain(within)} after {team}",
            Outcome = after <= within + timeline.Tolerance ? Outcome.Pass : Outcome.Fail,
        };
    }

    /// <summary>By the scenario: the fault is held beyond the latest moment, and nobody answers before the earliest.</summary>
    private static bool IsDue(TimelineView timeline, AlertExpectation expected, EscalationBounds bounds) =>
        Held(timeline) >= bounds.Ceiling
        && (expected.AcknowledgedAfter is not { } after || new TimeScale(timeline.Timeline.Speed).Scale(after) >= bounds.Ceiling);

    private static TimeSpan Held(TimelineView timeline) => new TimeScale(timeline.Timeline.Speed).Scale(timeline.Scenario.Hold);

    private static NotificationArrived? Told(TimelineView timeline, string alert, string team) =>
        NotificationJudge.Of(timeline, alert, team, "firing").FirstOrDefault(n => n.At >= timeline.T0);

    /// <summary>What became of a page.</summary>
    /// <param name="Began">The firing.</param>
    /// <param name="Lasted">How long it fired.</param>
    /// <param name="Unanswered">How long it fired without an acknowledgement.</param>
    /// <param name="Answer">What ended that.</param>
    private sealed record PageLife(TimeSpan Began, TimeSpan Lasted, TimeSpan Unanswered, string Answer)
    {
        public static PageLife? Of(TimelineView timeline, string alert)
        {
            if (timeline.KnownAt(timeline.FirstFiring(TimelineView.CorrectedFile, alert)) is not { } began)
                return null;
            var over = timeline.Transitions(TimelineView.CorrectedFile, alert).FirstOrDefault(e => e.State is AlertState.Inactive && e.At > began)?.At;
            var acknowledged = timeline.All<PageAcknowledged>().FirstOrDefault(a => a.Alert == alert && a.Succeeded && a.At > began)?.At;
            var lasted = (over ?? timeline.Timeline.Events[^1].At) - began;
            return acknowledged - began < lasted
                ? new PageLife(began, lasted, acknowledged!.Value - began, "acknowledged")
                : new PageLife(began, lasted, lasted, over is null ? "still firing" : "over");
        }
    }
}
