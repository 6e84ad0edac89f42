using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.Runbooks;

/// <summary>What the runbook says and the catalogue proves, side by side.</summary>
public static class RunbookCoverage
{
    /// <returns>One line for each part without a scenario or waiver, and for each waiver that is expired or not needed; empty where all is well.</returns>
    public static IReadOnlyList<string> Problems(
        Runbook runbook, IReadOnlyList<Scenario> scenarios, IReadOnlyList<RunbookWaiver> waivers, DateOnly today)
    {
        var parts = runbook.Sections.SelectMany(Parts).ToList();
        var problems = new List<string>();
        foreach (var part in parts)
        {
            var covered = scenarios.Any(s => s.Section == part.Section && Names(s, part));
            var waiver = waivers.FirstOrDefault(w => part.Is(w));
            if (covered && waiver is not null)
                problems.Add($"{part} has a scenario. Take its waiver away.");
            else if (!covered && waiver is null)
                problems.Add($"{runbook.Source}, line {part.Line}: {part} has no scenario. Add one to the catalogue, or a waiver.");
            else if (waiver is not null && waiver.Expires < today)
                problems.Add($"The waiver for {part} expired on {waiver.Expires:yyyy-MM-dd} ({waiver.Reason}). Add a scenario, or decide anew.");
        }

        problems.AddRange(waivers.Where(w => !parts.Exists(part => part.Is(w)))
            .Select(w => $"The runbook's section {w.Section} has no {Word(w.Part)} \"{w.Text}\". Take its waiver away."));
        return problems;
    }

    private static IEnumerable<Entry> Parts(RunbookSection section) =>
    [
        .. section.Causes.Select(c => new Entry(section.Number, RunbookPart.Cause, c.Text, 0, c.Line)),
        .. section.Diagnose.Select(d => new Entry(section.Number, RunbookPart.Diagnose, d.Comment, 0, d.Line)),
        .. section.Mitigation.Select(m => new Entry(section.Number, RunbookPart.Mitigation, m.Text, m.Number, m.Line)),
    ];

    private static bool Names(Scenario scenario, Entry part) => part.Part switch
    {
        RunbookPart.Cause => scenario.Cause == part.Text,
        RunbookPart.Diagnose => scenario.Diagnose.Any(d => d.Comment == part.Text),
        _ => scenario.Mitigation?.Steps.Any(s => s.Step == part.Step) == true,
    };

    private static string Word(RunbookPart part) => part switch
    {
        RunbookPart.Cause => "cause",
        RunbookPart.Diagnose => "diagnose command",
        _ => "mitigation step",
    };

    private sealed record Entry(int Section, RunbookPart Part, string Text, int Step, int Line)
    {
        public bool Is(RunbookWaiver waiver) => (waiver.Section, waiver.Part, waiver.Text) == (Section, Part, Text);

        public override string ToString() => $"section {Section}, {Word(Part)} \"{Text}\"";
    }
}
