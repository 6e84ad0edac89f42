namespace ValeoChaos.RulesTests.Scaling;

/// <summary>Rule files and files of tests beside them, by path below one folder.</summary>
internal sealed record RuleBench(IReadOnlyDictionary<string, string> Rules, IReadOnlyDictionary<string, string> Tests)
{
    public static RuleBench OfRepository { get; } = new(Read("*.yml", SearchOption.TopDirectoryOnly), Read("*.test.yml", SearchOption.AllDirectories));

    /// <summary>What is recorded matters in a test that was computed from the catalogue by what becomes of it: only its alerts are asked for.</summary>
    public static bool AsksForRecorded(string test) => !test.StartsWith("tests/generated/", StringComparison.Ordinal);

    /// <summary>The computed tests, and of those by hand the ones of a rules file that no computed test loads.</summary>
    public RuleBench ThatProvesEachRule()
    {
        var (byHand, computed) = (Tests.Keys.Where(AsksForRecorded).ToList(), Tests.Keys.Where(test => !AsksForRecorded(test)).ToList());
        var proved = computed.SelectMany(LoadedBy).ToHashSet();
        var kept = computed.Concat(byHand.Where(test => !proved.IsSupersetOf(LoadedBy(test)))).ToHashSet();
        return this with { Tests = Tests.Where(test => kept.Contains(test.Key)).ToDictionary() };
    }

    /// <returns>The rules files that a test names.</returns>
    public IEnumerable<string> LoadedBy(string test) => Rules.Keys.Where(rules => Tests[test].Contains(rules, StringComparison.Ordinal));

    private static Dictionary<string, string> Read(string pattern, SearchOption depth) =>
        Directory.GetFiles(RuleTool.Folder, pattern, depth).Order(StringComparer.Ordinal)
            .ToDictionary(file => Path.GetRelativePath(RuleTool.Folder, file), File.ReadAllText);
}
