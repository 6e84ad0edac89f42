namespace ValeoChaos.Core.Mutations;

/// <summary>Who noticed a mutant first; they are asked in this order.</summary>
public enum MutantJudge { Generated, Replay, ByHand }

/// <param name="Judge">Null for one that nobody noticed.</param>
/// <param name="By">The test or recording that noticed it; empty where none did.</param>
/// <param name="Equivalent">Why it decides as the rule does; null where nobody says so.</param>
public sealed record JudgedMutant(Mutant Mutant, MutantJudge? Judge, string By, string? Equivalent)
{
    public bool Survived => Judge is null && Equivalent is null;
}

/// <summary>How much of what can be wrong with rules their tests notice.</summary>
/// <param name="Source">The rule file.</param>
/// <param name="Mutants">In the order of the file.</param>
/// <param name="Dropped">Mutants that no Prometheus would load, and that nobody was asked about.</param>
/// <param name="MarkProblems">What is wrong with the marks of equivalent mutants, with file and line.</param>
public sealed record MutationReport(string Source, IReadOnlyList<JudgedMutant> Mutants, int Dropped, IReadOnlyList<string> MarkProblems)
{
    /// <summary>Those that some test could notice.</summary>
    public int Noticeable => Mutants.Count(m => m.Equivalent is null);

    public int Of(MutantJudge judge) => Mutants.Count(m => m.Equivalent is null && m.Judge == judge);

    /// <summary>Percent of the noticeable ones that generated tests and replay notice; 100 where there are none.</summary>
    public double Score => Percent(Of(MutantJudge.Generated) + Of(MutantJudge.Replay));

    /// <summary>The same with the tests by hand.</summary>
    public double ScoreWithTestsByHand => Percent(Of(MutantJudge.Generated) + Of(MutantJudge.Replay) + Of(MutantJudge.ByHand));

    public IEnumerable<JudgedMutant> Survivors => Mutants.Where(m => m.Survived);

    private double Percent(int noticed) => Noticeable == 0 ? 100 : 100.0 * noticed / Noticeable;

    /// <summary>Joins what the judges say with the marks.</summary>
    public static MutationReport Of(string source, Mutants mutants, IReadOnlyList<(MutantJudge? Judge, string By)> judged, IReadOnlyList<EquivalentMark> marks)
    {
        var results = mutants.All.Zip(judged, (mutant, said) => new JudgedMutant(
            mutant, said.Judge, said.By, said.Judge is null ? marks.FirstOrDefault(mark => mark.Fits(mutant))?.Reason : null)).ToList();
        return new MutationReport(source, results, mutants.Dropped, [.. marks.SelectMany(mark => Problems(mark, results))]);
    }

    private static IEnumerable<string> Problems(EquivalentMark mark, List<JudgedMutant> results)
    {
        var meant = results.Where(r => mark.Fits(r.Mutant)).ToList();
        var place = $"{mark.File}, line {mark.Line}";
        return meant.Count == 0 ? [$"{place}: no mutant of this rule is \"{mark.Change}\". Take the mark away"]
            : meant.Where(r => r.Judge is not null).Select(r => $"{place}: {r.Mutant.Label} is not equivalent, {r.By} notices it. Take the mark away");
    }
}
