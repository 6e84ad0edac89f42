using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ValeoChaos.Lab;

namespace ValeoChaos.ScenarioTests;

/// <summary>run-scenarios.ps1 run by PowerShell's own engine.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class PowerShellTests
{
    [Test]
    public void It_lists_the_scenarios() =>
        Run(("List", true)).Output.Should().Contain(line => line.StartsWith("DatabaseDown/postgresql-pod-down", StringComparison.Ordinal));

    [Test]
    public void Its_exit_code_is_the_command_lines() => Run(("Scenario", "Databasedwn")).ExitCode.Should().Be(2);

    [Test]
    public void Scenario_results_folder_and_lanes_reach_the_command_line()
    {
        // /proc takes no folder from anybody, and both numbers are read before a lab is.
        Run(("Scenario", new[] { "QuietDay", "DatabaseDown" }), ("Results", "/proc/nowhere"), ("Lanes", 2)).ExitCode.Should().Be(2);
        Run(("Cause", "Gremlins")).ExitCode.Should().Be(2);
        Run(("Category", "quiet"), ("Lanes", 0)).ExitCode.Should().Be(2);
    }

    [Test]
    public void Without_the_SDK_it_fails() => Run(new SessionStateFunctionEntry("dotnet", "throw [System.Management.Automation.CommandNotFoundException]::new('dotnet')"), ("List", true)).ExitCode.Should().Be(2);

    private static (int ExitCode, List<string> Output) Run(params (string Name, object Value)[] parameters) => Run(null, parameters);

    /// <param name="replaced">Stands in a command's place, for the PATH belongs to every test of this process.</param>
    /// <param name="parameters">Of the script.</param>
    private static (int ExitCode, List<string> Output) Run(SessionStateFunctionEntry? replaced, params (string Name, object Value)[] parameters)
    {
        // The second default leaves out the console host, which no package brings.
        var state = InitialSessionState.CreateDefault2();
        if (replaced is not null)
            state.Commands.Add(replaced);
        using var runspace = RunspaceFactory.CreateRunspace(state);
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
