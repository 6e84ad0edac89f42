using ValeoChaos.Core.Judging;

namespace ValeoChaos.Cli;

/// <summary>What the process's exit code says.</summary>
internal static class ExitCodes
{
    public const int Pass = 0;
    public const int Fail = 1;

    /// <summary>Wrong usage, or an environment that cannot carry the run.</summary>
    public const int Usage = 2;

    public const int Inconclusive = 3;

    /// <summary>Fail beats inconclusive beats pass; no verdict at all is inconclusive.</summary>
    public static int Of(IEnumerable<Verdict> verdicts) =>
        Of(verdicts.Select(v => v.Outcome).DefaultIfEmpty(Outcome.Inconclusive).Max());

    public static int Of(Outcome outcome) => outcome switch
    {
        Outcome.Pass => Pass,
        Outcome.Fail => Fail,
        _ => Inconclusive,
    };
}
