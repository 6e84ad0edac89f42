using System.Text.RegularExpressions;

namespace ValeoChaos.Core.RuleTests;

/// <summary>What promtool said of one file of tests.</summary>
/// <param name="Reason">Null where all its tests pass.</param>
public sealed record TestFileReport(string File, string? Reason)
{
    public bool Passed => Reason is null;

    /// <summary>The first reason on one line.</summary>
    public string Line => Reason is null ? "" : AlertDifference.In(Reason) ?? Shorten(PromtoolReport.Space().Replace(Reason, " ").Trim());

    private static string Shorten(string line) => line.Length <= Longest ? line : $"{line[..Longest]} ...";

    private const int Longest = 400;
}

/// <summary>
/// Takes promtool's report apart. It names the files on one stream and gives the reasons on the other, both in the same order, so a
/// reason belongs to the next file that did not succeed.
/// </summary>
public static partial class PromtoolReport
{
    /// <param name="output">Both streams, that of the names first.</param>
    /// <exception cref="RuleTestException">promtool did not get as far as testing.</exception>
    public static IReadOnlyList<TestFileReport> Parse(string output)
    {
        var files = Tested().Matches(output);
        var failed = Failed().Split(output).Skip(1).ToList();
        if (files.Count == 0 || files.Count(f => !f.Groups["success"].Success) != failed.Count)
            throw new RuleTestException($"promtool did not test: {Space().Replace(output, " ").Trim()}");
        var reasons = failed.GetEnumerator();
        return [.. files.Select(f => new TestFileReport(f.Groups["file"].Value.Trim(), f.Groups["success"].Success || !reasons.MoveNext() ? null : reasons.Current))];
    }

    [GeneratedRegex(@"^Unit Testing:  (?<file>.+)$(?<success>\n  SUCCESS$)?", RegexOptions.Multiline)]
    private static partial Regex Tested();

    [GeneratedRegex(@"^  FAILED:$", RegexOptions.Multiline)]
    private static partial Regex Failed();

    [GeneratedRegex(@"\s+")]
    internal static partial Regex Space();
}
