using System.CommandLine;
using ValeoChaos.Core.RuleChecks;
using ValeoChaos.Core.RuleChecks.Output;
using ValeoChaos.Lab.RuleChecks;

namespace ValeoChaos.Cli;

/// <summary><c>rules check</c>.</summary>
internal static class RulesCheckCommand
{
    private enum Format { Text, Json, Sarif, Github }

    private enum FailOn { Error, Warning, Info, Never }

    public static Command Create()
    {
        var files = new Argument<string[]>("file")
        {
            Description = "Rule files: plain, PrometheusRule, ConfigMap, or a Markdown runbook with YAML blocks; - reads standard input", Arity = ArgumentArity.OneOrMore,
        };
        var metrics = new Option<string[]>("--metrics") { Description = "A saved /metrics page, FILE or JOB=FILE; may be given again", Arity = ArgumentArity.OneOrMore };
        var prometheus = new Option<Uri?>("--prometheus") { Description = "A running Prometheus to ask which series there are, instead of saved pages", CustomParser = Address };
        var scrape = new Option<string?>("--scrape-config") { Description = "prometheus.yml: the jobs and the labels of their targets" };
        var runbook = new Option<string?>("--runbook") { Description = "The runbook, whose thresholds, times, severities and alerts the rules should have" };
        var alertmanager = new Option<string?>("--alertmanager") { Description = "alertmanager.yml: whom each alert reaches (asked of amtool)" };
        var proofs = new Option<string?>("--proofs") { Description = "Folder that gets the unit tests that prove the findings" };
        var format = CommandLine.OneOf("--format", "text, json, sarif (2.1.0) or github (annotations)", Format.Text);
        var output = new Option<string?>("-o", "--output") { Description = "File that gets the report, instead of standard output" };
        var failOn = CommandLine.OneOf("--fail-on", "The least severity with which the exit code is 1", FailOn.Error);
        var provision = CommandLine.ProvisionOption();
        var command = new Command("check", "Find what is wrong with alert rules, each finding with a proof that promtool accepts")
        {
            files, metrics, prometheus, scrape, runbook, alertmanager, proofs, format, output, failOn, provision,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var request = new CheckRequest
            {
                Files = parsed.GetRequiredValue(files), Metrics = parsed.GetValue(metrics) ?? [], Prometheus = parsed.GetValue(prometheus),
                ScrapeConfig = parsed.GetValue(scrape), Runbook = parsed.GetValue(runbook), Alertmanager = parsed.GetValue(alertmanager),
                Proofs = parsed.GetValue(proofs), Provision = parsed.GetValue(provision),
            };
            var report = await new CheckSession(request, Console.In, TimeProvider.System, Console.Error.WriteLine).RunAsync(cancellation);
            await WriteAsync(Text(report, parsed.GetValue(format)), parsed.GetValue(output), cancellation);
            return Fails(report, parsed.GetValue(failOn)) ? ExitCodes.Fail : ExitCodes.Pass;
        });
        return command;
    }

    private static Uri? Address(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            if (address.UserInfo.Length == 0)
                return address;
            // Not repeated: it would stand in a pipeline's log.
            result.AddError("--prometheus takes no user and no password in its address: they would not be sent. Name a Prometheus, or a proxy in front of it, that asks for none.");
            return null;
        }

        result.AddError($"\"{result.Tokens[0].Value}\" is no address. Write, for instance, --prometheus http://localhost:9090");
        return null;
    }

    private static bool Fails(CheckReport report, FailOn least) => report.Worst is { } worst && least switch
    {
        FailOn.Error => worst == Severity.Error,
        FailOn.Warning => worst >= Severity.Warning,
        FailOn.Info => true,
        _ => false,
    };

    private static string Text(CheckReport report, Format format) => format switch
    {
        Format.Json => ReportJson.Of(report),
        Format.Sarif => ReportSarif.Of(report),
        Format.Github => ReportGithub.Of(report),
        _ => ReportText.Of(report),
    };

    private static async Task WriteAsync(string text, string? file, CancellationToken cancellation)
    {
        if (file is null)
            await Console.Out.WriteAsync(text.AsMemory(), cancellation);
        else
            await File.WriteAllTextAsync(file, text, cancellation);
    }
}
