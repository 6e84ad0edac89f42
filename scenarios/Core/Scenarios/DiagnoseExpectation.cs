using System.Text.RegularExpressions;

namespace ValeoChaos.Core.Scenarios;

public enum OutputRule { Contains, Lacks, Fails, Succeeds, Matches, Misses }

/// <summary>A condition on the output of one command: exit code and both streams.</summary>
public sealed record OutputPattern(OutputRule Rule, string Text = "")
{
    public static OutputPattern Contains(string text) => new(OutputRule.Contains, text);

    public static OutputPattern Lacks(string text) => new(OutputRule.Lacks, text);

    public static OutputPattern Matches(string regex) => new(OutputRule.Matches, regex);

    /// <summary>Nothing in the output matches.</summary>
    public static OutputPattern Misses(string regex) => new(OutputRule.Misses, regex);

    public static OutputPattern Fails { get; } = new(OutputRule.Fails);

    public static OutputPattern Succeeds { get; } = new(OutputRule.Succeeds);

    public bool Holds(int exitCode, string output) => Rule switch
    {
        OutputRule.Contains => output.Contains(Text, StringComparison.Ordinal),
        OutputRule.Lacks => !output.Contains(Text, StringComparison.Ordinal),
        OutputRule.Fails => exitCode != 0,
        OutputRule.Succeeds => exitCode == 0,
        OutputRule.Misses => !IsMatch(output),
        _ => IsMatch(output),
    };

    private bool IsMatch(string output) => Regex.IsMatch(output, Text, RegexOptions.CultureInvariant | RegexOptions.Multiline, TimeSpan.FromSeconds(1));

    public override string ToString() => Rule switch
    {
        OutputRule.Contains => $"output contains \"{Text}\"",
        OutputRule.Lacks => $"output lacks \"{Text}\"",
        OutputRule.Fails => "exit code is not 0",
        OutputRule.Succeeds => "exit code is 0",
        OutputRule.Misses => $"output does not match /{Text}/",
        _ => $"output matches /{Text}/",
    };
}

/// <summary>A command that the runbook should name: it is run right after the runbook's own and must tell the fault from health.</summary>
public sealed record CorrectedCommand(string Command, OutputPattern InFault, OutputPattern InHealth)
{
    /// <summary>A log or a counter still shows the fault when it is over, so nothing is asked of it afterwards.</summary>
    public bool Remembers { get; init; }
}

/// <summary>
/// What one diagnose command of the runbook must show. A command that cannot tell this fault from health
/// is stated as such with a reason; if it then does, the scenario is wrong and fails.
/// </summary>
public sealed record DiagnoseExpectation
{
    /// <summary>The comment above the command in the runbook, without the hash sign.</summary>
    public required string Comment { get; init; }

    public OutputPattern? InFault { get; init; }

    public OutputPattern? InHealth { get; init; }

    /// <summary>A log still shows the fault when it is over, so nothing is asked of it afterwards.</summary>
    public bool Remembers { get; init; }

    /// <summary>It shows a cause that the mitigation copes with and does not take away, so nothing is asked of it afterwards.</summary>
    public bool ShowsCause { get; init; }

    /// <summary>
    /// Machine time by which what it shows is behind, as an average over the last seconds is. No speed squeezes it, so in the fault the
    /// command is asked again for so long. Zero: it shows what is.
    /// </summary>
    public TimeSpan Lags { get; init; }

    /// <summary>Why the command's output is the same in fault and health; null where it discriminates.</summary>
    public string? BlindBecause { get; init; }

    /// <summary>Why it depends on chance whether the command shows the fault; null where it does not.</summary>
    public string? ChanceBecause { get; init; }

    /// <summary>What would tell this fault from health where nothing in the runbook does.</summary>
    public CorrectedCommand? Corrected { get; init; }

    /// <summary>Is health what it shows once the mitigation has restored it?</summary>
    public bool ShowsRecovery => !Remembers && !ShowsCause;

    /// <summary>Can on-call rely on the runbook's own command?</summary>
    public bool IsReliable => BlindBecause is null && ChanceBecause is null;

    public static DiagnoseExpectation Tells(string comment, OutputPattern inFault, OutputPattern inHealth) =>
        new() { Comment = comment, InFault = inFault, InHealth = inHealth };

    /// <param name="comment">The comment above the command.</param>
    /// <param name="because">Why it cannot see this cause.</param>
    /// <param name="looksHealthy">What it shows in health and in the fault alike; null where its output is the same to the letter.</param>
    public static DiagnoseExpectation Blind(string comment, string because, OutputPattern? looksHealthy = null) =>
        new() { Comment = comment, BlindBecause = because, InHealth = looksHealthy };

    /// <summary>
    /// A command that shows the fault in some runs and not in others: no verdict can hang on it, and the corrected one must tell, or
    /// another command of the section.
    /// </summary>
    public static DiagnoseExpectation ByChance(string comment, string because, OutputPattern inHealth, CorrectedCommand? corrected = null) =>
        new() { Comment = comment, ChanceBecause = because, InHealth = inHealth, Corrected = corrected };
}
