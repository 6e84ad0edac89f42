using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Judging;

/// <summary>Expected alerts fire between their computed bounds and resolve once health is back.</summary>
/// <param name="asked">Those of the scenario's alerts that are asked for; all of them where it is null.</param>
public sealed class AlertJudge(Func<string, bool>? asked = null) : IJudge
{
    public string Name => "alerts";

    public Ruling Rule(TimelineView timeline) =>
        Ruling.Of(timeline.Scenario.Alerts.Where(alert => asked?.Invoke(alert.Alert) ?? true).SelectMany(alert => new[] { Fires(timeline, alert), Resolves(timeline, alert) }));

    private static Check Fires(TimelineView timeline, AlertExpectation expected)
    {
        var bounds = timeline.Timeline.Bounds.First(b => b.Alert == expected.Alert);
        var symptom = timeline.SymptomBegan;
        var firing = timeline.FirstFiring(TimelineView.CorrectedFile, expected.Alert);
        var held = timeline.SymptomHeldFor(expected.Alert, firing)?.At;
        var took = timeline.KnownAt(firing) - held;
        var away = timeline.WithoutReadyPod(held);
        var ceiling = bounds.Ceiling + away;
        var excess = took - ceiling;
        var early = firing?.At - timeline.SymptomPossible < timeline.Soonest(expected.Alert);
        var late = excess > timeline.Tolerance;
        var unread = firing is null && !timeline.RulesWereRead;
        var severity = firing is null || firing.Severity == expected.Severity;
        var remark = late ? $", {Seconds.Plain(excess!.Value)} too late"
            : early ? ", before its time"
            : timeline.SymptomHeldAt(firing?.At)?.At > held ? ", counted from before a break too short for the rule to see"
            : "";
        return new Check
        {
            Name = $"{expected.Alert} fires",
            Aspect = Aspect.Fires,
            Expected = $"firing with severity {expected.Severity} once {timeline.Scenario.Symptom.Broken()}",
            Seen = unread ? "nobody could read the rules, so nothing can be said"
                : symptom is null ? $"{(timeline.IsInjected ? "the symptom never came" : "the fault was not injected")}, so nothing can be said"
                : firing is null ? $"never fired in the {Seconds.Plain(SymptomLength(timeline))} in which {timeline.Scenario.Symptom.Broken()} (last state: {LastState(timeline, expected.Alert)})"
                : $"fired after {Seconds.Plain(took!.Value)} with severity {firing.Severity}{remark}",
            Offset = firing is null ? null : timeline.Offset(firing),
            Took = took,
            Bound = $"{Seconds.Plain(bounds.Floor)} to {Seconds.Plain(ceiling)}{(away > TimeSpan.Zero ? $", {Seconds.Plain(away)} of it for no pod was ready" : "")}",
            Outcome = symptom is null || unread ? Outcome.Inconclusive : firing is null || late || early || !severity ? Outcome.Fail : Outcome.Pass,
        };
    }

    private static Check Resolves(TimelineView timeline, AlertExpectation expected)
    {
        var bounds = timeline.Timeline.Bounds.First(b => b.Alert == expected.Alert);
        var firing = timeline.FirstFiring(TimelineView.CorrectedFile, expected.Alert);
        var ended = firing is null ? null : timeline.Transitions(TimelineView.CorrectedFile, expected.Alert)
            .FirstOrDefault(e => e.State is AlertState.Inactive && e.At > firing.At);
        // What heals ends the errors at once; the window in which the symptom is counted remembers them. What comes back when the alert
        // has ended is another outage.
        var healthy = timeline.WellAgain(until: ended?.At);
        var took = timeline.KnownAt(ended) - healthy?.At;
        var known = firing is not null && healthy is not null;
        var flapped = healthy is not null && timeline.CameBackWithin(bounds.FlappingWindow, healthy.At);
        var ceiling = bounds.ResolveCeiling + (flapped ? bounds.FlappingWindow / 2 : TimeSpan.Zero);
        var early = firing is not null && ended is not null && EndedAmid(timeline, firing.At, ended.At, ceiling);
        return new Check
        {
            Name = $"{expected.Alert} resolves",
            Aspect = Aspect.Resolves,
            Expected = $"not firing any more once {timeline.Scenario.Symptom.Well()}",
            Seen = firing is null ? "it never fired" : healthy is null ? "health never came back"
                : ended is null ? "still firing at the end of the run"
                : early ? $"ended {Seconds.Plain((timeline.WellAgain(until: null) ?? healthy).At - ended.At)} before health was back, with the symptom there all the time"
                : $"resolved after {Seconds.Plain(took!.Value)}",
            Offset = ended is null ? null : timeline.Offset(ended),
            Took = took,
            Bound = $"at most {Seconds.Plain(ceiling)}{(flapped ? ", for it had come back, and the rule remembers flapping" : "")}",
            Outcome = !known ? Outcome.Inconclusive
                : took is { } t && t <= ceiling + timeline.Tolerance && !early ? Outcome.Pass : Outcome.Fail,
        };
    }

    /// <summary>Whether nothing but the rule ended it: a break of the symptom from before the ceiling would have ended it sooner.</summary>
    private static bool EndedAmid(TimelineView timeline, TimeSpan firing, TimeSpan ended, TimeSpan ceiling)
    {
        var from = ended - ceiling - timeline.Tolerance - TimelineView.LongestLook;
        return timeline.IsSymptomThereThroughout(from > firing ? from : firing, ended + TimelineView.LongestLook);
    }

    internal static TimeSpan SymptomLength(TimelineView timeline)
    {
        var end = timeline.SymptomEnded?.At ?? timeline.All<SymptomObserved>().LastOrDefault()?.At;
        return (end - timeline.SymptomBegan?.At) ?? TimeSpan.Zero;
    }

    private static string LastState(TimelineView timeline, string alert) =>
        timeline.Transitions(TimelineView.CorrectedFile, alert).LastOrDefault(e => e.At >= timeline.T0)?.State.ToString().ToLowerInvariant() ?? "inactive";
}
