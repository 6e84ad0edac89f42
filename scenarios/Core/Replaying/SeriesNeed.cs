using System.Text.RegularExpressions;
using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.Recordings;

namespace ValeoChaos.Core.Replaying;

/// <summary>A selector of a rule, and for how long before the run the series that it chooses matter.</summary>
/// <param name="Reach">At the speed of the run; null where no end can be told.</param>
public sealed partial record SeriesNeed(VectorSelector Selector, TimeSpan? Reach)
{
    /// <summary>Made when first asked: whoever wants only the metric's name pays for no pattern.</summary>
    private readonly Lazy<List<Func<SeriesName, bool>>> tests = new(() => [.. Selector.Matchers.Select(Test)]);

    /// <summary>Never false for a series that Prometheus would choose. What it would not choose may be let through.</summary>
    public bool MayChoose(SeriesName series) =>
        (Selector.Name is null || Selector.Name == series.Metric) && tests.Value.TrueForAll(test => test(series));

    private static Func<SeriesName, bool> Test(LabelMatcher matcher)
    {
        return matcher.Kind switch
        {
            MatchKind.Equal => series => Value(series) == matcher.Value,
            MatchKind.NotEqual => series => Value(series) != matcher.Value,
            _ when Pattern(matcher.Value) is { } pattern => series => pattern.IsMatch(Value(series)) == matcher.Kind is MatchKind.Matches,
            _ => _ => true,
        };

        string Value(SeriesName series) => matcher.Label == "__name__" ? series.Metric : series[matcher.Label];
    }

    /// <returns>Null where .NET could read it otherwise than Prometheus.</returns>
    private static Regex? Pattern(string text) =>
        Plain().IsMatch(text) ? new Regex($"^(?:{text})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant) : null;

    [GeneratedRegex(@"^(?:[\w /:,;=\-.*+?|)]|\((?!\?)|\\[./-])*$", RegexOptions.ECMAScript)]
    private static partial Regex Plain();
}
