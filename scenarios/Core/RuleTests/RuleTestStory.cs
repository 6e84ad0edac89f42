using ValeoChaos.Core.Alerting;

namespace ValeoChaos.Core.RuleTests;

/// <summary>Why each moment of a test is what it is, for whoever reads the file.</summary>
internal static class RuleTestStory
{
    public static IEnumerable<string> Of(RuleTestCase test, PromisedRules rules)
    {
        yield return "";
        yield return Sentence($"{test.Scenario.Summary}{(test.Scenario.Cause is { } cause ? $" (cause: {cause})" : "")}");
        yield return $"A look every {PrometheusDuration.Format(Beat.Look)}, a decision every {PrometheusDuration.Format(Beat.Decision)}. {Shows(test)}";
        yield return "";
        foreach (var (look, line) in Pages(test, rules).Concat(Escalations(test)).Concat(End(test)).OrderBy(l => l.Look))
            yield return $"{Beat.Text(look),-9}{line}";
        foreach (var line in Silent(test, rules))
            yield return line;
    }

    private static string Shows(RuleTestCase test) => (test.Scenario.Fault, test.Until) switch
    {
        (null, _) => "Nothing is wrong.",
        _ when FaultSigns.Of(test.Scenario.Fault).ForgetsHistory => $"The test begins with {test.Scenario.Fault!.Name}.",
        ({ } fault, null) => $"From the look at {Beat.Text(ErpWorld.Steady + 1)} on: {fault.Name}.",
        ({ } fault, { } until) when FaultSigns.Of(fault).OverAfter is not null => $"At the look at {Beat.Text(until)}: {fault.Name}.",
        ({ } fault, { } until) => $"From the look at {Beat.Text(ErpWorld.Steady + 1)} to the one at {Beat.Text(until)}: {fault.Name}.",
    };

    private static IEnumerable<(int Look, string Line)> Pages(RuleTestCase test, PromisedRules rules)
    {
        foreach (var page in test.Pages)
        {
            var course = test.Courses[page.Alert];
            var before = page.Pending - Beat.LooksPerDecision;
            if (before >= 0)
                yield return (before, $"{course.Say(before)}.");
            yield return (page.Pending, $"{course.Say(page.Pending)}: {page.Alert} is pending.");
            yield return (page.Fires, $"It has been so for {PrometheusDuration.Format(rules.For(page.Alert))}: {page.Alert} fires.");
            if (page.Resolves is not { } end)
                continue;
            yield return (end - Beat.LooksPerDecision, $"{course.Say(end - Beat.LooksPerDecision)}.");
            yield return (end, $"{course.Say(end)}: {page.Alert} resolves.");
        }
    }

    private static IEnumerable<(int Look, string Line)> Escalations(RuleTestCase test) => test.Escalations.Select(e =>
        (e.Span.Fires, $"{e.Span.Alert} has been firing for {PrometheusDuration.Format(e.Expected.After)}: {e.Expected.Team} is woken{(e.Span.Resolves is { } end ? $", until {Beat.Text(end)}" : "")}."));

    private static IEnumerable<(int Look, string Line)> End(RuleTestCase test) =>
        test is { Until: { } until, Scenario.IsQuiet: false } && FaultSigns.Of(test.Scenario.Fault).OverAfter is null ? [(until, "The cause is taken away after this look.")] : [];

    /// <summary>How near the silent alerts come.</summary>
    private static IEnumerable<string> Silent(RuleTestCase test, PromisedRules rules)
    {
        var decisions = Beat.Decisions(test.Looks).ToList();
        var none = test.Pages.Count == 0;
        foreach (var (alert, course) in test.Courses.Where(c => !test.Pages.Any(p => p.Alert == c.Key)))
        {
            var peak = decisions.MaxBy(course.Peak);
            if (course.Peak(peak) == 0)
                continue;
            none = false;
            var pending = AlertSpan.Of(alert, course.Holds, TimeSpan.Zero, test.Looks).Select(s => Beat.At((s.Resolves ?? test.Looks) - s.Fires)).DefaultIfEmpty().Max();
            var wait = pending > TimeSpan.Zero ? $" It has a reason for {PrometheusDuration.Format(pending)} and waits for {PrometheusDuration.Format(rules.For(alert))}." : "";
            yield return $"{alert} stays silent. At the most, at {Beat.Text(peak)}, {course.Say(peak)}{course.Because(peak)}.{wait}";
        }

        if (none)
            yield return "No alert has a reason.";
    }

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
}
