using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Recordings;

/// <summary>Leaves out of a timeline what no rule is judged by, so that a recording stays small.</summary>
public static class RecordedTimeline
{
    public static Timeline Of(Timeline timeline)
    {
        var kept = new List<TimelineEvent>();
        SymptomObserved? before = null;
        SymptomObserved? written = null;
        foreach (var occurrence in timeline.Events)
        {
            if (occurrence is SymptomObserved look)
            {
                if (before is null || (before.Healthy, before.Broken, before.Acute) != (look.Healthy, look.Broken, look.Acute))
                {
                    // Until when it was as before, too: a break is as long as from there.
                    if (before is not null && before != written)
                        kept.Add(before);
                    kept.Add(written = look);
                }

                before = look;
            }
            else if (Plain(occurrence) is { } plain)
            {
                kept.Add(plain);
            }
        }

        // How long the last state lasted, too.
        if (before is not null && before != written)
            kept.Add(before);
        return timeline with { Events = [.. kept.OrderBy(e => e.At)] };
    }

    private static TimelineEvent? Plain(TimelineEvent occurrence) => occurrence switch
    {
        AlertObserved alert => alert with { Detail = "" },
        FaultInjected or FaultObserved or FaultUndone or MitigationDone or PhaseStarted or PhaseFailed or RulesPolled => occurrence,
        _ => null,
    };
}
