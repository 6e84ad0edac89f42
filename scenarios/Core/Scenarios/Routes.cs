namespace ValeoChaos.Core.Scenarios;

/// <summary>Routes of notifications that are no team's pager. Every other route is a team.</summary>
public static class Routes
{
    /// <summary>What is recorded and pages nobody.</summary>
    public const string RecordOnly = "record-only";

    /// <summary>The runbook, under "Kontakte": the channel and the mailbox that see every page, whoever is paged.</summary>
    public static IReadOnlyList<string> Copies { get; } = ["slack", "email"];
}
