using ValeoChaos.Core.RuleChecks;
using ValeoChaos.Core.RuleChecks.Proofs;
using ValeoChaos.Lab.Monitoring;
using ValeoChaos.Lab.RuleChecks;

namespace ValeoChaos.RulesTests.RuleChecks;

/// <summary>All cases in three calls of promtool: what they print, their proofs, and the same proofs of the near misses.</summary>
internal static class CheckBatch
{
    public static string MetricsFile { get; } = Path.Combine(Lab.ProjectFiles.Root, "tests", "Rules.Tests", "RuleChecks", "valeo-erp.metrics.txt");

    public static IReadOnlyList<CheckCase> Cases { get; } = [.. CheckCases.All, .. WorldCases.All];

    private static readonly Lazy<Task<IReadOnlyDictionary<CheckCase, CaseResult>>> Run = new(RunAsync);

    public static async Task<CaseResult> OfAsync(CheckCase wanted) => (await Run.Value)[wanted];

    private static async Task<IReadOnlyDictionary<CheckCase, CaseResult>> RunAsync()
    {
        var runner = new ProofRunner(new Promtool());
        var inputs = Cases.SelectMany(c => new[] { c.Input(c.Wrong), c.Input(c.Right) }).ToList();
        var surveys = inputs.Select(AnnotationSurvey.Of).ToList();
        var answers = await runner.SurveyAsync([.. surveys.SelectMany(s => s)], CancellationToken.None);
        var found = inputs.Select((input, i) => RuleChecker.Find(input, [.. answers.Skip(surveys.Take(i).Sum(s => s.Count)).Take(surveys[i].Count)])).ToList();
        var refusals = await runner.RefusalsAsync(
            [.. found.SelectMany(f => f).Select(f => f.Evidence).OfType<UnitTests>().SelectMany(e => e.Attempts)], CancellationToken.None);
        var reports = inputs.Zip(found, (input, findings) => RuleChecker.Conclude(input, findings, refusals, [])).ToList();
        var swapped = Cases.Select((c, i) => Swapped(c, inputs[(2 * i) + 1], reports[2 * i])).ToList();
        var refused = await runner.RefusalsAsync([.. swapped.OfType<PromtoolTest>()], CancellationToken.None);
        return Cases.Select((c, i) => (c, new CaseResult(reports[2 * i], reports[(2 * i) + 1], swapped[i] is { } test && refused.ContainsKey(test))))
            .ToDictionary(r => r.c, r => r.Item2);
    }

    /// <summary>The defect's proof, of the near miss.</summary>
    private static PromtoolTest? Swapped(CheckCase one, CheckInput right, CheckReport wrong) =>
        wrong.Findings.Where(f => f.Kind.Code == one.Code).Select(f => f.Evidence).OfType<Proved>().FirstOrDefault() is { } proved
            ? proved.Test with { Rules = right.Files[0].Rules } : null;
}

/// <param name="RightRefusesTheProof">promtool does not accept the defect's proof of the near miss.</param>
internal sealed record CaseResult(CheckReport Wrong, CheckReport Right, bool RightRefusesTheProof);
