using System.Globalization;
using System.Runtime.ExceptionServices;
using ValeoChaos.Core;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Reporting;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Lab;
using ValeoChaos.Lab.Engine;
using ValeoChaos.Lab.Images;
using ValeoChaos.Lab.Lanes;
using ValeoChaos.Lab.Results;
using ValeoChaos.Scenarios;

namespace ValeoChaos.Cli;

/// <summary>Runs the chosen scenarios on labs side by side and shows the verdicts and the matrix.</summary>
internal sealed record RunCommand
{
    public required ScenarioChoice Choice { get; init; }

    /// <summary>Null for what the machine carries.</summary>
    public required int? Lanes { get; init; }

    /// <summary>Rounds, one after the other on the same labs.</summary>
    public required int Times { get; init; }

    public required double Speed { get; init; }

    public required string Results { get; init; }

    public required ImageSource Images { get; init; }

    public required bool Provision { get; init; }

    public required bool Keep { get; init; }

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var chosen = Choice.Of(ScenarioCatalog.All);
        var scale = new TimeScale(Speed);
        var isNew = RunSession.Check(chosen, Results);
        void Say(string text) => Console.WriteLine($"   {text}");
        try
        {
            // Once and before any lane, so that what all of them lack is one error.
            await DockerEngine.EnsureAsync(Provision, TimeProvider.System, Say, cancellation);
        }
        catch when (isNew)
        {
            Directory.Delete(Results);
            throw;
        }

        var lanes = chosen.Count == 1 ? 1 : Math.Min(Lanes ?? await MachineCapacity.LanesAsync(Say, cancellation), chosen.Count);
        var view = new LiveView(several: lanes > 1);
        var runs = new List<Ended>();
        var start = TimeProvider.System.GetTimestamp();
        await using (var runner = new LaneRunner(lanes, Results, needs => OptionsFor(needs, scale), Keep))
        {
            for (var round = 0; round < Times; round++)
                runs.AddRange(await Task.WhenAll(Start(runner, chosen, view, cancellation)));
        }

        // Without any verdict there is nothing to show but what stands in the way.
        if (runs.TrueForAll(r => r.Run.Verdict is null))
            ExceptionDispatchInfo.Throw(runs.Select(r => r.Error).OfType<Exception>().First());
        var matrix = CoverageMatrix.Of(
            runs.TakeLast(chosen.Count).Select(r => r.Run), chosen.Count == ScenarioCatalog.All.Count ? Waivers.All : [], DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        var file = ResultsSummary.Write(Results, matrix);
        if (chosen.Count > 1)
        {
            MatrixView.Show(matrix, file);
            if (runs.TrueForAll(r => r.Error is null))
                ShowTime(TimeProvider.System.GetElapsedTime(start), RunSession.Floor(chosen, scale, lanes) * Times, lanes);
        }

        if (Times > 1)
            StabilityView.Show(Stability.Of(runs.Select(r => new RepeatedRun(r.Run.Scenario.FullName, r.Run.Verdict))), Results);
        foreach (var error in runs.Where(r => r.Error is not (null or OperationCanceledException)).Select(r => r.Error!.Message).Distinct())
            await Console.Error.WriteLineAsync($"error: {error}");
        return ExitCode(runs, matrix);
    }

    private static void ShowTime(TimeSpan took, TimeSpan floor, int lanes) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"took {took.TotalSeconds:0} s on {Counted.Of(lanes, "lane")}, {took / floor:0.00} times their floor of {floor.TotalSeconds:0} s"));

    private static int ExitCode(List<Ended> runs, CoverageMatrix matrix)
    {
        var outcomes = runs.Select(r => r.Run.Verdict?.Outcome ?? Outcome.Inconclusive).Append(matrix.Outcome).ToList();
        return outcomes.Contains(Outcome.Fail) ? ExitCodes.Fail
            : runs.Exists(r => r.Error is not (null or OperationCanceledException)) ? ExitCodes.Usage
            : outcomes.Contains(Outcome.Inconclusive) ? ExitCodes.Inconclusive : ExitCodes.Pass;
    }

    private LabOptions OptionsFor(LabNeeds needs, TimeScale scale) => new()
    {
        Database = needs.Database, Scale = scale, Images = Images, Provision = Provision, Clock = TimeProvider.System, Progress = _ => { },
    };

    private static List<Task<Ended>> Start(LaneRunner runner, IReadOnlyList<Scenario> chosen, LiveView view, CancellationToken cancellation)
    {
        using var together = runner.Gather();
        return [.. chosen.Select(scenario => RunOneAsync(runner, scenario, view, cancellation))];
    }

    private static async Task<Ended> RunOneAsync(LaneRunner runner, Scenario scenario, LiveView view, CancellationToken cancellation)
    {
        var lines = view.Of(scenario);
        var request = new LaneRequest(scenario) { Begun = lines.Begin, Live = lines.Show, Progress = lines.Progress };
        try
        {
            var run = await runner.RunAsync(request, cancellation);
            view.Block(() => VerdictView.Show(run.Timeline, run.Verdict, run.Results.Path));
            return new Ended(new MatrixRun(scenario, run.Verdict, Path.GetFileName(run.Results.Path)), null);
        }
#pragma warning disable CA1031 // One lane's failure is reported with the others' verdicts.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var reason = e is OperationCanceledException ? "cancelled before it began" : e.Message;
            // A single lane's reason is the error at the end.
            if (runner.Lanes > 1)
                lines.Progress(reason.Split('\n')[0]);
            return new Ended(new MatrixRun(scenario, null, "", reason), e);
        }
    }

    private sealed record Ended(MatrixRun Run, Exception? Error);
}
