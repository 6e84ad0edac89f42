namespace ValeoChaos.Core.Scenarios;

/// <summary>What is asked of every cause, and of the run itself.</summary>
public enum Aspect
{
    /// <summary>Without this nothing else can be said: rules were read, load flowed, the fault was there and went.</summary>
    Ground,

    Fires,
    RightTeam,
    SilentOtherwise,
    Diagnose,
    Mitigation,
    Resolves,
}

/// <summary>A question that a scenario leaves open for a reason and until a day.</summary>
/// <param name="Expires">The last day on which it holds.</param>
public sealed record AspectWaiver(Aspect Aspect, string Reason, DateOnly Expires);
