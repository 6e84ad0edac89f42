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
    private double arrivals;

    /// <summary>The next arrival; null where the steps have no more.</summary>
    /// <remarks>Gaps are drawn in arrivals and turned into time by the plan, so one rule serves a constant rate and a ramp.</remarks>
    public Arrival? Next()
    {
        arrivals += profile.Spacing is ArrivalSpacing.Even ? 1 : -Math.Log(1 - random.NextDouble());
        return plan.MomentOf(arrivals) is { } due ? new Arrival(due, Pick()) : null;
    }

    /// <summary>Index of a request, drawn by weight.</summary>
    public int Pick()
    {
        var ticket = random.Next(weights);
        for (var i = 0; i < profile.Requests.Count; i++)
        {
            ticket -= profile.Requests[i].Weight;
            if (ticket < 0)
                return i;
        }

        return profile.Requests.Count - 1;
    }
#pragma warning restore CA5394
}
