using System.Management.Automation;
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
        Run(("List", true)).Should().Contain(line => line.StartsWith("DatabaseDown/postgresql-pod-down", StringComparison.Ordinal));

    [TestCaseSource(nameof(WithManagedDatabase)), CancelAfter(400_000)]
    public void It_proves_a_managed_database(string scenario)
    {
        var results = Directory.CreateTempSubdirectory("valeo-chaos-test-").FullName;
        try
        {
            var output = Run(("Scenario", scenario), ("Speed", 20.0), ("Results", results), ("Provision", LabRun.Provision));
            var verdict = Directory.GetFiles(results, "verdict.json", SearchOption.AllDirectories).Should().ContainSingle("{0}", string.Join('\n', output)).Subject;
            using var json = JsonDocument.Parse(File.ReadAllText(verdict));
            json.RootElement.GetProperty("outcome").GetString().Should().Be("pass", "{0}", string.Join('\n', output));
            json.RootElement.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("title").GetString())
                .Should().Contain("\"Check PostgreSQL pod\" cannot tell this fault from health");
        }
        finally
        {
            Directory.Delete(results, recursive: true);
        }
    }

    private static IEnumerable<string> WithManagedDatabase => ScenarioCatalog.All.Where(s => s.Database is DatabaseForm.Container).Select(s => s.FullName);

    private static List<string> Run(params (string Name, object Value)[] parameters)
    {
        using var shell = PowerShell.Create();
        shell.AddCommand(Path.Combine(ProjectFiles.Root, "run-scenarios.ps1"));
        foreach (var (name, value) in parameters)
            shell.AddParameter(name, value);
        return [.. shell.Invoke().Select(line => line.ToString())];
    }
}
