using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Scenarios;

/// <summary>Look-alikes that must stay silent.</summary>
public static class QuietDay
{
    /// <summary>Office hours and nothing else. Twelve minutes of production time outlast the slowest rule's window and <c>for</c>.</summary>
    public static Scenario OfficeHours { get; } = new()
    {
        Alert = "QuietDay",
        Name = "office-hours",
        Summary = "office load and no fault: nobody is paged",
        Database = DatabaseForm.Pod,
        Load = LoadProfiles.OfficeHours,
        QuietFor = TimeSpan.FromMinutes(12),
    };
}
