using System.Globalization;
using System.Text.RegularExpressions;
using ValeoChaos.Core.Alerting;

namespace ValeoChaos.Core.RuleTests;

/// <summary>When an alert really was firing in a test.</summary>
/// <param name="Team">Whom its escalation wakes; empty for the page itself.</param>
/// <param name="Last">The last decision at which it was firing.</param>
/// <param name="Decisions">How many there were; with a gap they are fewer than between the first and the last.</param>
public sealed record SeenAlert(string Alert, string Team, TimeSpan First, TimeSpan Last, int Decisions)
{
    public string Name => Team.Length > 0 ? $"{Alert} to {Team}" : Alert;
}

/// <summary>Reads what <see cref="RuleTestText.WriteProbe"/> made promtool say, and compares it with the computation.</summary>
public static partial class SeenAlerts
{
    public static IReadOnlyList<SeenAlert> Parse(string promtoolOutput) =>
    [
        .. Sample().Matches(promtoolOutput)
            .Select(sample => new Answer(
                Label().Matches(sample.Groups["labels"].Value).ToDictionary(l => l.Groups[1].Value, l => l.Groups[2].Value),
                double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture)))
            .Where(answer => answer.Of("asked").Length > 0)
            .GroupBy(answer => (Alert: answer.Of("alertname"), Team: answer.Of("escalate_to")))
            .Select(alert => new SeenAlert(
                alert.Key.Alert, alert.Key.Team, TimeSpan.FromSeconds(To("first", alert).Min()), TimeSpan.FromSeconds(To("last", alert).Max()),
                (int)To("number", alert).Max())),
    ];

    /// <returns>A line for each difference, with the time expected and the time seen; none where the times agree.</returns>
    public static IReadOnlyList<string> Differences(RuleTestCase test, IReadOnlyList<SeenAlert> seen)
    {
        var expected = test.Pages.GroupBy(p => (p.Alert, Team: "")).Select(g => (g.Key, Spans: g.ToList()))
            .Concat(test.Escalations.GroupBy(e => (e.Span.Alert, e.Expected.Team)).Select(g => (g.Key, Spans: g.Select(e => e.Span).ToList()))).ToList();
        var unexpected = seen.Where(s => !expected.Exists(e => e.Key == (s.Alert, s.Team)))
            .Select(s => $"{s.Name}: expected silence, got it firing from {PrometheusDuration.Format(s.First)} to {PrometheusDuration.Format(s.Last)}");
        return
        [
            .. expected.Select(e => Difference(test, e.Spans, seen.FirstOrDefault(s => (s.Alert, s.Team) == e.Key) ?? new SeenAlert(e.Key.Alert, e.Key.Team, default, default, 0)))
                .OfType<string>().Concat(unexpected).Select(line => $"{test.Scenario.FullName}: {line}"),
        ];
    }

    private static string? Difference(RuleTestCase test, List<AlertSpan> spans, SeenAlert seen)
    {
        var first = Beat.At(spans[0].Fires);
        var last = Beat.At(spans[^1].Resolves - Beat.LooksPerDecision ?? test.Looks);
        var decisions = spans.Sum(s => s.Decisions(test.Looks));
        return seen switch
        {
            { Decisions: 0 } => $"{seen.Name}: expected to fire at {PrometheusDuration.Format(first)}, got silence",
            _ when seen.First != first => $"{seen.Name}: expected to fire at {PrometheusDuration.Format(first)}, got {PrometheusDuration.Format(seen.First)}{Off(seen.First - first)}",
            _ when seen.Last != last => $"{seen.Name}: expected to resolve at {PrometheusDuration.Format(last + Beat.Decision)}, got {Resolved(test, seen)}{Off(seen.Last - last)}",
            _ when seen.Decisions != decisions => $"{seen.Name}: expected to fire without a gap at {decisions} decisions, got {seen.Decisions}",
            _ => null,
        };
    }

    private static string Resolved(RuleTestCase test, SeenAlert seen) =>
        seen.Last >= Beat.At(test.Looks) ? "still firing at the end" : PrometheusDuration.Format(seen.Last + Beat.Decision);

    private static string Off(TimeSpan late) => $" ({PrometheusDuration.Format(late.Duration())} {(late > TimeSpan.Zero ? "late" : "early")})";

    private static IEnumerable<double> To(string question, IEnumerable<Answer> answers) => answers.Where(a => a.Of("asked") == question).Select(a => a.Value);

    private sealed record Answer(Dictionary<string, string> Labels, double Value)
    {
        public string Of(string label) => Labels.GetValueOrDefault(label, "");
    }

    [GeneratedRegex(@"\{(?<labels>[^}]*)\} (?<value>[-+.\dE]+)")]
    private static partial Regex Sample();

    [GeneratedRegex("(\\w+)=\\\\?\"([^\"\\\\]*)\\\\?\"")]
    private static partial Regex Label();
}
