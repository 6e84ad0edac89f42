using System.Collections.Concurrent;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Reporting;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Lab;
using ValeoChaos.Lab.Lanes;
using ValeoChaos.Lab.Results;
using ValeoChaos.Scenarios;

// More cases than lanes wait at a time: the pool decides what runs, and the more it knows the better it decides.
[assembly: LevelOfParallelism(32)]

namespace ValeoChaos.ScenarioTests;

using Scenario = Core.Scenarios.Scenario;

/// <summary>
/// The pool that every test of this assembly runs through. A run starts when the first test asks for it, so that a filter runs only
/// what it lets through; several tests can look at one run.
/// </summary>
[SetUpFixture]
public sealed class Lanes
{
    /// <summary>Needs of the lab whose corrected rules wait ten times as long.</summary>
    public static readonly LabNeeds SlowRule = new(DatabaseForm.Pod, "slow rule");

    /// <summary>
    /// Longest that a test may wait for its turn and its run: an hour, for on one lane they wait for all others, and on a slow machine for
    /// their second tries. Each phase of a run has a much shorter bound of its own.
    /// </summary>
    public const int PatienceMs = 3_600_000;

    private static readonly ConcurrentDictionary<string, Lazy<Task<JudgedRun>>> Runs = new(StringComparer.Ordinal);

    /// <summary>What failed in a first run; the pipeline's log ends with it.</summary>
    private static readonly string SecondTries = Path.Combine(LabRun.Results, "second-tries.txt");

    private static readonly Lock Writing = new();

    private static readonly Eventually Eventually = new(TimeProvider.System);

    /// <summary>Tests ask one after the other within a moment; a lab booted for the first of them might suit no other.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(0.5);

    private static readonly Lazy<LaneRunner> Pool = new(() => new LaneRunner(Wanted, LabRun.Results, OptionsFor));

    private static int Wanted => int.TryParse(Environment.GetEnvironmentVariable("VALEO_CHAOS_LANES"), out var lanes) && lanes > 0 ? lanes : 1;

    /// <summary>The run of a scenario of the catalogue or of a control; started at the first call.</summary>
    public static Task<JudgedRun> RunAsync(Scenario scenario, LabNeeds? needs = null, Patience? patience = null) =>
        Runs.GetOrAdd(scenario.FullName, _ => new Lazy<Task<JudgedRun>>(() => StartAsync(scenario, needs, patience))).Value;

    /// <summary>Holds a lane for a test whose lab belongs to another process.</summary>
    public static Task<T> OutsideAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation) =>
        TogetherAsync(() => Pool.Value.WithoutLabAsync(TimeSpan.FromSeconds(45), work, cancellation));

    private static async Task<T> TogetherAsync<T>(Func<Task<T>> ask)
    {
        Task<T> asked;
        using (Pool.Value.Gather())
        {
            asked = ask();
            await Eventually.HoldAsync("the other tests to ask", Together, CancellationToken.None);
        }

        return await asked;
    }

    /// <summary>
    /// Where memory is dear a run fails by a moment now and then, each time another one: the machine's fault and not the rules'. It is run
    /// once more there, on a clock half as fast, and a scenario that fails twice has failed. A control is not in the catalogue and has one
    /// chance everywhere.
    /// </summary>
    private static async Task<JudgedRun> StartAsync(Scenario scenario, LabNeeds? needs, Patience? patience)
    {
        var request = new LaneRequest(scenario)
        {
            Needs = needs ?? scenario.Needs, Patience = patience, Progress = text => TestContext.Progress.WriteLine($"   {scenario.Name}: {text}"),
        };
        // No test's own token: others may look at the same run.
        var first = await TogetherAsync(() => Pool.Value.RunAsync(request, CancellationToken.None));
        if (first.Verdict.Outcome is Outcome.Pass || !MachineCapacity.MemoryIsDear || !ScenarioCatalog.All.Contains(scenario))
            return first;
        var failure = first.Verdict.FailureText(first.Results.Path);
        var half = first.Timeline.Speed / 2;
        request.Progress($"once more at {half:0.#}x, for memory is dear on this machine: {failure}");
        lock (Writing)
            File.AppendAllText(SecondTries, $"{failure}\n");
        return await Pool.Value.RunAsync(request with { Needs = request.Needs with { MostSpeed = half } }, CancellationToken.None);
    }

    private static LabOptions OptionsFor(LabNeeds needs) => LabRun.Options(needs.Database) with
    {
        AlterCorrectedRules = needs == SlowRule ? rules => rules.Replace("for: 1m", "for: 10m", StringComparison.Ordinal) : null,
    };

    [OneTimeSetUp]
    public void ForgetSecondTries()
    {
        if (File.Exists(SecondTries))
            File.Delete(SecondTries);
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        if (!Pool.IsValueCreated)
            return;
        await Pool.Value.DisposeAsync();
        List<MatrixRun> ended = [];
        foreach (var scenario in ScenarioCatalog.All)
        {
            if (Runs.TryGetValue(scenario.FullName, out var run) && run.Value is { IsCompletedSuccessfully: true } done)
                ended.Add(new MatrixRun(scenario, (await done).Verdict, Path.GetFileName((await done).Results.Path)));
        }

        if (ended.Count > 0)
        {
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            ResultsSummary.Write(LabRun.Results, CoverageMatrix.Of(ended, ended.Count == ScenarioCatalog.All.Count ? Waivers.All : [], today));
        }
    }
}
