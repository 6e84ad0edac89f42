using Docker.DotNet.Models;
using ValeoChaos.Core.Running;
using ValeoChaos.Lab.Cluster;
using ValeoChaos.Lab.Engine;
using ValeoChaos.Scenarios;

namespace ValeoChaos.ScenarioTests;

/// <summary>The command line from outside: what it answers, and that nothing of it stays.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class CommandLineTests
{
    private readonly Eventually eventually = new(TimeProvider.System);

    [Test]
    public void List_names_every_scenario()
    {
        var (code, output) = Run("list");
        code.Should().Be(0);
        output.Should().ContainAll(ScenarioCatalog.All.Select(s => s.FullName));
    }

    [Test]
    public void An_unknown_scenario_is_one_error_that_names_the_known_ones()
    {
        var (code, output) = Run("run", "Databasedwn");
        code.Should().Be(2);
        output.Trim().Split('\n').Should().ContainSingle().Which.Should().StartWith("error: There is no scenario \"Databasedwn\". Take one of: ").And.Contain("DatabaseDown/postgresql-pod-down");
    }

    [Test]
    public void An_impossible_speed_is_one_error() =>
        Run("run", "QuietDay", "--speed", "0").Should().Be((2, "error: A speed of 0 is not possible. Take a factor from 1 to 1000, for instance 20.\n"));

    [Test]
    public void A_missing_engine_is_one_error_that_names_the_flag()
    {
        using var cli = CommandLineProcess.Start(
            new Dictionary<string, string> { ["DOCKER_HOST"] = "unix:///nowhere/docker.sock", ["VALEO_CHAOS_PROVISION"] = "" }, "run", "QuietDay");
        cli.WaitForExit();
        cli.ExitCode.Should().Be(2);
        cli.Output.Trim().Split('\n').Should().ContainSingle().Which.Should().StartWith("error: No Docker engine answers at unix:///nowhere/docker.sock").And.Contain("--provision");
    }

    [Test]
    public void Where_nothing_could_run_no_results_folder_stays()
    {
        var results = Path.Combine(Path.GetTempPath(), $"valeo-chaos-none-{Guid.NewGuid():N}");
        using var cli = CommandLineProcess.Start(
            new Dictionary<string, string> { ["DOCKER_HOST"] = "unix:///nowhere/docker.sock", ["VALEO_CHAOS_PROVISION"] = "" }, "run", "QuietDay", "--results", results);
        cli.WaitForExit();
        (cli.ExitCode, Directory.Exists(results)).Should().Be((2, false));
    }

    [Test]
    public void A_malformed_address_of_the_engine_is_one_error_that_names_the_variable()
    {
        using var cli = CommandLineProcess.Start(new Dictionary<string, string> { ["DOCKER_HOST"] = "127.0.0.1:2375" }, "run", "QuietDay", "--results", Path.GetTempPath());
        cli.WaitForExit();
        (cli.ExitCode, cli.Output).Should().Be(
            (2, "error: DOCKER_HOST is \"127.0.0.1:2375\", which is no address of an engine. Write, for instance, unix:///var/run/docker.sock or tcp://127.0.0.1:2375.\n"));
    }

    [TestCase("error: The results folder \"\" cannot be made: ", "run", "QuietDay", "--results", "")]
    [TestCase("error: --images cannot be \"7\". Take one of: auto, registry, debian.", "run", "QuietDay", "--images", "7")]
    [TestCase("error: --format cannot be \"text,json\". Take one of: text, json, markdown.", "mutate", "--format", "text,json")]
    [TestCase("error: At least one round is needed. Take --rounds 1 or more.", "bench", "load", "--rounds", "0")]
    [TestCase("error: A turn of that length measures nothing. Take --seconds from 1 to 600.", "bench", "load", "--seconds", "-1")]
    [TestCase("error: There is no kept lab \"2d0e89x\".", "down", "2d0e89x")]
    public void What_an_option_cannot_be_is_one_error(string error, params string[] arguments)
    {
        var (code, output) = Run(arguments);
        code.Should().Be(2, output);
        output.Split('\n').Where(line => line.StartsWith("error:", StringComparison.Ordinal)).Should().ContainSingle().Which.Should().StartWith(error);
    }

    [Test]
    public void A_folder_without_a_timeline_is_one_error() =>
        Run("judge", "/nowhere").Should().Be((2, "error: /nowhere/timeline.json does not exist. Name the folder of a finished run.\n"));

    [Test]
    public void An_unknown_cause_is_one_error_that_names_the_known_ones()
    {
        var (code, output) = Run("run", "--cause", "Gremlins");
        code.Should().Be(2);
        output.Trim().Split('\n').Should().ContainSingle().Which.Should().StartWith("error: There is no cause \"Gremlins\". Take one of: ").And.Contain("PostgreSQL down");
    }

    [Test]
    public void No_lane_at_all_is_an_error() => Run("run", "all", "--lanes", "0").Output.Should().StartWith("error: At least one lane is needed.");

    [Test, CancelAfter(Lanes.PatienceMs)]
    public Task Interrupted_it_undoes_the_fault_and_leaves_nothing(CancellationToken cancellation) => InALaneAsync(async c =>
    {
        using var cli = await RunUntil("symptom: 3 of 3 pods 503", c);
        cli.Interrupt();
        await eventually.ReachAsync("the command line to end", _ => Task.FromResult(new Observation<bool>(cli.HasExited, true, cli.Output)), TimeSpan.FromMinutes(2), c);
        cli.ExitCode.Should().NotBe(0);
        cli.Output.Should().Contain("undo: the fault is gone, and /readyz is 200 on every pod");
        (await LeftOf(cli.Id, c)).Should().BeEmpty();
    }, cancellation);

    [Test, CancelAfter(Lanes.PatienceMs)]
    public Task Killed_it_leaves_what_the_next_start_removes(CancellationToken cancellation) => InALaneAsync(async c =>
    {
        using var cli = await RunUntil(": deployments", c);
        cli.Kill();
        cli.WaitForExit();
        (await LeftOf(cli.Id, c)).Should().NotBeEmpty("a killed process cannot clean up, or this test tests nothing");
        await LabSweeper.SweepAsync(TestContext.Progress.WriteLine, c);
        (await LeftOf(cli.Id, c)).Should().BeEmpty();
    }, cancellation);

    private static Task InALaneAsync(Func<CancellationToken, Task> test, CancellationToken cancellation) => Lanes.OutsideAsync(async c =>
    {
        await test(c);
        return true;
    }, cancellation);

    private async Task<CommandLineProcess> RunUntil(string said, CancellationToken cancellation)
    {
        var cli = CommandLineProcess.Start("run", "DatabaseDown/postgresql-pod-down", "--results", LabRun.Results);
        await eventually.ReachAsync(
            $"the command line to say \"{said}\"",
            _ => Task.FromResult(new Observation<bool>(cli.Output.Contains(said, StringComparison.Ordinal), true, cli.Output)), TimeSpan.FromMinutes(3), cancellation);
        return cli;
    }

    private static (int Code, string Output) Run(params string[] arguments) => CommandLineProcess.Run(arguments);

    private static async Task<IReadOnlyList<string>> LeftOf(int process, CancellationToken cancellation)
    {
        await DockerEngine.EnsureAsync(LabRun.Provision, TimeProvider.System, TestContext.Progress.WriteLine, cancellation);
        using var docker = DockerEngine.Connect();
        var containers = await docker.Containers.ListContainersAsync(new ContainersListParameters { All = true }, cancellation);
        var networks = await docker.Networks.ListNetworksAsync(new NetworksListParameters(), cancellation);
        return [.. containers.Where(c => Owned(c.Labels)).Select(c => c.Names[0]), .. networks.Where(n => Owned(n.Labels)).Select(n => n.Name)];

        bool Owned(IDictionary<string, string>? labels) =>
            labels is not null && labels.TryGetValue(LabOwner.OwnerLabel, out var owner) && LabOwner.Parse(owner)?.Process == process;
    }
}
