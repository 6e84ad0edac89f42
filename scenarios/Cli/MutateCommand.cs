using System.CommandLine;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Mutations;
using ValeoChaos.Lab;
using ValeoChaos.Lab.Monitoring;
using ValeoChaos.Lab.Mutations;
using ValeoChaos.Lab.Recordings;
using ValeoChaos.Lab.RuleTests;

namespace ValeoChaos.Cli;

internal enum MutateFormat { Text, Json, Markdown }

/// <summary>How much of what can be wrong with rules do their tests notice?</summary>
internal static class MutateCommand
{
    private const double Goal = 95;

    public static Command Create()
    {
        var rules = new Argument<string?>("rules") { Description = "Rule file that stands in the place of corrected.yml; that file itself where it is left out", Arity = ArgumentArity.ZeroOrOne };
        var rule = new Option<string?>("--rule") { Description = "The one rule to make mutants of, by its name" };
        var format = CommandLine.OneOf("--format", "How to show the result", MutateFormat.Text);
        var least = new Option<double>("--least") { Description = "Percent of the mutants that must be noticed for exit code 0", DefaultValueFactory = _ => Goal };
        least.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= 100))
                result.AddError("--least is a share in percent. Take a number from 0 to 100.");
        });
        var provision = CommandLine.ProvisionOption();
        var command = new Command("mutate", "Make a mistake in a rule, one at a time, and see which of them the tests and recordings notice") { rules, rule, format, least, provision };
        command.SetAction(async (parsed, cancellation) =>
        {
            var request = Request(parsed.GetValue(rules), parsed.GetValue(rule));
            var promtool = await Promtool.RequireAsync(parsed.GetValue(provision), Console.Error.WriteLine, cancellation);
            var report = await new MutationRun(promtool, request, Console.Error.WriteLine).RunAsync(cancellation);
            Show(report, parsed.GetValue(format));
            foreach (var problem in report.MarkProblems)
                await Console.Error.WriteLineAsync($"error: {problem}");
            return report.MarkProblems.Count > 0 ? ExitCodes.Usage : report.Score >= parsed.GetValue(least) ? ExitCodes.Pass : ExitCodes.Fail;
        });
        return command;
    }

    private static MutationRequest Request(string? file, string? rule)
    {
        if (file is not null && !File.Exists(file))
            throw new LabException($"{file} does not exist. Name a file of Prometheus rules.");
        return new MutationRequest
        {
            Source = file ?? $"fixtures/monitoring/rules/{TimelineView.CorrectedFile}",
            Text = file is null ? ProjectFiles.Read("monitoring", "rules", TimelineView.CorrectedFile) : File.ReadAllText(file),
            LoadedAs = TimelineView.CorrectedFile,
            OtherRules = Directory.GetFiles(RuleTestFiles.RulesFolder, "*.yml").Where(f => Path.GetFileName(f) != TimelineView.CorrectedFile)
                .ToDictionary(f => Path.GetFileName(f), File.ReadAllText),
            Generated = RuleTestFiles.Committed,
            ByHand = RuleTestFiles.ByHand,
            Recordings = RecordingFolder.Shipped,
            Rule = rule,
        };
    }

    private static void Show(MutationReport report, MutateFormat format)
    {
        if (format is MutateFormat.Text)
            MutationView.Show(report);
        else
            Console.Write(format is MutateFormat.Json ? MutationText.Json(report) : MutationText.Markdown(report));
    }
}
