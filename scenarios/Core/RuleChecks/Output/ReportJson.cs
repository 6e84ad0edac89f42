using System.Text.Encodings.Web;
using System.Text.Json;

namespace ValeoChaos.Core.RuleChecks.Output;

/// <summary>For programs.</summary>
public static class ReportJson
{
    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Of(CheckReport report) => JsonSerializer.Serialize(
        new
        {
            Version = 1,
            report.Alerts,
            report.Recordings,
            report.Notes,
            Findings = report.Findings.Select(f => new
            {
                f.Kind.Code,
                f.Kind.Name,
                Severity = ReportText.Word(f.Severity),
                f.File,
                f.Line,
                f.Rule,
                f.Reason,
                f.Part,
                Status = Status(f.Evidence),
                Evidence = ReportText.Evidence(f.Evidence),
                f.Ignored,
            }),
        },
        Options) + "\n";

    /// <summary>proved: by promtool. evident: from the files, or from another tool's answer. unproved: a hint.</summary>
    internal static string Status(Evidence evidence) => evidence switch { Proved => "proved", Statement => "evident", _ => "unproved" };
}
