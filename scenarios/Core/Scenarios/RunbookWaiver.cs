namespace ValeoChaos.Core.Scenarios;

public enum RunbookPart { Cause, Diagnose, Mitigation }

/// <summary>A part of the runbook that no scenario names, for a reason and until a day.</summary>
/// <param name="Section">The section's number.</param>
/// <param name="Part">What of it.</param>
/// <param name="Text">The cause, the comment above the command, or the step, as the runbook words it.</param>
/// <param name="Reason">Why it is left out.</param>
/// <param name="Expires">The last day on which it may be.</param>
public sealed record RunbookWaiver(int Section, RunbookPart Part, string Text, string Reason, DateOnly Expires);
