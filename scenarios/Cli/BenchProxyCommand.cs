using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using ValeoChaos.Lab.Benchmarks;

namespace ValeoChaos.Cli;

/// <summary>The lab agent's TCP proxy, measured against its goals.</summary>
internal static class BenchProxyCommand
{
    public static Command Create()
    {
        var provision = CommandLine.ProvisionOption();
        var command = new Command("proxy", "The lab agent's TCP proxy beside no proxy and beside HAProxy") { provision };
        command.SetAction(async (parsed, cancellation) =>
        {
            var benchmark = new ProxyBenchmark(TimeProvider.System, line => Console.WriteLine($"   {line}"));
            return Show(await benchmark.RunAsync(parsed.GetValue(provision), cancellation));
        });
        return command;
    }

    private static int Show(ProxyBenchmarkResult result)
    {
        var table = new Table().Title(Markup.Escape($"TCP proxy without a toxic, loopback ({result.Machine})")).Border(TableBorder.Ascii2)
            .AddColumns("path", "round trip median", "p99", "added to median", "throughput", "of direct");
        foreach (var path in new[] { result.Direct, result.Ours, result.HaProxy })
        {
            if (path is null)
                table.AddRow("haproxy", "not installed", "", "", "", "");
            else
                table.AddRow(
                    path.Name, Text($"{path.MedianMicroseconds:0.0} us"), Text($"{path.P99Microseconds:0.0} us"), Text($"{path.MedianMicroseconds - result.Direct.MedianMicroseconds:+0.0;-0.0;0.0} us"),
                    Text($"{path.GigabytesPerSecond:0.00} GB/s"), Text($"{path.GigabytesPerSecond / result.Direct.GigabytesPerSecond:0.00}"));
        }

        var console = Terminal.Open();
        console.Write(table);
        if (result.HaProxy is { } haproxy)
            Console.WriteLine(Text($"beside haproxy: round trip {result.Ours.MedianMicroseconds / haproxy.MedianMicroseconds:0.00} x, throughput {result.Ours.GigabytesPerSecond / haproxy.GigabytesPerSecond:0.00} x"));
        Goal(result.LatencyMet, Text($"adds at most {ProxyBenchmarkResult.MaxAddedMicroseconds:0} us to the median round trip: {result.AddedMicroseconds:0.0} us"));
        Goal(result.ThroughputMet, Text($"passes at least {result.RequiredGigabytesPerSecond:0.00} GB/s (1 GB/s or haproxy's, whichever is lower): {result.Ours.GigabytesPerSecond:0.00} GB/s"));
        return result.LatencyMet && result.ThroughputMet ? ExitCodes.Pass : ExitCodes.Fail;
    }

    private static void Goal(bool met, string text) => AnsiConsole.MarkupLine($"{(met ? "[green]met[/]    " : "[red]NOT MET[/]")} {Markup.Escape(text)}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
