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

    /// <summary>Scenarios by full name (<c>DatabaseDown/postgresql-pod-down</c>) or by the alert alone; empty where nothing matches.</summary>
    public static IReadOnlyList<Scenario> Find(string name) =>
        [.. All.Where(s => s.FullName.Equals(name, StringComparison.OrdinalIgnoreCase) || s.Alert.Equals(name, StringComparison.OrdinalIgnoreCase))];
}
