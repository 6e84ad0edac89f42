namespace ValeoChaos.Core.Load;

/// <summary>When each request is due and which one it is; a pure function of profile and seed.</summary>
public sealed class ArrivalSchedule(LoadProfile profile)
{
#pragma warning disable CA5394 // Spacing of load is no secret.
    private readonly Random random = new(profile.Seed);
    private readonly int weights = profile.Requests.Sum(r => r.Weight);
    private TimeSpan due = TimeSpan.Zero;

    /// <summary>The next arrival, as offset from the start of the run.</summary>
    public (TimeSpan Due, RequestTemplate Request) Next()
    {
        var gap = profile.Spacing is ArrivalSpacing.Even ? 1 : -Math.Log(1 - random.NextDouble());
        due += TimeSpan.FromSeconds(gap / profile.ArrivalRate);
        return (due, Pick(random.Next(weights)));
    }
#pragma warning restore CA5394

    private RequestTemplate Pick(int ticket)
    {
        foreach (var request in profile.Requests)
        {
            ticket -= request.Weight;
            if (ticket < 0)
                return request;
        }

        return profile.Requests[^1];
    }
}
