using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Judging;

/// <summary>The questions judges ask of a timeline.</summary>
public sealed class TimelineView(Timeline timeline)
{
    /// <summary>The rules that must be right; every other file is judged beside it.</summary>
    public const string CorrectedFile = "corrected.yml";

    public const string RunbookFile = "runbook.yml";

    /// <summary>
    /// Neither column: an escalation repeats a corrected alert under its own name, later and to somebody else. Whom it reached is in
    /// the notifications, and one that nobody expects is a page to somebody else.
    /// </summary>
    public const string EscalationFile = "escalation.yml";

    /// <summary>Machine time. What a look saw is told of when the look is over, and on a busy machine it was so that long before.</summary>
    public static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(2);

    /// <summary>The one tolerance of all bounds.</summary>
    public TimeSpan Tolerance => timeline.Tolerance;

    public Timeline Timeline => timeline;

    public Scenario Scenario => timeline.Scenario;

    public TimeSpan T0 => timeline.T0;

    public IEnumerable<T> All<T>()
        where T : TimelineEvent => timeline.Events.OfType<T>();

    public TimeSpan Offset(TimelineEvent occurrence) => occurrence.At - T0;

    public TimeSpan? Start(Phase phase) => All<PhaseStarted>().FirstOrDefault(e => e.Phase == phase)?.At;

    public bool Failed(Phase phase) => All<PhaseFailed>().Any(e => e.Phase == phase);

    public string? WhyFailed(Phase phase) => All<PhaseFailed>().FirstOrDefault(e => e.Phase == phase)?.Reason;

    /// <summary>Where somebody cut the run short; null where it went to its end.</summary>
    public Phase? CutShort => All<PhaseFailed>().FirstOrDefault(e => e.Reason == PhaseFailed.Cancelled)?.Phase;

    /// <summary>Share of failed looks at the rules, and of the time without one, above which silence proves nothing.</summary>
    public const double BlindShare = 0.2;

    /// <summary>Whether somebody read the rules most of the time; only then did one that was not seen to fire not fire.</summary>
    public bool RulesWereRead => All<RulesPolled>().LastOrDefault() is { } polls && polls.Succeeded > 0
        && polls.Failed <= (polls.Succeeded + polls.Failed) * BlindShare && !(polls.Blind > polls.At * BlindShare);

    /// <summary>Whether all that the receivers got is known; only then was one that is not known to be told not told.</summary>
    public bool ReceiversWereRead => All<NotificationsRead>().LastOrDefault() is { ToTheEnd: true };

    public bool FaultTookEffect => All<FaultObserved>().Any(e => e.InEffect);

    public bool IsInjected => All<FaultInjected>().Any();

    /// <summary>The system was not well enough for its fault: what it did has no cause to be judged by.</summary>
    public bool LacksItsFault => Scenario.Fault is not null && !IsInjected;

    /// <summary>First moment after the injection at which the symptom was there. What was before, or without one, is not the fault's.</summary>
    public SymptomObserved? SymptomBegan => IsInjected ? All<SymptomObserved>().FirstOrDefault(e => e.Broken && e.At >= T0) : null;

    /// <summary>
    /// From when on the symptom may have been there: a check that hangs makes the look that first sees it slow, and Prometheus may have
    /// seen it before that look was over.
    /// </summary>
    public TimeSpan? SymptomPossible => SymptomBegan is { } began ? TimeSpan.FromTicks(Math.Max((began.At - began.Took).Ticks, T0.Ticks)) : null;

    /// <summary>
    /// Since when the symptom was there without a break at a moment: a rule's <c>for</c> begins anew with every healthy look, and a pool
    /// runs dry pod by pod. A lull in traffic is no break while the window that the rule looks at still holds the symptom.
    /// </summary>
    /// <param name="moment">Null for the symptom's last look.</param>
    /// <param name="atLeast">It was there for so long by then; a break after that was too short for the rule to see.</param>
    public SymptomObserved? SymptomHeldAt(TimeSpan? moment, TimeSpan atLeast = default)
    {
        if (SymptomBegan is not { } began)
            return null;
        var until = (moment ?? All<SymptomObserved>().Last(e => e.Broken).At) - atLeast;
        return All<SymptomObserved>().Where(e => e.Healthy && e.At >= T0 && e.At <= until && !(e.Broken && IsSymptomThereAt(e.At)))
            .Select(healthy => All<SymptomObserved>().FirstOrDefault(e => e.Broken && e.At >= healthy.At))
            .LastOrDefault(cameBack => cameBack?.At <= until) ?? began;
    }

    /// <summary>Less than this after the symptom no rule fires that keeps its <c>for</c>. Nothing where the scenario does not expect the alert.</summary>
    public TimeSpan Soonest(string alert) => timeline.Bounds.FirstOrDefault(b => b.Alert == alert) is { } bounds ? bounds.Floor - Tolerance : TimeSpan.Zero;

    /// <summary>
    /// Since when the symptom was there for the rule that fires, the moment from which a time to detect counts. A break of it too short
    /// for the rule to see does not make it early.
    /// </summary>
    /// <param name="alert">The alert's name.</param>
    /// <param name="firing">Null where it never fired, for the symptom's last look.</param>
    public SymptomObserved? SymptomHeldFor(string alert, AlertObserved? firing) => SymptomHeldAt(firing?.At, atLeast: Soonest(alert));

    /// <summary>
    /// Machine time from a moment on in which no pod was ready. Lost streams count for their rule once clients can come back, and how
    /// long pods take for that is the machine's doing on any clock.
    /// </summary>
    public TimeSpan WithoutReadyPod(TimeSpan? from)
    {
        if (Scenario.Symptom is not Symptom.StreamsLost)
            return TimeSpan.Zero;
        // Pods that were well are not asked at each look, so the first at which the streams are gone may not know it yet.
        var gone = All<SymptomObserved>().FirstOrDefault(e => e.NoneReady && e.At >= from && e.At <= from + LongestLook);
        var back = All<SymptomObserved>().FirstOrDefault(e => !e.NoneReady && e.At > gone?.At);
        return (back?.At - from) ?? TimeSpan.Zero;
    }

    /// <summary>First healthy look after the last broken one.</summary>
    public SymptomObserved? SymptomEnded
    {
        get
        {
            var last = All<SymptomObserved>().LastOrDefault(e => e.Broken && e.At >= T0);
            return last is null ? null : All<SymptomObserved>().FirstOrDefault(e => e.Healthy && e.At > last.At);
        }
    }

    /// <summary>
    /// First healthy look after the last at which the symptom was there; a window that remembers the symptom is none. Of the looks
    /// before <paramref name="until"/> where it is given.
    /// </summary>
    public SymptomObserved? WellAgain(TimeSpan? until)
    {
        var last = All<SymptomObserved>().LastOrDefault(e => e.Acute && e.At >= T0 && !(e.At >= until));
        return last is null ? null : All<SymptomObserved>().FirstOrDefault(e => e.Healthy && e.At > last.At);
    }

    /// <summary>
    /// When the run itself begins to disturb the health that a mitigation brought: with the diagnose commands after it, some of which
    /// start an interpreter in a pod that serves, or else with Undo. What these stir up says nothing about what healed.
    /// </summary>
    public TimeSpan? Disturbed => All<CommandRan>().Where(e => e.Moment is DiagnoseMoment.After).Select(e => (TimeSpan?)(e.At - e.Duration)).Min() ?? Start(Phase.Undo);

    /// <summary>Whether the symptom was away and came back in the time before a moment.</summary>
    public bool CameBackWithin(TimeSpan before, TimeSpan moment)
    {
        var looks = All<SymptomObserved>().Where(e => e.At >= T0 && e.At < moment).SkipWhile(e => !e.Acute);
        return looks.SkipWhile(e => !e.Healthy || e.At < moment - before).Any(e => e.Acute);
    }

    /// <summary>Whether the symptom is there at a moment; that it was away for no longer than a lull counts as there.</summary>
    public bool IsSymptomThereAt(TimeSpan moment) => SymptomAt(moment) is { Acute: true } || All<SymptomObserved>().Any(
        e => e.Acute && e.At >= T0 && e.At <= moment && e.At > moment - LoadSymptomProbe.LongestLull(Scenario.Symptom));

    /// <summary>Whether the symptom was there at every look from one moment to another; where it stays away longer than a lull, it was not.</summary>
    public bool IsSymptomThereThroughout(TimeSpan from, TimeSpan to)
    {
        var looks = All<SymptomObserved>().ToList();
        return looks.Where(e => e.At > from && e.At <= to).Select(e => e.At).Prepend(from).All(IsThere);

        bool IsThere(TimeSpan at)
        {
            var now = looks.FindLastIndex(e => e.At <= at);
            if (now < 0 || looks[now].Acute)
                return now >= 0;
            var last = looks.FindLastIndex(now, e => e.Acute);
            if (last < 0 || looks.Find(e => e.Acute && e.At > at) is not { } back)
                return false;
            // Of looks alike an old recording holds the first only.
            var since = looks[last + 1].At - Observers.Heartbeat;
            return back.At - (looks[last].At > since ? looks[last].At : since) <= LoadSymptomProbe.LongestLull(Scenario.Symptom);
        }
    }

    /// <summary>Whether any look from one moment to another counts the symptom, the one that still held at the first included.</summary>
    public bool IsBrokenWithin(TimeSpan from, TimeSpan to) =>
        SymptomAt(from) is { Broken: true } || All<SymptomObserved>().Any(e => e.Broken && e.At >= from && e.At <= to);

    /// <summary>The last look at the symptom before a moment.</summary>
    public SymptomObserved? SymptomAt(TimeSpan moment) => All<SymptomObserved>().LastOrDefault(e => e.At <= moment);

    public IEnumerable<AlertObserved> Transitions(string file, string alert) =>
        All<AlertObserved>().Where(e => e.File == file && e.Alert == alert);

    /// <summary>When an alert had changed at the latest: whoever was told of it may have been so before the observer's look at it was over.</summary>
    /// <returns>Null where it did not change.</returns>
    public TimeSpan? KnownAt(AlertObserved? transition)
    {
        if (transition is null)
            return null;
        var status = transition.State is AlertState.Firing ? "firing" : "resolved";
        return All<NotificationArrived>()
            .Where(n => n.Alert == transition.Alert && n.Status == status && n.Route != Routes.RecordOnly && n.At >= transition.At - LongestLook)
            .Select(n => n.At).Append(transition.At).Min();
    }

    public AlertObserved? FirstFiring(string file, string alert) =>
        Transitions(file, alert).FirstOrDefault(e => e.State is AlertState.Firing && e.At >= T0);
}
