using ValeoChaos.Core.RuleChecks.Proofs;

namespace ValeoChaos.Core.RuleChecks;

/// <summary>What backs a finding.</summary>
public abstract record Evidence;

/// <summary>Unit tests, each of which demonstrates the defect by itself; empty where none could be made.</summary>
public sealed record UnitTests(IReadOnlyList<PromtoolTest> Attempts) : Evidence;

/// <summary>What is there to read, or what a tool has answered already.</summary>
public sealed record Statement(string Text) : Evidence;

/// <summary>promtool accepted this test.</summary>
public sealed record Proved(PromtoolTest Test) : Evidence;

/// <summary>No unit test demonstrates it; the words say why.</summary>
public sealed record Unproved(string Why) : Evidence;

/// <summary>One thing that is wrong, and where. The line counts from 1 in the file as it was given.</summary>
/// <param name="Rule">The alert, the recorded metric, or the runbook's alert.</param>
public sealed record Finding(FindingKind Kind, string File, int Line, string Rule, string Reason, Evidence Evidence)
{
    /// <summary>Lower than the kind's where this one is only a hint.</summary>
    public Severity? Lowered { get; init; }

    /// <summary>What nobody could prove is a hint.</summary>
    public Severity Severity => Evidence is Unproved ? Severity.Info : Lowered ?? Kind.Severity;

    /// <summary>The part of the expression that is meant; empty where it is not in the expression.</summary>
    public string Part { get; init; } = "";

    /// <summary>What stands in the files and is true without a proof; empty where a proof is all there is.</summary>
    public string Plain { get; init; } = "";

    /// <summary>Why the rule's author ignores it; null where it counts.</summary>
    public string? Ignored { get; init; }
}

/// <summary>What was checked and what came of it.</summary>
/// <param name="Notes">What could not be looked at, and why.</param>
public sealed record CheckReport(int Alerts, int Recordings, IReadOnlyList<Finding> Findings, IReadOnlyList<string> Notes)
{
    public IEnumerable<Finding> Counting => Findings.Where(f => f.Ignored is null);

    /// <summary>Null where nothing was found.</summary>
    public Severity? Worst => Counting.Select(f => (Severity?)f.Severity).Max();
}
