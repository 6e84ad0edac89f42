using System.Text.RegularExpressions;
using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.RuleChecks.Analysis;

/// <summary>Which label values a selector takes, and readable examples of them.</summary>
internal static class LabelMatching
{
    private static readonly Dictionary<string, string> Usual = new()
    {
        ["namespace"] = "production", ["pod"] = "pod-a", ["instance"] = "10.0.0.1:8080", ["job"] = "app", ["status"] = "200", ["code"] = "200",
        ["method"] = "GET", ["endpoint"] = "/api/orders", ["path"] = "/api/orders", ["handler"] = "/api/orders", ["severity"] = "critical",
    };

    /// <summary>A missing label is an empty value, as in Prometheus.</summary>
    public static bool Accepts(this LabelMatcher matcher, string value) => matcher.Kind switch
    {
        MatchKind.Equal => value == matcher.Value,
        MatchKind.NotEqual => value != matcher.Value,
        MatchKind.Matches => Whole(matcher.Value, value),
        _ => !Whole(matcher.Value, value),
    };

    public static bool Accepts(this VectorSelector selector, IReadOnlyDictionary<string, string> labels) =>
        selector.Matchers.All(m => m.Label == "__name__" || m.Accepts(labels.GetValueOrDefault(m.Label, "")));

    /// <summary>A value for the label that all of the selector's matchers take; null where there is none.</summary>
    public static string? Example(VectorSelector selector, string label) => Examples(selector.Matchers.Where(m => m.Label == label), label).FirstOrDefault();

    /// <summary>A value that the matcher refuses.</summary>
    public static string? CounterExample(LabelMatcher matcher, IEnumerable<LabelMatcher> others) =>
        Examples(others.Where(m => m.Label == matcher.Label && m != matcher), matcher.Label).FirstOrDefault(value => !matcher.Accepts(value));

    private static IEnumerable<string> Examples(IEnumerable<LabelMatcher> matchers, string label)
    {
        var wanted = matchers.ToList();
        return wanted.SelectMany(Candidates).Append(Usual.GetValueOrDefault(label, $"{label}-a"))
            .Concat(["200", "500", "other", "a", "1", ""]).Where(value => wanted.TrueForAll(m => m.Accepts(value)));
    }

    private static IEnumerable<string> Candidates(LabelMatcher matcher) => matcher.Kind switch
    {
        MatchKind.Equal => [matcher.Value],
        MatchKind.Matches => RegexSample.Of(matcher.Value),
        _ => [],
    };

    private static bool Whole(string pattern, string value)
    {
        try
        {
            // Linear, as RE2 is.
            return Regex.IsMatch(value, $"^(?:{pattern})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // RE2 takes what .NET does not. Prometheus has accepted it, so it is no mistake, and says nothing here.
            return false;
        }
    }
}
