using System.Globalization;
using System.Text;

namespace ValeoChaos.Core.RuleChecks.Output;

/// <summary>GitHub's workflow commands: each line annotates a line of a file.</summary>
public static class ReportGithub
{
    public static string Of(CheckReport report)
    {
        var text = new StringBuilder();
        foreach (var finding in report.Counting)
        {
            var message = string.Join("\n", new[] { finding.Reason }.Concat(ReportText.Evidence(finding.Evidence)));
            text.Append(
                CultureInfo.InvariantCulture,
                $"::{Command(finding.Severity)} file={Property(finding.File)},line={finding.Line},title={Property($"{finding.Kind.Code} {finding.Rule}")}::{Data(message)}\n");
        }

        foreach (var note in report.Notes)
            text.Append(CultureInfo.InvariantCulture, $"::notice::{Data(note)}\n");
        return text.ToString();
    }

    private static string Command(Severity severity) => severity == Severity.Info ? "notice" : ReportText.Word(severity);

    private static string Data(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
