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
        var result = await Cli.Wrap(tool).WithArguments(arguments).WithValidation(CommandResultValidation.None)
            .WithEnvironmentVariables(PromtoolEnvironment.Variables).ExecuteBufferedAsync();
        return (result.ExitCode, result.StandardOutput + result.StandardError);
    }

    /// <summary>Runs the text of one file of tests against copies of the rules, changed by name and text.</summary>
    public static async Task<(int ExitCode, string Output)> RunCopyAsync(string tests, Func<string, string, string> ruleChange)
    {
        var copy = Directory.CreateTempSubdirectory("valeo-chaos-rules-");
        try
        {
            foreach (var rules in Directory.GetFiles(Folder, "*.yml"))
                await File.WriteAllTextAsync(Path.Combine(copy.FullName, Path.GetFileName(rules)), ruleChange(Path.GetFileName(rules), await File.ReadAllTextAsync(rules)));
            var file = Path.Combine(copy.CreateSubdirectory("tests").FullName, "copy.test.yml");
            await File.WriteAllTextAsync(file, tests);
            return await RunAsync("promtool", "test", "rules", file);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }
}
