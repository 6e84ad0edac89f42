namespace ValeoChaos.Core.Scenarios;

/// <summary>An alert that must fire, reach these teams and resolve. Every alert not named must stay silent.</summary>
public sealed record AlertExpectation
{
    public required string Alert { get; init; }

    public required string Severity { get; init; }

    /// <summary>Receivers that must be told, each by the name of its Alertmanager receiver.</summary>
    public required IReadOnlyList<string> Teams { get; init; }
}
