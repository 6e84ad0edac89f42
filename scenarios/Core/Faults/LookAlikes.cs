using System.Text.Json.Serialization;

namespace ValeoChaos.Core.Faults;

/// <summary>Looks like a fault and is none: nobody may be paged for it.</summary>
public abstract record LookAlike : Fault
{
    [JsonIgnore]
    public override bool Lasts => false;
}

/// <summary>The same version is rolled out again, pod by pod.</summary>
public sealed record GoodRelease : LookAlike
{
    public override string Name => "good-release";

    public override string BlastRadius => "each pod of valeo-erp, one after the other";
}

/// <summary>Somebody scales the deployment.</summary>
/// <param name="Replicas">Pods of valeo-erp from then on.</param>
public sealed record Scaled(int Replicas) : LookAlike
{
    public override string Name => $"scaled-to-{Replicas}";

    public override string BlastRadius => "the streams of the pods that go";

    [JsonIgnore]
    public override bool Lasts => true;
}

/// <summary>A single request fails, an order for a customer who does not exist.</summary>
public sealed record OneFailedRequest : LookAlike
{
    public override string Name => "one-failed-request";

    public override string BlastRadius => "one request";
}

/// <summary>Prometheus starts anew and knows nothing of the past.</summary>
public sealed record MonitoringRestarted : LookAlike
{
    public override string Name => "monitoring-restarted";

    public override string BlastRadius => "the monitoring";
}

/// <summary>One pod of valeo-erp is evicted and comes up again elsewhere.</summary>
public sealed record PodMoved : LookAlike
{
    public override string Name => "pod-moved";

    public override string BlastRadius => "the requests under way on that pod";
}

/// <summary>One scrape of one pod of valeo-erp gets no answer; the next one does.</summary>
public sealed record ScrapeLost : LookAlike
{
    public override string Name => "scrape-lost";

    public override string BlastRadius => "one look of the monitoring at one pod";
}
