using System.CommandLine;
using ValeoChaos.Lab.Monitoring;
using ValeoChaos.Lab.RuleTests;
using ValeoChaos.Scenarios;

namespace ValeoChaos.Cli;

/// <summary>The catalogue against the rules, in production durations and in seconds.</summary>
internal static class RulesTestCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("scenario")
        {
            Description = "Full names (DatabaseDown/postgresql-pod-down) or alerts (DatabaseDown); everything, and the tests by hand, where none is named",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var rules = new Option<FileInfo?>("--rules") { Description = "A rule file that stands in the place of corrected.yml; its alerts have the same names" };
        var regenerate = new Option<bool>("--regenerate") { Description = "Write the committed tests anew from the catalogue first" };
        var provision = CommandLine.ProvisionOption();
        var command = new Command("test", "Run the unit tests of the rules, those by hand and those that the catalogue gives") { names, rules, regenerate, provision };
        command.SetAction(async (parsed, cancellation) =>
        {
            var promtool = await Promtool.RequireAsync(parsed.GetValue(provision), Console.WriteLine, cancellation);
            var run = new RuleTestRun(promtool, VirtualScenarios.WithCatalogue);
            if (parsed.GetValue(regenerate))
                Regenerate(run);
            var chosen = parsed.GetValue(names) is { Length: > 0 } choice ? new ScenarioChoice { Names = choice }.Of(VirtualScenarios.WithCatalogue) : null;
            var results = await run.RunAsync(chosen, parsed.GetValue(rules)?.FullName, cancellation);
            RuleTestView.Show(results);
            return results.Passed ? ExitCodes.Pass : ExitCodes.Fail;
        });
        return command;
    }

    private static void Regenerate(RuleTestRun run)
    {
        var generated = run.Generate();
        foreach (var line in RuleTestFiles.Stale(generated))
            Console.WriteLine($"written anew: {line}");
        RuleTestFiles.Write(generated);
    }
}
