using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Replaying;

/// <summary>What promtool made of one set of rules on a recording.</summary>
/// <param name="Played">Those of the rules that it evaluated.</param>
public sealed record ReplayedRules(ScaledReplayRules Rules, PlayedRules Played, ReplayGrid Grid, ReplayAnswer Answer)
{
    /// <summary>Moments at which an alert changed, and what every alert was at first.</summary>
    /// <param name="from">What was before is of other runs.</param>
    public IEnumerable<(DateTimeOffset At, AlertObserved Alert)> Transitions(DateTimeOffset from)
    {
        var now = Rules.Loaded.DistinctBy(rule => rule.Alert).ToDictionary(rule => rule.Alert, rule => new AlertObserved(rule.File, rule.Alert, AlertState.Inactive, rule.Severity, ""));
        var begun = false;
        foreach (var moment in Grid.Moments)
        {
            var at = Grid.At(moment);
            if (!begun && at > from)
            {
                begun = true;
                foreach (var first in now.Values)
                    yield return (from, first);
            }

            foreach (var seen in now.Values.Select(before => Seen(before, moment)).Where(seen => seen.State != now[seen.Alert].State).ToList())
            {
                now[seen.Alert] = seen;
                if (begun)
                    yield return (at, seen);
            }
        }
    }

    /// <summary>Rules of one name are one alert, as in Alertmanager: it fires if one of them does.</summary>
    private AlertObserved Seen(AlertObserved before, TimeSpan moment)
    {
        var counts = Answer.Active.GetValueOrDefault(moment, []).Where(count => count.Alert == before.Alert).ToList();
        return counts.MaxBy(count => count.State) is { } most
            ? before with { State = most.State, Severity = most.Severity, Detail = string.Join("; ", counts.Select(Words)) }
            : before with { State = AlertState.Inactive, Detail = "" };
    }

    private static string Words(AlertCount count) =>
        FormattableString.Invariant($"{count.State.ToString().ToLowerInvariant()}, {count.Series} series, severity {(count.Severity.Length > 0 ? count.Severity : "none")}");
}

/// <summary>Judges recordings as if the rules had run live: the same judges over a timeline whose alerts are the replay's.</summary>
/// <remarks>
/// A sample carries the time at which its scrape began, and came when the scrape had ended: an evaluation in between missed it live and
/// sees it in a replay. So a replay may be an evaluation earlier than life, and what is too early is judged by that.
/// </remarks>
public static class ReplayJudge
{
    public static Timeline Timeline(Recording recording, IReadOnlyList<ReplayedRules> replayed)
    {
        var live = recording.Timeline;
        var alerts = replayed.SelectMany(r => r.Transitions(live.StartedAt)).Select(t => (TimelineEvent)(t.Alert with { At = t.At - live.StartedAt }));
        var loaded = replayed.SelectMany(r => r.Rules.Loaded).ToList();
        var looks = replayed.Min(r => r.Answer.Error.Length > 0 ? 0 : r.Grid.Evaluations);
        var polled = new RulesPolled(looks, 0, [.. loaded.Select(r => $"{r.File}/{r.Alert}").Distinct()]) { At = recording.Until - live.StartedAt };
        return live with
        {
            // What is not proved on a lab, a replay may prove.
            Scenario = live.Scenario with { Waivers = [] },
            Rules = loaded,
            Bounds = [.. live.Bounds.Select(bounds => bounds with { Floor = bounds.Floor - recording.EvaluationInterval })],
            Events = [.. live.Events.Where(e => e is not (AlertObserved or RulesPolled)).Concat(alerts).Append(polled).OrderBy(e => e.At)],
        };
    }

    /// <exception cref="InvalidOperationException">No rules.</exception>
    public static Verdict Decide(Timeline timeline, IReadOnlyList<ReplayedRules> replayed)
    {
        var required = timeline.Rules.Where(r => r.File == TimelineView.CorrectedFile).Select(r => r.Alert).ToHashSet();
        List<IJudge> judges =
        [
            new EvaluationJudge(replayed), new SteadyStateJudge(), new FaultJudge(), new AlertJudge(required.Contains), new SilenceJudge(),
            new CalmBeforeJudge(), new RunbookRuleJudge(),
        ];
        return Judge.Decide(timeline, judges);
    }

    /// <summary>The questions that a replay answers: who is told, and what people do about it, no recording holds.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="alerts">Names of the alerts that the rules have.</param>
    public static IEnumerable<Aspect> Asked(Scenario scenario, IReadOnlySet<string> alerts) =>
        scenario.Alerts.Any(a => alerts.Contains(a.Alert)) ? [Aspect.Fires, Aspect.SilentOtherwise, Aspect.Resolves] : [Aspect.SilentOtherwise];

    /// <summary>A rule that Prometheus cannot evaluate neither fires nor is silent.</summary>
    private sealed class EvaluationJudge(IReadOnlyList<ReplayedRules> replayed) : IJudge
    {
        public string Name => "evaluation";

        public Ruling Rule(TimelineView timeline) => Ruling.Of(replayed.Select(r => new Check
        {
            Name = $"{r.Rules.Rules.Source} evaluated",
            Aspect = r.Rules.Rules.Role is ReplayRole.Required ? Aspect.SilentOtherwise : Aspect.Ground,
            Expected = "an answer of every rule at every evaluation",
            Seen = r.Answer.Error.Length > 0 ? r.Answer.Error : $"{r.Grid.Evaluations} evaluations",
            Outcome = r.Answer.Error.Length == 0 ? Outcome.Pass : r.Rules.Rules.Role is ReplayRole.Required ? Outcome.Fail : Outcome.Inconclusive,
        }));
    }

    /// <summary>An alert that is there before its cause is no proof of it.</summary>
    private sealed class CalmBeforeJudge : IJudge
    {
        public string Name => "calm before";

        public Ruling Rule(TimelineView timeline) => Ruling.Of(timeline.Scenario.Alerts.Select(a => a.Alert)
            .Where(alert => timeline.Transitions(TimelineView.CorrectedFile, alert).LastOrDefault(e => e.At < timeline.T0)?.State is AlertState.Firing)
            .Select(alert => new Check
            {
                Name = $"{alert} calm before the fault",
                Aspect = Aspect.SilentOtherwise,
                Expected = "not firing while all is well",
                Seen = "it fired before the injection",
                Outcome = Outcome.Fail,
            }));
    }
}
