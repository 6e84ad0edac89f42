using System.CommandLine;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Reporting;
using ValeoChaos.Lab.Results;

namespace ValeoChaos.Cli;

/// <summary>Rounds that ran at different times, a pipeline's nights for instance, beside each other.</summary>
internal static class StabilityCommand
{
    public static Command Create()
    {
        var folders = new Argument<string[]>("results") { Description = "Folders that runs were written to with --results", Arity = ArgumentArity.OneOrMore };
        var command = new Command("stability", "Judge all runs in folders of results again and show how alike they are, without a cluster") { folders };
        command.SetAction(parsed =>
        {
            var parents = parsed.GetRequiredValue(folders);
            var runs = parents.SelectMany(ResultsFolder.Below).Select(Again).ToList();
            StabilityView.Show(Stability.Of(runs), parents[^1]);
            return ExitCodes.Of(runs.Select(r => r.Verdict?.Outcome ?? Outcome.Inconclusive).Max());
        });
        return command;
    }

    private static RepeatedRun Again(ResultsFolder results)
    {
        if (!results.IsFinished)
            return new RepeatedRun($"{results.Name} (not finished)", null);
        var timeline = ResultsFolder.Open(results.Path).Timeline;
        return new RepeatedRun(timeline.Scenario.FullName, Judge.Decide(timeline));
    }
}
