using CliWrap;
using CliWrap.Buffered;
using ValeoChaos.Lab;
using ValeoChaos.Lab.Engine;
using ValeoChaos.Lab.Monitoring;

[assembly: Parallelizable(ParallelScope.All)]
// Most of them wait for promtool.
[assembly: LevelOfParallelism(8)]

namespace ValeoChaos.RulesTests;

/// <summary>Prometheus's and Alertmanager's own checkers. Where they cannot be had the tests fail: a skipped proof looks like one.</summary>
[SetUpFixture]
public sealed class RuleTool
{
    public static string Folder { get; } = ProjectFiles.Fixture("monitoring", "rules");

    [OneTimeSetUp]
    public async Task Require()
    {
        await Provisioner.RequireAsync("promtool", "prometheus", Provisioner.AskedFor, TimeProvider.System, TestContext.Progress.WriteLine, CancellationToken.None);
        await Provisioner.RequireAsync("amtool", "prometheus-alertmanager", Provisioner.AskedFor, TimeProvider.System, TestContext.Progress.WriteLine, CancellationToken.None);
    }

    /// <returns>The tool's exit code and what it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string tool, params string[] arguments)
    {
        using var storage = PromtoolEnvironment.Storage();
        var result = await Cli.Wrap(tool).WithArguments(arguments).WithValidation(CommandResultValidation.None)
            .WithEnvironmentVariables(PromtoolEnvironment.Variables(storage)).ExecuteBufferedAsync();
        return (result.ExitCode, result.StandardOutput + result.StandardError);
    }

    /// <summary>Tests dealt out to a promtool for each processor.</summary>
    /// <returns>What all of them wrote.</returns>
    public static async Task<string> TestAsync(IReadOnlyCollection<string> paths)
    {
        var shares = Promtool.Deal(paths, path => new FileInfo(path).Length, Environment.ProcessorCount);
        var answers = await Task.WhenAll(shares.Select(share => RunAsync("promtool", ["test", "rules", .. share])));
        return string.Concat(answers.Select(answer => answer.Output));
    }
}
