using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.RuleChecks.Analysis;
using ValeoChaos.Core.RuleChecks.World;
using ValeoChaos.Core.Runbooks;

namespace ValeoChaos.Core.RuleChecks;

/// <summary>Everything a check may look at.</summary>
public sealed record CheckInput
{
    public required IReadOnlyList<AlertRuleFile> Files { get; init; }

    /// <summary>Null where no /metrics, Prometheus or scrape configuration was given.</summary>
    public KnownWorld? World { get; init; }

    public Runbook? Runbook { get; init; }

    /// <summary>Null where no Alertmanager configuration was given, or amtool is not there.</summary>
    public RouteAnswers? Routes { get; init; }

    internal IReadOnlySet<string> Recorded => Files.SelectMany(f => f.Recordings).Select(r => r.Record).ToHashSet();

    internal MetricTypes Types => new(World?.Types ?? new Dictionary<string, MetricType>(), Recorded);

    internal ValueRanges NewRanges()
    {
        var types = Types;
        return new ValueRanges(selector => types.RangeOf(selector.Metric()), known: false, name => World?.LastBound(name));
    }
}
