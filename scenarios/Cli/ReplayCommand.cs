using System.CommandLine;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Replaying;
using ValeoChaos.Lab;
using ValeoChaos.Lab.Monitoring;
using ValeoChaos.Lab.Recordings;

namespace ValeoChaos.Cli;

internal enum ReplayFormat { Text, Json, Markdown }

/// <summary>Judges rules by runs that are over.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var rules = new Argument<string?>("rules") { Description = "Rule file to judge; the project's own where it is left out", Arity = ArgumentArity.ZeroOrOne };
        var recordings = new Argument<string[]>("recording")
        {
            Description = "Results folders of runs, or folders of such folders; the recordings that ship with the project where none is named",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var format = CommandLine.OneOf("--format", "How to show the result", ReplayFormat.Text);
        var provision = CommandLine.ProvisionOption();
        var command = new Command("replay", "Judge alert rules by recorded runs, in virtual time and without a cluster") { rules, recordings, format, provision };
        command.SetAction(async (parsed, cancellation) =>
        {
            var chosen = (parsed.GetValue(recordings) ?? []).SelectMany(RecordingFolder.Find).DistinctBy(r => r.Path).ToList();
            var promtool = await Promtool.RequireAsync(parsed.GetValue(provision), Console.Error.WriteLine, cancellation);
            var report = await new RuleReplay(promtool, Environment.ProcessorCount).RunAsync(
                Rules(parsed.GetValue(rules)), chosen.Count > 0 ? chosen : RecordingFolder.Shipped, cancellation);
            Show(report, parsed.GetValue(format));
            return ExitCodes.Of(report.Matrix.Outcome);
        });
        return command;
    }

    private static List<ReplayRules> Rules(string? file)
    {
        if (Directory.Exists(file))
            throw new LabException($"{file} is a folder. First comes the rule file to judge, then the recordings: replay fixtures/monitoring/rules/{TimelineView.CorrectedFile} {file}");
        if (file is not null)
            return [new ReplayRules(file, File.Exists(file) ? File.ReadAllText(file) : throw new LabException($"{file} does not exist. Name a file of Prometheus rules."), ReplayRole.Required)];
        return [Own(TimelineView.CorrectedFile, ReplayRole.Required), Own(TimelineView.RunbookFile, ReplayRole.AsWritten)];

        static ReplayRules Own(string name, ReplayRole role) => new($"fixtures/monitoring/rules/{name}", ProjectFiles.Read("monitoring", "rules", name), role);
    }

    private static void Show(ReplayReport report, ReplayFormat format)
    {
        if (format is ReplayFormat.Text)
            ReplayView.Show(report);
        else
            Console.Write(format is ReplayFormat.Json ? ReplayText.Json(report) : ReplayText.Markdown(report));
    }
}
