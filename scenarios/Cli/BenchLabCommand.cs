using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Lab;
using ValeoChaos.Lab.Benchmarks;

namespace ValeoChaos.Cli;

/// <summary>The boot of a lab by its phases, against its bound.</summary>
internal static class BenchLabCommand
{
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "How many boots; the median counts", DefaultValueFactory = _ => 3 };
        rounds.Validators.Add(CommandLine.AtLeastOne<int>("--rounds", "At least one round is needed"));
        var database = CommandLine.OneOf("--database", "Where PostgreSQL runs", DatabaseForm.Pod);
        var provision = CommandLine.ProvisionOption();
        var command = new Command("lab", "The boot of a lab, by its phases") { rounds, database, provision };
        command.SetAction(async (parsed, cancellation) => Show(await new LabBenchmark(
            parsed.GetValue(rounds), parsed.GetValue(provision), parsed.GetValue(database), TimeProvider.System, line => Console.WriteLine($"   {line}")).RunAsync(cancellation)));
        return command;
    }

    private static int Show(IReadOnlyList<BootPhases> boots)
    {
        var table = new Table().Title(Markup.Escape($"boot of a lab, {boots.Count} rounds, {Environment.ProcessorCount} cores")).Border(TableBorder.Ascii2)
            .AddColumns("phase", "median", "fastest", "slowest", Text($"share of {LabBenchmark.Bound.TotalSeconds:0} s"));
        (string Name, Func<BootPhases, TimeSpan> Of)[] phases =
            [("node", b => b.Node), ("deployments", b => b.Deployments), ("monitoring's first look", b => b.Monitoring), ("all", b => b.Total)];
        foreach (var (name, of) in phases)
        {
            var median = Seconds.Median(boots.Select(of));
            table.AddRow(name, Seconds.Plain(median), Seconds.Plain(boots.Min(of)), Seconds.Plain(boots.Max(of)), Text($"{median / LabBenchmark.Bound:0 %}"));
        }

        var console = Terminal.Open();
        console.Write(table);
        var met = Seconds.Median(boots.Select(b => b.Total)) <= LabBenchmark.Bound;
        console.MarkupLine(met ? "[green]met[/]" : Text($"[red]NOT MET[/]: at most {LabBenchmark.Bound.TotalSeconds:0} s"));
        return met ? ExitCodes.Pass : ExitCodes.Fail;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
