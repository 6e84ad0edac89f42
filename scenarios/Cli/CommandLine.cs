using System.CommandLine;
using System.CommandLine.Parsing;
using ValeoChaos.Lab.Cluster;
using ValeoChaos.Lab.Engine;
using ValeoChaos.Lab.Images;
using ValeoChaos.Scenarios;

namespace ValeoChaos.Cli;

/// <summary>The commands and their options.</summary>
internal static class CommandLine
{
    public static RootCommand Create() => new("Proves on a real cluster whether the on-call runbook of VALEO-NeuroERP is true.")
    {
        Run(), List(), JudgeAgain(), StabilityCommand.Create(), Down(), ReplayCommand.Create(), MutateCommand.Create(), ExportCommand.Create(), RulesCommand.Create(), BenchCommand.Create(),
    };

    public static Option<bool> ProvisionOption() => new("--provision")
    {
        Description = "Install and start what is missing (also VALEO_CHAOS_PROVISION=1)",
        DefaultValueFactory = _ => Provisioner.AskedFor,
    };

    /// <summary>An option that takes one name of an enumeration. Left to itself the library would take numbers as well, and several names at once.</summary>
    public static Option<T> OneOf<T>(string name, string description, T usual)
        where T : struct, Enum
    {
        var option = new Option<T>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.CustomParser = result =>
        {
            var names = Enum.GetNames<T>();
            if (Array.Find(names, known => known.Equals(result.Tokens[0].Value, StringComparison.OrdinalIgnoreCase)) is { } known)
                return Enum.Parse<T>(known);
            result.AddError($"{name} cannot be \"{result.Tokens[0].Value}\". Take one of: {string.Join(", ", names.Select(known => known.ToLowerInvariant()))}.");
            return usual;
        };
        return option;
    }

    public static Action<OptionResult> AtLeastOne<T>(string option, string problem) => result =>
    {
        if (result.GetValueOrDefault<T>() is int and < 1)
            result.AddError($"{problem}. Take {option} 1 or more.");
    };

    private static Command Run()
    {
        var names = new Argument<string[]>("scenario")
        {
            Description = "Full names (DatabaseDown/postgresql-pod-down), alerts (DatabaseDown), or all; the options below narrow them",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var alerts = Values("--alert", "Only scenarios of this alert; may be given again");
        var causes = Values("--cause", "Only scenarios of this cause, as the runbook words it; may be given again");
        var categories = Values("--category", "Only scenarios of this category: pod, container, quiet; may be given again");
        var lanes = new Option<int?>("--lanes") { Description = "How many labs may be up at once; where it is left out, what the machine has of cores and memory and what its host leaves of them decide" };
        lanes.Validators.Add(AtLeastOne<int?>("--lanes", "At least one lane is needed"));
        var times = new Option<int>("--times") { Description = "Run what is chosen so many times, one round after the other, and show how alike the rounds are", DefaultValueFactory = _ => 1 };
        times.Validators.Add(AtLeastOne<int>("--times", "One round is needed at least"));
        var speed = new Option<double>("--speed") { Description = "How many times faster than production the clock runs; 1 for production time", DefaultValueFactory = _ => 20 };
        var results = new Option<string>("--results") { Description = "Folder that gets one results folder for each scenario", DefaultValueFactory = _ => "results" };
        var images = OneOf("--images", "auto asks the registry and builds from Debian's packages where none answers", ImageSource.Auto);
        var provision = ProvisionOption();
        var keep = new Option<bool>("--keep") { Description = "Leave the labs up that are up at the end" };
        var command = new Command("run", "Run scenarios and judge them") { names, alerts, causes, categories, lanes, times, speed, results, images, provision, keep };
        command.SetAction((parsed, cancellation) => new RunCommand
        {
            Choice = new ScenarioChoice
            {
                Names = parsed.GetValue(names) ?? [], Alerts = parsed.GetValue(alerts) ?? [], Causes = parsed.GetValue(causes) ?? [],
                Categories = parsed.GetValue(categories) ?? [],
            },
            Lanes = parsed.GetValue(lanes),
            Times = parsed.GetValue(times),
            Speed = parsed.GetRequiredValue(speed),
            Results = parsed.GetRequiredValue(results),
            Images = parsed.GetRequiredValue(images),
            Provision = parsed.GetValue(provision),
            Keep = parsed.GetValue(keep),
        }.RunAsync(cancellation));
        return command;
    }

    private static Option<string[]> Values(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.OneOrMore };

    private static Command List()
    {
        var command = new Command("list", "List the scenarios");
        command.SetAction(_ =>
        {
            foreach (var scenario in ScenarioCatalog.All)
                Console.WriteLine($"{scenario.FullName,-42} {scenario.Summary}");
            return ExitCodes.Pass;
        });
        return command;
    }

    private static Command JudgeAgain()
    {
        var folder = new Argument<string>("results folder") { Description = "Folder of a finished run" };
        var command = new Command("judge", "Judge a finished run again, without a cluster") { folder };
        command.SetAction(parsed =>
        {
            var (results, timeline) = Lab.Results.ResultsFolder.Open(parsed.GetRequiredValue(folder));
            var verdict = Core.Judging.Judge.Decide(timeline);
            results.WriteVerdict(timeline, verdict);
            VerdictView.Show(timeline, verdict, results.Path);
            return ExitCodes.Of([verdict]);
        });
        return command;
    }

    private static Command Down()
    {
        var lab = new Argument<string?>("lab") { Description = "The lab's id; every kept lab where it is left out", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("down", "Remove labs that were kept, and leftovers of dead runs") { lab };
        command.SetAction(async (parsed, cancellation) =>
        {
            var named = parsed.GetValue(lab);
            LabFolder.RequireKept(named);
            await DockerEngine.EnsureAsync(provision: false, TimeProvider.System, Console.WriteLine, cancellation);
            var removed = await LabSweeper.RemoveKeptAsync(named, Console.WriteLine, cancellation)
                + await LabSweeper.SweepAsync(Console.WriteLine, cancellation);
            Console.WriteLine($"{removed} containers and networks removed");
            return ExitCodes.Pass;
        });
        return command;
    }
}
