using ValeoChaos.Core.Reporting;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Judging;

/// <summary>What one judge concluded.</summary>
public sealed record Ruling(IReadOnlyList<Check> Checks, IReadOnlyList<Finding> Findings)
{
    public static Ruling Of(params IEnumerable<Check> checks) => new([.. checks], []);
}

/// <summary>A pure function of the timeline. It cannot reach the cluster.</summary>
public interface IJudge
{
    string Name { get; }

    Ruling Rule(TimelineView timeline);
}

/// <summary>All judges, one verdict. A judge that crashes is inconclusive, never a pass.</summary>
public static class Judge
{
    public static IReadOnlyList<IJudge> All { get; } =
    [
        new RecordingJudge(), new LoadJudge(), new SteadyStateJudge(), new FaultJudge(), new AlertJudge(), new SilenceJudge(),
        new NotificationJudge(), new PayloadJudge(), new EscalationJudge(), new RunbookRuleJudge(), new DiagnoseJudge(), new MitigationJudge(),
    ];

    public static Verdict Decide(Timeline timeline, IReadOnlyList<IJudge>? judges = null)
    {
        var view = new TimelineView(timeline);
        var rulings = (judges ?? All).Select(judge => Guarded(judge, view)).ToList();
        var checks = rulings.SelectMany(r => r.Checks).ToList();
        return new Verdict
        {
            Scenario = timeline.Scenario.FullName,
            Outcome = checks.Count == 0 ? Outcome.Inconclusive : checks.Max(c => c.Outcome),
            Checks = checks,
            Findings = [.. rulings.SelectMany(r => r.Findings)],
            RerunCommand = timeline.RerunCommand,
            IsCutShort = view.CutShort is not null,
            Machine = view.All<MachineMeasured>().LastOrDefault() is { } machine ? EventText.Given(machine) : null,
        };
    }

    /// <summary>What did not come in a run that was cut short might have come. That its fault has to be gone holds all the same.</summary>
    private static Ruling Undecided(Ruling ruling) =>
        new([.. ruling.Checks.Select(c => c.Outcome is Outcome.Fail ? c with { Outcome = Outcome.Inconclusive } : c)], []);

    private static Ruling Guarded(IJudge judge, TimelineView view)
    {
        try
        {
            var ruling = judge.Rule(view);
            return view.CutShort is null || judge is FaultJudge ? ruling : Undecided(ruling);
        }
#pragma warning disable CA1031 // Whatever a judge throws must become a verdict, or a run could pass by crashing.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Ruling.Of(new Check
            {
                Name = judge.Name, Expected = "a ruling", Seen = $"the judge failed: {e.Message}", Outcome = Outcome.Inconclusive,
            });
        }
    }
}
