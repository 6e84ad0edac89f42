namespace ValeoChaos.Core.Scenarios;

/// <summary>What the runbook calls the symptom of an alert; the suite measures it itself and not by the monitoring under test.</summary>
public enum Symptom
{
    /// <summary><c>/readyz</c> gives 503.</summary>
    NotReady,

    /// <summary>More than 5 % of the API's requests failed over five minutes.</summary>
    Errors,

    /// <summary>More than 5 % of the API's requests took longer than half a second over five minutes: the P95.</summary>
    Latency,

    /// <summary>More than ten streams were lost over five minutes.</summary>
    StreamsLost,
}

/// <summary>The runbook's numbers and words of each symptom.</summary>
public static class SymptomFacts
{
    /// <summary>Of the API's requests, by "API-Error-Rate über 5%" and by the P95.</summary>
    public const double Share = 0.05;

    /// <summary>Requests of which a share says anything: of fewer, a single one would be more than the twentieth part.</summary>
    public const int Requests = 20;

    /// <summary>By "Mehr als 10 SSE-Disconnects".</summary>
    public const int Streams = 10;

    /// <summary>By "P95-Latenz über 500ms".</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(500);

    /// <summary>Production time over which the symptom is counted; none for what shows in one look.</summary>
    public static TimeSpan Window(this Symptom symptom) => symptom is Symptom.NotReady ? TimeSpan.Zero : TimeSpan.FromMinutes(5);

    /// <summary>A sentence.</summary>
    public static string Broken(this Symptom symptom) => symptom switch
    {
        Symptom.NotReady => "/readyz gives 503",
        Symptom.Errors => "more than 5 % of requests fail",
        Symptom.Latency => "P95 is over 500 ms",
        _ => "more than 10 streams are lost in 5 minutes",
    };

    /// <summary>A sentence.</summary>
    public static string Well(this Symptom symptom) => symptom switch
    {
        Symptom.NotReady => "/readyz is 200 on every pod",
        Symptom.Errors => "/readyz is 200 on every pod and requests succeed",
        Symptom.Latency => "/readyz is 200 on every pod and P95 is under 500 ms",
        _ => "/readyz is 200 on every pod and streams hold",
    };
}
