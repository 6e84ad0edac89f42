using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Judging;

/// <summary>Closed world: a corrected rule nobody expected to fire fails the scenario.</summary>
public sealed class SilenceJudge : IJudge
{
    public string Name => "silence";

    public Ruling Rule(TimelineView timeline)
    {
        var expected = timeline.Scenario.Alerts.Select(a => a.Alert).ToHashSet(StringComparer.Ordinal);
        var others = timeline.Timeline.Rules.Where(r => r.File == TimelineView.CorrectedFile && !expected.Contains(r.Alert)).Select(r => r.Alert);
        var intruders = timeline.All<AlertObserved>()
            .Where(e => e.File == TimelineView.CorrectedFile && e.State is AlertState.Firing && !expected.Contains(e.Alert)).ToList();
        var pages = timeline.All<NotificationArrived>().Where(n => n.Route != Routes.RecordOnly && n.Status != NotificationArrived.Malformed && !expected.Contains(n.Alert)).ToList();
        var seen = intruders.Select(e => $"{e.Alert} fired at {Seconds.Signed(timeline.Offset(e))}")
            .Concat(expected.SelectMany(alert => AgainWithoutSymptom(timeline, alert)).Select(e => $"{e.Alert} fired again at {Seconds.Signed(timeline.Offset(e))}, without its symptom"))
            .Concat(pages.Select(n => $"{n.Route} was told of {n.Alert} at {Seconds.Signed(timeline.Offset(n))}")).ToList();
        var watched = timeline.All<RulesPolled>().LastOrDefault() is { Succeeded: > 0 };
        var cut = WhyCutShort(timeline);
        return Ruling.Of(new Check
        {
            Name = "nothing else fires",
            Aspect = Aspect.SilentOtherwise,
            Expected = expected.Count == 0 ? "silence of every corrected rule" : $"silence of {(others.Any() ? string.Join(", ", others) : "everything else")}",
            Seen = seen.Count > 0 ? string.Join("; ", seen) : !watched ? "nobody listened" : cut is null ? "silent" : $"silent, but not watched to the end: {cut}",
            Outcome = seen.Count > 0 ? timeline.LacksItsFault ? Outcome.Inconclusive : Outcome.Fail : watched && cut is null ? Outcome.Pass : Outcome.Inconclusive,
        });
    }

    /// <summary>Who was told that it is over would be woken once more for nothing.</summary>
    private static IEnumerable<AlertObserved> AgainWithoutSymptom(TimelineView timeline, string alert)
    {
        var changes = timeline.Transitions(TimelineView.CorrectedFile, alert).Where(e => e.State is not AlertState.Pending)
            .SkipWhile(e => e.State is not AlertState.Firing || e.At < timeline.T0).ToList();
        return changes.Zip(changes.Skip(1)).Where(pair => pair.Second.State is AlertState.Firing && !timeline.IsBrokenWithin(pair.First.At, pair.Second.At))
            .Select(pair => pair.Second);
    }

    /// <summary>Of a quiet day the watch is all there is; what else is cut short lacks other answers.</summary>
    private static string? WhyCutShort(TimelineView timeline) => !timeline.Scenario.IsQuiet ? null
        : timeline.Start(Phase.Hold) is null ? "the watch did not begin" : timeline.WhyFailed(Phase.Hold);
}
