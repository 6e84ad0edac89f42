namespace ValeoChaos.Core.Load;

/// <summary>One request that is due.</summary>
/// <param name="Due">Offset from the start of the run.</param>
/// <param name="Request">Index into the profile's requests.</param>
public readonly record struct Arrival(TimeSpan Due, int Request);

/// <summary>When each request of the open model is due and which one it is; a pure function of profile and seed.</summary>
public sealed class ArrivalSchedule(LoadProfile profile)
{
#pragma warning disable CA5394 // Spacing of load is no secret.
    private readonly Random random = new(profile.Seed);
    private readonly LoadPlan plan = new(profile);
    private readonly int weights = profile.Requests.Sum(r => r.Weight);
    private readonly int[] credits = new int[profile.Requests.Count];
    private double arrivals;

    /// <summary>The next arrival; null where the steps have no more.</summary>
    /// <remarks>Gaps are drawn in arrivals and turned into time by the plan, so one rule serves a constant rate and a ramp.</remarks>
    public Arrival? Next()
    {
        arrivals += profile.Spacing is ArrivalSpacing.Even ? 1 : -Math.Log(1 - random.NextDouble());
        return plan.MomentOf(arrivals) is { } due ? new Arrival(due, Pick()) : null;
    }

#pragma warning restore CA5394

    /// <summary>
    /// Index of a request: smooth weighted round-robin. Drawn by lot, a kind that is one in six would now and then be missing for
    /// seconds, and a fault that only it shows with it.
    /// </summary>
    public int Pick()
    {
        var chosen = 0;
        for (var i = 0; i < credits.Length; i++)
        {
            credits[i] += profile.Requests[i].Weight;
            if (credits[i] > credits[chosen])
                chosen = i;
        }

        credits[chosen] -= weights;
        return chosen;
    }
}
