using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Lab;
using ValeoChaos.Lab.Images;
using ValeoChaos.Scenarios;

namespace ValeoChaos.Cli;

/// <summary>Boots a lab for each form of the database that the chosen scenarios need, runs them and shows the verdicts.</summary>
internal sealed record RunCommand
{
    public required string Scenario { get; init; }

    public required double Speed { get; init; }

    public required string Results { get; init; }

    public required ImageSource Images { get; init; }

    public required bool Provision { get; init; }

    public required bool Keep { get; init; }

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var chosen = Scenario.Equals("all", StringComparison.OrdinalIgnoreCase) ? ScenarioCatalog.All : ScenarioCatalog.Find(Scenario);
        if (chosen.Count == 0)
            throw new LabException($"There is no scenario \"{Scenario}\". Take one of: {string.Join(", ", ScenarioCatalog.All.Select(s => s.FullName))}, an alert's name, or all.");
        var scale = new TimeScale(Speed);
        RunSession.Check(chosen, Results);
        var view = new LiveView();
        var verdicts = new List<Verdict>();
        foreach (var group in chosen.GroupBy(s => s.Database))
            verdicts.AddRange(await RunOnOneLabAsync(group.Key, [.. group], scale, view, cancellation));
        return verdicts.Count < chosen.Count ? ExitCodes.Inconclusive : ExitCodes.Of(verdicts);
    }

    private async Task<List<Verdict>> RunOnOneLabAsync(
        DatabaseForm database, IReadOnlyList<Scenario> scenarios, TimeScale scale, LiveView view, CancellationToken cancellation)
    {
        var options = new LabOptions
        {
            Database = database, Scale = scale, Images = Images, Provision = Provision, Keep = Keep, Clock = TimeProvider.System, Progress = view.Progress,
        };
        var verdicts = new List<Verdict>();
        await using var lab = await LabSession.StartAsync(options, cancellation);
        foreach (var scenario in scenarios)
        {
            if (cancellation.IsCancellationRequested)
                break;
            view.Begin(scenario);
            var run = await RunSession.RunAsync(lab, scenario, Results, scale, TimeProvider.System, view.Show, view.Progress, cancellation);
            VerdictView.Show(run.Timeline, run.Verdict, run.Results.Path);
            verdicts.Add(run.Verdict);
        }

        return verdicts;
    }
}
