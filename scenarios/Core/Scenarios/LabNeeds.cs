namespace ValeoChaos.Core.Scenarios;

/// <summary>What a scenario asks of its lab. Scenarios with equal needs can share one.</summary>
/// <param name="Database">Where PostgreSQL runs.</param>
/// <param name="MostSpeed">Its clock may run at most so much faster than production's; null where it may run as fast as is asked.</param>
/// <param name="Variant">Names a lab that is set up differently and shared with nobody else; empty for the lab as it is.</param>
public sealed record LabNeeds(DatabaseForm Database, string Variant = "", double? MostSpeed = null);
