using System.Text.RegularExpressions;

namespace ValeoChaos.Core.RuleTests;

/// <summary>Finds, in promtool's words, the label or text in which an alert is not as expected.</summary>
internal static partial class AlertDifference
{
    /// <returns>Null where promtool's reason is of another kind.</returns>
    public static string? In(string reason)
    {
        var compared = Compared().Match(reason);
        if (!compared.Success)
            return null;
        var (expected, got) = (Pairs(compared.Groups["expected"].Value), Pairs(compared.Groups["got"].Value));
        var differences = expected.Keys.Union(got.Keys).Where(key => expected.GetValueOrDefault(key) != got.GetValueOrDefault(key))
            .Select(key => $"expected {key} {Shown(expected, key)}, got {Shown(got, key)}").ToList();
        return differences.Count == 0 || got.Count == 0 ? null
            : $"{compared.Groups["alert"].Value}: at {compared.Groups["time"].Value} {string.Join("; ", differences)}";
    }

    private static string Shown(Dictionary<string, string> pairs, string key) => pairs.TryGetValue(key, out var value) ? $"\"{value}\"" : "none";

    /// <summary>Of the first alert alone.</summary>
    private static Dictionary<string, string> Pairs(string alerts) =>
        Pair().Matches(alerts).GroupBy(p => p.Groups["key"].Value).ToDictionary(g => g.Key, g => g.First().Groups["value"].Value);

    [GeneratedRegex(@"alertname: (?<alert>\w+), time: (?<time>\w+),\s+exp:\[(?<expected>.*?)\],\s+got:\[(?<got>.*?)\]\s", RegexOptions.Singleline)]
    private static partial Regex Compared();

    [GeneratedRegex(@"(?<key>\w+)=""(?<value>(?:[^""\\]|\\.)*)""")]
    private static partial Regex Pair();
}
