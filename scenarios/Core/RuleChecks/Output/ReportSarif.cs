using System.Text.Json;

namespace ValeoChaos.Core.RuleChecks.Output;

/// <summary>SARIF 2.1.0, as code scanning reads it.</summary>
public static class ReportSarif
{
    public static string Of(CheckReport report) => JsonSerializer.Serialize(
        new Dictionary<string, object>
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new[]
            {
                new
                {
                    Tool = new { Driver = new { Name = "valeo-chaos rules check", Rules = FindingKinds.All.Select(Rule) } },
                    // Where there is nothing to tell, the list says that it was looked for.
                    Results = report.Findings.Select(Result),
                },
            },
        },
        ReportJson.Options) + "\n";

    private static object Rule(FindingKind kind) => new
    {
        Id = kind.Code,
        kind.Name,
        ShortDescription = new { Text = kind.Title },
        FullDescription = new { Text = kind.Explanation },
        Help = new { Text = $"{kind.Explanation} The proof: {kind.Proof}" },
        DefaultConfiguration = new { Level = Level(kind.Severity) },
    };

    private static object Result(Finding finding) => new
    {
        RuleId = finding.Kind.Code,
        RuleIndex = FindingKinds.All.ToList().FindIndex(k => k.Code == finding.Kind.Code),
        Level = Level(finding.Severity),
        Message = new { Text = string.Join("\n", new[] { $"{finding.Rule}: {finding.Reason}" }.Concat(ReportText.Evidence(finding.Evidence))) },
        Locations = new[]
        {
            new { PhysicalLocation = new { ArtifactLocation = new { Uri = Address(finding.File) }, Region = new { StartLine = finding.Line } } },
        },
        PartialFingerprints = new Dictionary<string, string> { ["rule/v1"] = $"{finding.Rule}:{finding.Part}" },
        Suppressions = finding.Ignored is { } reason ? new[] { new { Kind = "inSource", Justification = reason } } : null,
        Properties = new { Status = ReportJson.Status(finding.Evidence) },
    };

    private static string Level(Severity severity) => severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" };

    /// <summary>A relative reference with each part of the path escaped; standard input has a name of its own.</summary>
    private static string Address(string file) => file == "-" ? "stdin"
        : Path.IsPathRooted(file) ? new Uri(file).AbsoluteUri : string.Join('/', file.Replace('\\', '/').Split('/').Where(p => p != ".").Select(Uri.EscapeDataString));
}
