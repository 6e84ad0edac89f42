using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text.Json;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Lab;
using ValeoChaos.Scenarios;

namespace ValeoChaos.ScenarioTests;

/// <summary>run-scenarios.ps1 run by PowerShell's own engine; the scenarios with a managed database are proved through it.</summary>
public sealed class PowerShellTests
{
    [Test]
    public void It_lists_the_scenarios() =>
        Run(("List", true)).Output.Should().Contain(line => line.StartsWith("DatabaseDown/postgresql-pod-down", StringComparison.Ordinal));

    [Test]
    public void Its_exit_code_is_the_command_lines() => Run(("Scenario", "Databasedwn")).ExitCode.Should().Be(2);

    [TestCaseSource(nameof(WithManagedDatabase)), CancelAfter(400_000)]
    public void It_proves_a_managed_database(string scenario)
    {
        var results = Directory.CreateTempSubdirectory("valeo-chaos-test-").FullName;
        try
        {
            var (code, output) = Run(("Scenario", scenario), ("Speed", 20.0), ("Results", results), ("Provision", LabRun.Provision));
            var verdict = Directory.GetFiles(results, "verdict.json", SearchOption.AllDirectories).Should().ContainSingle("{0}", string.Join('\n', output)).Subject;
            using var json = JsonDocument.Parse(File.ReadAllText(verdict));
            json.RootElement.GetProperty("outcome").GetString().Should().Be("pass", "{0}", string.Join('\n', output));
            code.Should().Be(0);
            json.RootElement.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("title").GetString())
                .Should().Contain("\"Check PostgreSQL pod\" cannot tell this fault from health");
        }
        finally
        {
            Directory.Delete(results, recursive: true);
        }
    }

    private static IEnumerable<string> WithManagedDatabase => ScenarioCatalog.All.Where(s => s.Database is DatabaseForm.Container).Select(s => s.FullName);

    private static (int ExitCode, List<string> Output) Run(params (string Name, object Value)[] parameters)
    {
        // The second default leaves out the console host, which no package brings.
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        shell.AddCommand(Path.Combine(ProjectFiles.Root, "run-scenarios.ps1"));
        foreach (var (name, value) in parameters)
            shell.AddParameter(name, value);
        var output = shell.Invoke().Select(line => line.ToString()).ToList();
        shell.Streams.Error.Select(e => e.ToString()).Should().NotContain(line => line.Contains("not recognized", StringComparison.Ordinal), "every cmdlet the script uses must exist");
        return ((int)runspace.SessionStateProxy.GetVariable("LASTEXITCODE"), output);
    }
}
