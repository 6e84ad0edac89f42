namespace ValeoChaos.Core.Load;

/// <summary>
/// A profile's steps laid out in time: the rate of arrivals and the number of copies are straight lines within each stretch,
/// so that every count can be computed and none needs to be simulated.
/// </summary>
public sealed class LoadPlan
{
    private readonly List<Stretch> stretches = [];

    /// <exception cref="ArgumentException">The steps cannot be laid out; the message says which and why.</exception>
    public LoadPlan(LoadProfile profile)
    {
        var (start, rate, copies, count) = (0.0, 0.0, 0.0, 0.0);
        if (profile.Steps.Count == 0)
            throw Wrong(profile, "has no step; give it one, an Inject say");
        foreach (var (step, index) in profile.Steps.Select((s, i) => (s, i)))
        {
            if (step.Length is null && index < profile.Steps.Count - 1)
                throw Wrong(profile, $"step {index + 1} has no duration, and only the last may run until stopped");
            if (step.Length <= TimeSpan.Zero)
                throw Wrong(profile, $"step {index + 1} must last longer than nothing");
            var length = step.Length?.TotalSeconds ?? double.PositiveInfinity;
            var stretch = step switch
            {
                Inject s => new Stretch(start, length, s.Rate, s.Rate, 0, 0, count),
                RampingInject s => new Stretch(start, length, rate, s.Rate, 0, 0, count),
                KeepConstant s => new Stretch(start, length, 0, 0, s.Copies, s.Copies, count),
                RampingConstant s => new Stretch(start, length, 0, 0, copies, s.Copies, count),
                Pause => new Stretch(start, length, 0, 0, 0, 0, count),
                _ => throw Wrong(profile, $"step {index + 1} is of an unknown kind, {step.GetType().Name}"),
            };
            if (stretch.RateTo < 0 || stretch.CopiesTo < 0 || !double.IsFinite(stretch.RateTo))
                throw Wrong(profile, $"step {index + 1} asks for less than nothing");
            stretches.Add(stretch);
            (rate, copies) = (stretch.RateTo, stretch.CopiesTo);
            (start, count) = (start + length, count + stretch.Count(length));
        }

        Length = double.IsFinite(start) ? TimeSpan.FromSeconds(start) : null;
    }

    /// <summary>Null: until stopped.</summary>
    public TimeSpan? Length { get; }

    /// <summary>Copies alone set the pace; no request is ever due.</summary>
    public bool Closed => stretches.All(s => s is { RateFrom: 0, RateTo: 0 });

    /// <summary>Requests that are due up to a moment by the steps of the open model.</summary>
    public double ArrivalsUntil(TimeSpan moment)
    {
        var at = moment.TotalSeconds;
        return stretches.LastOrDefault(s => s.Start < at) is { } last ? last.CountBefore + last.Count(Math.Min(at - last.Start, last.Length)) : 0;
    }

    /// <summary>When the given number of arrivals is complete; null where the steps never get there.</summary>
    public TimeSpan? MomentOf(double arrivals)
    {
        foreach (var stretch in stretches)
        {
            var within = arrivals - stretch.CountBefore;
            // A hair of tolerance: the last arrival of a ramp falls on its very end.
            if (within <= stretch.Count(stretch.Length) * (1 + 1e-12))
                return new TimeSpan((long)Math.Round((stretch.Start + stretch.Invert(within)) * TimeSpan.TicksPerSecond));
        }

        return null;
    }

    /// <summary>Copies that are at work at a moment by the steps of the closed model.</summary>
    public int CopiesAt(TimeSpan moment)
    {
        var at = moment.TotalSeconds;
        return stretches.FirstOrDefault(s => at >= s.Start && at < s.Start + s.Length) is { } now ? now.Copies(at - now.Start) : 0;
    }

    private static ArgumentException Wrong(LoadProfile profile, string what) => new($"Load profile \"{profile.Name}\" {what}.", nameof(profile));

    /// <summary>Times in seconds, rates in requests per second.</summary>
    private sealed record Stretch(
        double Start, double Length, double RateFrom, double RateTo, double CopiesFrom, double CopiesTo, double CountBefore)
    {
        private double Slope => double.IsFinite(Length) ? (RateTo - RateFrom) / Length : 0;

        /// <summary>Without a slope the terms of an endless stretch would be no numbers.</summary>
        public double Count(double seconds) =>
            (RateFrom == 0 ? 0 : RateFrom * seconds) + (Slope == 0 ? 0 : Slope * seconds * seconds / 2);

        /// <summary>The quadratic's root in the form that stays exact where the slope is zero.</summary>
        public double Invert(double count) =>
            count <= 0 ? 0 : Math.Min(Length, 2 * count / (RateFrom + Math.Sqrt(Math.Max(0, (RateFrom * RateFrom) + (2 * Slope * count)))));

        public int Copies(double seconds) =>
            (int)Math.Round(CopiesFrom == CopiesTo ? CopiesTo : CopiesFrom + ((CopiesTo - CopiesFrom) * seconds / Length), MidpointRounding.AwayFromZero);
    }
}
