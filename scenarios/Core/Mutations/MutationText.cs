using System.Globalization;
using System.Text.Json;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Mutations;

/// <summary>The mutants of one rule by one operator.</summary>
public sealed record MutationRow(string Rule, string Operator, IReadOnlyList<JudgedMutant> Mutants)
{
    /// <summary>Under <see cref="MutationText.Titles"/>.</summary>
    public IEnumerable<string> Cells =>
        [Rule, Operator, Text(Mutants.Count), Noticed(MutantJudge.Generated), Noticed(MutantJudge.Replay), Noticed(MutantJudge.ByHand), Text(Mutants.Count(m => m.Equivalent is not null)), Text(Mutants.Count(m => m.Survived))];

    private string Noticed(MutantJudge judge) => Text(Mutants.Count(m => m.Equivalent is null && m.Judge == judge));

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A mutation run in words, for people and for programs.</summary>
public static class MutationText
{
    public static IReadOnlyList<string> Titles { get; } = ["rule", "operator", "mutants", "by generated tests", "by replay", "by hand only", "equivalent", "survivors"];

    /// <summary>In the order of the file, and of the operators.</summary>
    public static IEnumerable<MutationRow> Rows(MutationReport report) =>
        report.Mutants.GroupBy(m => (m.Mutant.Index, m.Mutant.Operator)).OrderBy(g => g.Key)
            .Select(g => new MutationRow(g.First().Mutant.Rule, Name(g.Key.Operator), [.. g]));

    /// <summary>A line each: the place, the change and the case that is missing among the tests; with who alone noticed it, where a person's test did.</summary>
    public static IEnumerable<string> Survivors(MutationReport report) => report.Survivors.Select(s => Line(report, s, ""))
        .Concat(report.Mutants.Where(m => m.Judge is MutantJudge.ByHand).Select(m => Line(report, m, $" (only {m.By} notices it)")));

    private static string Line(MutationReport report, JudgedMutant judged, string tail) =>
        $"{report.Source}:{judged.Mutant.Line}: {judged.Mutant.Rule}: {judged.Mutant.Label}{tail}\n    missing: {judged.Mutant.Missing}";

    public static IEnumerable<string> Summary(MutationReport report)
    {
        var noticed = report.Of(MutantJudge.Generated) + report.Of(MutantJudge.Replay);
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{report.Mutants.Count} mutants, {report.Mutants.Count - report.Noticeable} of them equivalent, {report.Dropped} more that Prometheus would not load");
        yield return string.Create(CultureInfo.InvariantCulture,
            $"score: {report.Score:0.0} % ({noticed} of {report.Noticeable} noticed by generated tests and replay); tests by hand notice {report.Of(MutantJudge.ByHand)} more: {report.ScoreWithTestsByHand:0.0} %");
    }

    public static string Markdown(MutationReport report)
    {
        var lines = new List<string> { $"# Mutants of {report.Source}", "", $"| {string.Join(" | ", Titles)} |", $"|{string.Concat(Enumerable.Repeat("---|", Titles.Count))}" };
        lines.AddRange(Rows(report).Select(row => $"| {string.Join(" | ", row.Cells)} |"));
        lines.Add("");
        lines.AddRange(Survivors(report).Select(line => $"- {line.Replace("|", "\\|", StringComparison.Ordinal)}"));
        lines.Add("");
        lines.AddRange(Summary(report));
        return string.Join('\n', lines) + "\n";
    }

    public static string Json(MutationReport report) => JsonSerializer.Serialize(new
    {
        report.Source, report.Score, report.ScoreWithTestsByHand, report.Noticeable, report.Dropped, report.MarkProblems,
        Mutants = report.Mutants.Select(m => new
        {
            m.Mutant.Rule, m.Mutant.Operator, m.Mutant.Line, Change = m.Mutant.Label, NoticedBy = m.Judge, m.By, m.Equivalent, m.Survived, Missing = m.Survived ? m.Mutant.Missing : null,
        }),
    }, Timeline.Json) + "\n";

    private static string Name(MutationOperator kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}
