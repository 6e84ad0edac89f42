using System.Text.Json.Serialization;

namespace ValeoChaos.Core.Load;

/// <summary>
/// One stretch of a load. Inject is the open model: requests arrive whether or not earlier ones were answered. Constant is the
/// closed model: so many copies send, wait for the answer and send again.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "step")]
[JsonDerivedType(typeof(Inject), "inject")]
[JsonDerivedType(typeof(RampingInject), "ramping-inject")]
[JsonDerivedType(typeof(KeepConstant), "keep-constant")]
[JsonDerivedType(typeof(RampingConstant), "ramping-constant")]
[JsonDerivedType(typeof(Pause), "pause")]
public abstract record LoadStep
{
    /// <summary>Null: until the run is stopped, which only the last step may say.</summary>
    [JsonIgnore]
    public abstract TimeSpan? Length { get; }
}

/// <param name="Rate">Requests per second.</param>
public sealed record Inject(double Rate, TimeSpan? During = null) : LoadStep
{
    [JsonIgnore]
    public override TimeSpan? Length => During;
}

/// <summary>From the rate of the step before (0 where that was none) in a straight line.</summary>
/// <param name="Rate">Requests per second at the end.</param>
public sealed record RampingInject(double Rate, TimeSpan During) : LoadStep
{
    [JsonIgnore]
    public override TimeSpan? Length => During;
}

public sealed record KeepConstant(int Copies, TimeSpan? During = null) : LoadStep
{
    [JsonIgnore]
    public override TimeSpan? Length => During;
}

/// <summary>From the copies of the step before (0 where there were none) in a straight line.</summary>
/// <param name="Copies">Copies at the end.</param>
public sealed record RampingConstant(int Copies, TimeSpan During) : LoadStep
{
    [JsonIgnore]
    public override TimeSpan? Length => During;
}

/// <summary>Nothing is sent; what is on its way goes on.</summary>
public sealed record Pause(TimeSpan During) : LoadStep
{
    [JsonIgnore]
    public override TimeSpan? Length => During;
}

/// <summary>Clients that hold a stream of server-sent events open, as a browser's EventSource does.</summary>
/// <param name="Clients">Streams held at the same time.</param>
/// <param name="Silence">Without a byte for so long, the stream counts as stalled and is opened anew.</param>
public sealed record HeldStreams(string PathAndQuery, int Clients, TimeSpan Silence)
{
    /// <summary>Machine time after which one client leaves for good, then the next, and so on; null where all stay.</summary>
    public TimeSpan? LeaveEvery { get; init; }

    /// <summary>Machine time before anybody leaves.</summary>
    public TimeSpan LeaveFrom { get; init; }
}
