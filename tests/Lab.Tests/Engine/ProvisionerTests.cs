using CliWrap;
using ValeoChaos.Core.Running;
using ValeoChaos.Lab.Engine;

namespace ValeoChaos.Lab.Tests.Engine;

public sealed class ProvisionerTests
{
    [Test, CancelAfter(20_000)]
    public async Task A_program_that_changes_the_machine_is_interrupted_and_not_killed(CancellationToken cancellation)
    {
        using var folder = WorkFolder.Create("tidy");
        var (begun, tidied) = (Path.Combine(folder.FullName, "begun"), Path.Combine(folder.FullName, "tidied"));
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // By way of env, for a run in the background ignores interrupts and so would what it starts.
        var program = Cli.Wrap("env").WithArguments(["--default-signal=INT", "bash", "-c", "trap 'touch \"$2\"; exit 1' INT; touch \"$1\"; while :; do :; done", "bash", begun, tidied]);
        var running = Provisioner.RunTidilyAsync(program, interrupt.Token);
        await new Eventually(TimeProvider.System).ReachAsync(
            "the program to begin", _ => Task.FromResult(new Observation<bool>(File.Exists(begun), true, "not yet")), TimeSpan.FromSeconds(10), cancellation);
        await interrupt.CancelAsync();
        await FluentActions.Awaiting(() => running).Should().ThrowAsync<OperationCanceledException>();
        File.Exists(tidied).Should().BeTrue("a mount that stays would be in the way of the next run");
    }
}
