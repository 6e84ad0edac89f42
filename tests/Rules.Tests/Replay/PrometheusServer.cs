using System.Text.RegularExpressions;
using CliWrap;

namespace ValeoChaos.RulesTests.Replay;

/// <summary>A Prometheus of its own on a free port, over blocks that promtool made.</summary>
internal sealed partial class PrometheusServer : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> log = [];
    private readonly Task process;

    private PrometheusServer(string folder) =>
        process = Cli.Wrap("prometheus").WithArguments([
            $"--config.file={Path.Combine(folder, "prometheus.yml")}", $"--storage.tsdb.path={Path.Combine(folder, "data")}",
            "--storage.tsdb.retention.time=100y", "--web.listen-address=127.0.0.1:0",
        ]).WithValidation(CommandResultValidation.None).WithStandardErrorPipe(PipeTarget.ToDelegate(Read)).ExecuteAsync(stop.Token);

    public Uri Address { get; private set; } = null!;

    /// <param name="folder">It holds <c>prometheus.yml</c> and the blocks in <c>data</c>.</param>
    /// <param name="cancellation">Ends the wait for it.</param>
    public static async Task<PrometheusServer> StartAsync(string folder, CancellationToken cancellation)
    {
        var server = new PrometheusServer(folder);
        try
        {
            await Task.WhenAny(Task.WhenAll(server.address.Task, server.ready.Task), server.process).WaitAsync(cancellation);
            server.Address = server.address.Task.IsCompleted ? await server.address.Task
                : throw new InvalidOperationException($"Prometheus ended: {string.Join('\n', server.log)}");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private void Read(string line)
    {
        log.Add(line);
        if (ListeningOn().Match(line) is { Success: true } listening)
            address.TrySetResult(new Uri($"http://{listening.Groups[1].Value}/"));
        if (line.Contains("Server is ready", StringComparison.Ordinal))
            ready.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await process.ContinueWith(_ => { }, TaskScheduler.Default);
        stop.Dispose();
    }

    [GeneratedRegex("""msg="Listening on" address=(127\.0\.0\.1:\d+)""")]
    private static partial Regex ListeningOn();
}
