using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.RuleTests;

/// <summary>Computes a scenario twice: once with a cause that never ends, to learn when its page comes, and then with its end.</summary>
internal sealed class CaseBuilder(Scenario scenario, PromisedRules rules)
{
    /// <summary>Past the longest window, memory and <c>for</c> together.</summary>
    private static readonly int Patience = Beat.Looks(TimeSpan.FromMinutes(30));

    /// <summary>Watched after the end of a page, for what comes back; a quiet day outlasts every rule as it is.</summary>
    private static readonly int After = Beat.Looks(TimeSpan.FromMinutes(5));

    private readonly Signs signs = FaultSigns.Of(scenario.Fault);

    public RuleTestCase Build()
    {
        var test = scenario.IsQuiet ? Case(QuietUntil, ErpWorld.Steady + Beat.Looks(scenario.QuietFor)) : Paging();
        // Bursts meet it on purpose, with numbers that need no rounding.
        return signs.Part is not null || !IsOnEdge(test) ? test
            : throw new RuleTestException($"{scenario.FullName}: a share meets its bound to the dot, so that rounding would decide. Change the load's weights or its rate a little.");
    }

    private RuleTestCase Paging()
    {
        var endless = Case(null, ErpWorld.Steady + Patience);
        var until = signs.OverAfter is null ? endless.Pages[0].Fires + Beat.Looks(scenario.Hold) : ErpWorld.Steady + signs.OverAfter;
        var whole = Case(until, Math.Max(until.Value, endless.Pages[0].Fires) + Patience);
        var end = whole.Pages.Max(p => p.Resolves)
            ?? throw new RuleTestException($"{scenario.FullName}: {whole.Pages[0].Alert} does not resolve within {Beat.Text(Patience)} of the end of {scenario.Fault?.Name}.");
        return Case(until, end + After);
    }

    private static bool IsOnEdge(RuleTestCase test) =>
        Beat.Decisions(test.Looks).Any(look => test.Courses.Values.Any(c => c.IsOnEdge(look)));

    /// <summary>What is over before anybody is woken has lasted for as long as the shortest rule allows.</summary>
    private int? QuietUntil => signs.OverAfter is { } over ? ErpWorld.Steady + over
        : scenario.OverAfter is { } after ? ErpWorld.Steady + Beat.Looks(after + rules.For(Courses.Down) - Beat.Look) : null;

    private RuleTestCase Case(int? until, int looks)
    {
        looks -= looks % Beat.LooksPerDecision;
        var origin = signs.ForgetsHistory ? ErpWorld.Steady + 1 : 0;
        var measured = ErpWorld.Run(scenario.Load, signs, until, looks + origin);
        if (scenario.BesideOthers)
            measured = Bystanders.Among(measured, scenario);
        IReadOnlyList<AlertSpan> down = [];
        var courses = new Dictionary<string, Course>();
        var pages = new List<AlertSpan>();
        foreach (var alert in Courses.Alerts)
        {
            var course = courses[alert] = Courses.Of(alert, measured, rules, look => down.Any(s => s.Covers(look)));
            var spans = AlertSpan.Of(alert, course.Holds, rules.For(alert), looks);
            if (alert == Courses.Down)
                down = spans;
            pages.AddRange(spans);
        }

        Compare(pages);
        return new RuleTestCase
        {
            Scenario = scenario, Measured = measured, Courses = courses, Until = until, Looks = looks, Pages = pages,
            Escalations = [.. scenario.Alerts.SelectMany(a => a.Escalations.SelectMany(e => Escalations(a.Alert, e, pages, looks)))],
        };
    }

    private static IEnumerable<EscalationSpan> Escalations(string alert, EscalationExpectation expected, IReadOnlyList<AlertSpan> pages, int looks) =>
        AlertSpan.Of(alert, look => pages.Any(p => p.Alert == alert && p.Covers(look)), expected.After, looks).Select(span => new EscalationSpan(expected, span));

    private void Compare(IReadOnlyList<AlertSpan> pages)
    {
        if (pages.FirstOrDefault(p => !scenario.Alerts.Any(a => a.Alert == p.Alert)) is { } loud)
            throw new RuleTestException($"{scenario.FullName}: {loud.Alert} must be firing at {Beat.Text(loud.Fires)} by what {scenario.Fault?.Name ?? "the load"} looks like, and the scenario does not expect it.");
        if (scenario.Alerts.FirstOrDefault(a => !pages.Any(p => p.Alert == a.Alert)) is { } silent)
            throw new RuleTestException($"{scenario.FullName}: the scenario expects {silent.Alert}, and by what {scenario.Fault?.Name ?? "the load"} looks like nothing is a reason for it.");
    }
}
