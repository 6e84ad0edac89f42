using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Spectre.Console;
using ValeoChaos.Lab.Benchmarks;

namespace ValeoChaos.Cli;

/// <summary><c>bench load</c>, and the two processes it starts.</summary>
internal static class BenchLoadCommand
{
    private const string Target = "load-target";
    private const string Generator = "load-generator";

    public static Command Create()
    {
        var provision = CommandLine.ProvisionOption();
        var rounds = new Option<int>("--rounds") { Description = "How often all take their turn; the median counts", DefaultValueFactory = _ => 3 };
        rounds.Validators.Add(CommandLine.AtLeastOne<int>("--rounds", "At least one round is needed"));
        var seconds = new Option<double>("--seconds") { Description = "How long each turn lasts", DefaultValueFactory = _ => 4 };
        seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 1 and <= 600))
                result.AddError("A turn of that length measures nothing. Take --seconds from 1 to 600.");
        });
        var command = new Command("load", "The load engines beside wrk and hey") { provision, rounds, seconds };
        command.SetAction(async (parsed, cancellation) =>
        {
            var figures = await new LoadBenchmark(
                Self(), parsed.GetValue(provision), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), Console.WriteLine).RunAsync(cancellation);
            var goals = LoadBenchmark.Judge(figures);
            Show(figures, goals);
            return goals.All(g => g.Met) ? ExitCodes.Pass : ExitCodes.Fail;
        });
        return command;
    }

    /// <summary>A server that does next to nothing, until its standard input ends.</summary>
    public static Command CreateTarget()
    {
        var command = new Command(Target) { Hidden = true };
        command.SetAction(async (_, cancellation) =>
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            await using var app = builder.Build();
            app.Run(http =>
            {
                http.Response.ContentLength = 2;
                return http.Response.Body.WriteAsync("ok"u8.ToArray()).AsTask();
            });
            await app.StartAsync(cancellation);
            Console.WriteLine(app.Urls.First());
            await Console.In.ReadToEndAsync(cancellation);
            return ExitCodes.Pass;
        });
        return command;
    }

    public static Command CreateGenerator()
    {
        var engine = new Argument<string>("engine");
        var rate = new Argument<double>("rate");
        var seconds = new Argument<double>("seconds");
        var server = new Argument<Uri>("server") { CustomParser = result => new Uri(result.Tokens[0].Value) };
        var command = new Command(Generator) { engine, rate, seconds, server };
        command.Hidden = true;
        command.SetAction(async (parsed, cancellation) =>
        {
            var sample = await LoadGenerator.RunAsync(
                parsed.GetRequiredValue(engine), parsed.GetRequiredValue(rate), TimeSpan.FromSeconds(parsed.GetRequiredValue(seconds)),
                parsed.GetRequiredValue(server), TimeProvider.System, cancellation);
            Console.WriteLine(JsonSerializer.Serialize(sample));
            return ExitCodes.Pass;
        });
        return command;
    }

    private static OwnProcess Self()
    {
        var program = Environment.ProcessPath!;
        // Under "dotnet valeo-chaos.dll" the process is dotnet, and the assembly its first argument.
        string[] before = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Environment.GetCommandLineArgs()[0], "bench"] : ["bench"];
        return new OwnProcess(program, [.. before, Target], (engine, rate, each, server) =>
            [.. before, Generator, engine, rate.ToString(CultureInfo.InvariantCulture), each.TotalSeconds.ToString(CultureInfo.InvariantCulture), server.ToString()]);
    }

    private static void Show(IReadOnlyList<LoadFigure> figures, IReadOnlyList<BenchmarkGoal> goals)
    {
        var console = Terminal.Open();
        var table = new Table().Title("load engines and peers").Border(TableBorder.Ascii2)
            .AddColumns("generator", "asked for/s", "achieved/s", "off by", "schedule error p99", "CPU ms per 1000", "times built-in");
        foreach (var figure in figures.OrderBy(f => f.Rate ?? double.MaxValue).ThenByDescending(f => f.Own))
        {
            var (sample, own) = (figure.Sample, figures.First(f => f.Own && f.Rate == (figure.Rate ?? LoadBenchmark.HighestRate) && f.Generator == "built-in").Sample);
            table.AddRow(
                figure.Generator, Text(figure.Rate, "0"), Text(sample.Achieved, "0.0"),
                figure.Rate is { } rate ? Text((sample.Achieved / (sample.Offered ?? rate) * 100) - 100, "+0.00;-0.00") + " %" : "-",
                sample.ScheduleErrorP99Ms is { } error ? Text(error, "0.00") + " ms" : "-",
                Text(sample.CpuPer1000Ms, "0.0"), Text(sample.CpuPer1000Ms / own.CpuPer1000Ms, "0.00"));
        }

        console.Write(table);
        foreach (var goal in goals)
            console.MarkupLine($"{(goal.Met ? "[green]met[/]     " : "[red]NOT MET[/] ")} {Markup.Escape(goal.Text)}: {Markup.Escape(goal.Seen)}");
        Console.WriteLine($"machine: {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, load average {LoadAverage()}{Debug()}");
    }

    private static string LoadAverage() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";

    private static string Debug() => typeof(LoadBenchmark).Assembly.GetCustomAttributes(typeof(DebuggableAttribute), false)
        is [DebuggableAttribute { IsJITOptimizerDisabled: true }] ? "; DEBUG build, its figures are too high: dotnet run -c Release" : "";

    private static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
