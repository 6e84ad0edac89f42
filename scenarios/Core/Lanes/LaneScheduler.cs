using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.Lanes;

/// <summary>A run that waits for a lane.</summary>
/// <param name="Number">In the order of asking; unique.</param>
/// <param name="Needs">Null where it needs the place alone and brings a lab of its own.</param>
/// <param name="Expected">Machine time it is thought to take on a lab that is up.</param>
public sealed record WaitingRun(int Number, LabNeeds? Needs, TimeSpan Expected);

/// <param name="Lab">What its lab was booted for; null where it has none.</param>
public sealed record LaneState(int Number, LabNeeds? Lab, bool Busy);

/// <param name="Boots">The lane needs a new lab first; one that it has goes.</param>
public sealed record Assignment(int Lane, int Run, bool Boots);

/// <summary>Which run goes to which lane next. Pure, so that it can be proved without a cluster.</summary>
/// <param name="BootCost">Machine time of a boot; another lab for the same needs has to save more than that.</param>
public sealed record LaneScheduler(TimeSpan BootCost)
{
    /// <returns>Null where nothing can or should start now.</returns>
    public Assignment? Next(IReadOnlyList<LaneState> lanes, IReadOnlyList<WaitingRun> waiting) => Reuse(lanes, waiting) ?? Boot(lanes, waiting);

    /// <summary>A lab that is up is used before another is booted; the longest run first, so that none is left over at the end.</summary>
    private static Assignment? Reuse(IReadOnlyList<LaneState> lanes, IReadOnlyList<WaitingRun> waiting) =>
        (from run in waiting
         from lane in lanes
         where !lane.Busy && lane.Lab is not null && lane.Lab == run.Needs
         orderby run.Expected descending, run.Number, lane.Number
         select new Assignment(lane.Number, run.Number, Boots: false)).FirstOrDefault();

    private Assignment? Boot(IReadOnlyList<LaneState> lanes, IReadOnlyList<WaitingRun> waiting)
    {
        // A lane without a lab first: a lab that nobody waits for now may be asked for later.
        var lane = lanes.Where(l => !l.Busy).OrderBy(l => l.Lab is not null).ThenBy(l => l.Number).FirstOrDefault();
        if (lane is null)
            return null;
        var chosen = waiting
            .GroupBy(run => run.Needs)
            .Select(group => (Runs: group, Share: Share(group, lanes.Count(l => l.Lab == group.Key))))
            .Where(candidate => candidate.Share is not null)
            .OrderByDescending(candidate => candidate.Share).ThenBy(candidate => candidate.Runs.Min(run => run.Number))
            .FirstOrDefault();
        return chosen.Runs is null ? null : new Assignment(lane.Number, Longest(chosen.Runs).Number, Boots: chosen.Runs.Key is not null);
    }

    /// <summary>Work that one more lab for these needs would take over; null where it would not pay.</summary>
    private TimeSpan? Share(IGrouping<LabNeeds?, WaitingRun> runs, int labs)
    {
        var work = runs.Aggregate(TimeSpan.Zero, (sum, run) => sum + run.Expected);
        if (runs.Key is null || labs == 0)
            return work;
        var share = work / (labs + 1);
        return share > BootCost ? share : null;
    }

    private static WaitingRun Longest(IEnumerable<WaitingRun> runs) => runs.OrderByDescending(run => run.Expected).ThenBy(run => run.Number).First();
}
