using System.Text.RegularExpressions;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Replaying;

/// <summary>What an alert was at one evaluation.</summary>
/// <param name="Series">How many of its series were in that state.</param>
public sealed record AlertCount(string Alert, AlertState State, string Severity, int Series);

/// <summary>What promtool said of one recording.</summary>
/// <param name="Active">Alerts that were pending or firing, by evaluation; an evaluation without any is left out.</param>
/// <param name="Error">Why the rules could not be judged; empty where they were.</param>
public sealed partial record ReplayAnswer(IReadOnlyDictionary<TimeSpan, IReadOnlyList<AlertCount>> Active, string Error)
{
    /// <summary>
    /// Reads what promtool wrote about several test files. It names the files on one stream and complains on the other, in the same
    /// order: a block of complaints belongs to the next file that did not succeed.
    /// </summary>
    /// <param name="output">What it wrote to its output, and then what it wrote of errors.</param>
    /// <param name="files">How many files it was given.</param>
    public static IReadOnlyList<ReplayAnswer> Parse(string output, int files)
    {
        var blocks = new Queue<string>(output.Split("  FAILED:\n")[1..]);
        var named = output.Split("Unit Testing:  ")[1..];
        if (named.Length != files)
            return [.. Enumerable.Repeat(new ReplayAnswer(None, $"promtool judged {named.Length} of {files} recordings: {output.Trim()}"), files)];
        return [.. named.Select(file => Succeeded(file) ? new ReplayAnswer(None, "")
            : blocks.TryDequeue(out var block) ? Of(block) : new ReplayAnswer(None, "promtool failed and did not say why"))];
    }

    private static readonly Dictionary<TimeSpan, IReadOnlyList<AlertCount>> None = [];

    private static bool Succeeded(string file) => file.Split('\n') is [_, "  SUCCESS", ..];

    private static ReplayAnswer Of(string block)
    {
        var active = new Dictionary<TimeSpan, IReadOnlyList<AlertCount>>();
        var errors = new List<string>();
        TimeSpan? at = null;
        foreach (var line in block.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0))
        {
            if (line.StartsWith("expr:", StringComparison.Ordinal) && Moment().Match(line) is { Success: true } asked)
                at = PrometheusDuration.Parse(asked.Groups[1].Value);
            else if (line.StartsWith("got:", StringComparison.Ordinal) && at is { } moment)
                active[moment] = [.. Found().Matches(line).Select(Count)];
            else if (!line.StartsWith("exp:", StringComparison.Ordinal))
                errors.Add(line);
        }

        return new ReplayAnswer(active, string.Join('\n', errors));
    }

    private static AlertCount Count(Match found)
    {
        var labels = Label().Matches(found.Groups[1].Value).ToDictionary(l => l.Groups[1].Value, l => Regex.Unescape(l.Groups[2].Value));
        return new AlertCount(
            labels["alertname"], labels["alertstate"] == "firing" ? AlertState.Firing : AlertState.Pending, labels.GetValueOrDefault("severity", ""),
            (int)Recordings.NumberText.Parse(found.Groups[2].Value));
    }

    /// <summary>The end of a question's line; no rule's name is in it, for the question is ours.</summary>
    [GeneratedRegex("\", time: ([0-9a-z]+),$")]
    private static partial Regex Moment();

    [GeneratedRegex("""\{((?:\w+="(?:[^"\\]|\\.)*"(?:, )?)*)\} ([0-9.E+]+)""")]
    private static partial Regex Found();

    [GeneratedRegex("""(\w+)="((?:[^"\\]|\\.)*)["]""")]
    private static partial Regex Label();
}
