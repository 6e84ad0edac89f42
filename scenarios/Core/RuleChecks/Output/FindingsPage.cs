using System.Globalization;
using System.Text;

namespace ValeoChaos.Core.RuleChecks.Output;

/// <summary>The explanation of every kind of finding, for the terminal and as a page.</summary>
public static class FindingsPage
{
    public static string Explain(FindingKind kind) =>
        $"""
        {kind.Code} {kind.Name} ({ReportText.Word(kind.Severity)})
        {kind.Title}

        {kind.Explanation}

        Proof: {kind.Proof}
        {(kind.Needs.Length > 0 ? $"Looked for with: {kind.Needs}\n" : "")}Ignore it on a rule: # valeo-chaos: ignore {kind.Code} because <reason>

        """;

    public static string List() => string.Concat(FindingKinds.All.Select(k => $"{k.Code}  {ReportText.Word(k.Severity),-7}  {k.Title}\n"));

    public static string Markdown()
    {
        var text = new StringBuilder(
            """
            # What `valeo-chaos rules check` finds

            Written by `dotnet run --project scenarios/Cli -- rules explain --markdown`. A finding comes with a unit test in promtool's
            own format that demonstrates it (`--proofs DIR` writes them); one whose test promtool does not accept is shown as a hint.
            A comment on a rule ignores a finding: `# valeo-chaos: ignore VC108 because <reason>`.

            | code | severity | finding | looked for with |
            |---|---|---|---|

            """);
        foreach (var kind in FindingKinds.All)
            text.Append(CultureInfo.InvariantCulture, $"| [{kind.Code}](#{Anchor(kind)}) | {ReportText.Word(kind.Severity)} | {kind.Title} | {(kind.Needs.Length > 0 ? kind.Needs : "the rules alone")} |\n");
        foreach (var kind in FindingKinds.All)
            text.Append(CultureInfo.InvariantCulture, $"\n## {kind.Code} {kind.Name}\n\n{kind.Explanation}\n\n*Proof:* {kind.Proof}\n");
        return text.ToString();
    }

    private static string Anchor(FindingKind kind) => $"{kind.Code.ToLowerInvariant()}-{kind.Name}";
}
