using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Scenarios;

/// <summary>Every scenario there is.</summary>
public static class ScenarioCatalog
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        DatabaseDown.PostgreSqlPodDown, DatabaseDown.PostgreSqlContainerDown, DatabaseDown.ConnectionPoolExhausted,
        DatabaseDown.NetworkPartition, DatabaseDown.WrongCredentials, QuietDay.OfficeHours,
    ];
}
