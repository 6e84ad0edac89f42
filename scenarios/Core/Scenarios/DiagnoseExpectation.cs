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

    /// <summary>Why the command's output is the same in fault and health; null where it discriminates.</summary>
    public string? BlindBecause { get; init; }

    public static DiagnoseExpectation Tells(string comment, OutputPattern inFault, OutputPattern inHealth) =>
        new() { Comment = comment, InFault = inFault, InHealth = inHealth };

    /// <param name="comment">The comment above the command.</param>
    /// <param name="because">Why it cannot see this cause.</param>
    /// <param name="looksHealthy">What it shows in health and in the fault alike; null where its output is the same to the letter.</param>
    public static DiagnoseExpectation Blind(string comment, string because, OutputPattern? looksHealthy = null) =>
        new() { Comment = comment, BlindBecause = because, InHealth = looksHealthy };
}
