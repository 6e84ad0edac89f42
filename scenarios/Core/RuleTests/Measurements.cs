namespace ValeoChaos.Core.RuleTests;

/// <summary>What really happened up to one look since the one before, as the monitoring could see it.</summary>
public sealed record LookTally
{
    public double Requests { get; init; }

    public double Failed { get; init; }

    /// <summary>Requests over half a second.</summary>
    public double Slow { get; init; }

    /// <summary>Streams lost by accident: neither left by their clients nor taken away by intention.</summary>
    public int Lost { get; init; }

    /// <summary>Open streams, as far as the monitoring knows.</summary>
    public int Open { get; init; }

    /// <summary>Streams that were counted as opened; to a monitoring that has just begun, all that the pods ever counted.</summary>
    public int Opened { get; init; }

    /// <summary>Pods that have gone.</summary>
    public int Gone { get; init; }

    /// <summary>Somebody changed the deployment.</summary>
    public bool Changed { get; init; }

    /// <summary>Pods that somebody wants.</summary>
    public int Wanted { get; init; }

    /// <summary>There are pods beside those of the version that somebody wants.</summary>
    public bool RollingOut { get; init; }

    /// <summary>Pods whose <c>/readyz</c> gives 503, or no answer although the process is well.</summary>
    public int Refusing { get; init; }

    /// <summary>Those that refuse give no answer.</summary>
    public bool Hanging { get; init; }

    /// <summary>Nothing else of those that refuse answers either.</summary>
    public bool Blocked { get; init; }

    /// <summary>Pods that answer a scrape.</summary>
    public int Scraped { get; init; }

    /// <summary>What the monitoring does not know; null where it knows all but the pods' own metrics.</summary>
    public UnknownPart? Unknown { get; init; }
}

/// <summary>Series that are not there.</summary>
/// <param name="Words">The alert's words for them.</param>
/// <param name="Label">They are asked for by this label, which the absence of them has, too.</param>
public sealed record UnknownPart(string Words, string Label, string Value)
{
    public static UnknownPart Probe { get; } = new("probe of /readyz", "job", "valeo-erp-readyz");

    public static UnknownPart Deployment { get; } = new("state of the deployment", "deployment", "valeo-erp");
}

/// <summary>The series of one test, and what happened behind them; both by look, from the test's first moment.</summary>
/// <param name="SlowBounds">The bounds of the histogram between which the slow requests are; null where none are.</param>
public sealed record Measurements(
    IReadOnlyList<KeyValuePair<string, IReadOnlyList<double?>>> Series, IReadOnlyList<LookTally> Tallies, (double From, double To)? SlowBounds)
{
    /// <summary>Null where it is at the most the pods' own metrics that nobody knows.</summary>
    public UnknownPart? Unknown => Tallies.Select(t => t.Unknown).FirstOrDefault(unknown => unknown is not null);

    public Measurements Until(int looks) => this with
    {
        Series = [.. Series.Select(s => KeyValuePair.Create<string, IReadOnlyList<double?>>(s.Key, [.. s.Value.Take(looks + 1)]))],
        Tallies = [.. Tallies.Take(looks + 1)],
    };
}

/// <summary>Collects the samples of each look under the series they belong to, in the order in which they first came.</summary>
internal sealed class SeriesBook(int origin, int looks)
{
    private readonly Dictionary<string, double?[]> samples = [];
    private readonly List<string> order = [];

    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<double?>>> Series =>
        [.. order.Select(name => KeyValuePair.Create<string, IReadOnlyList<double?>>(name, samples[name]))];

    public void Put(string series, int look, double value)
    {
        if (look < origin)
            return;
        if (!samples.TryGetValue(series, out var values))
        {
            samples[series] = values = new double?[looks + 1 - origin];
            order.Add(series);
        }

        values[look - origin] = value;
    }
}
