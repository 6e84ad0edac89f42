using ValeoChaos.Core.Runbooks;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Scenarios;

namespace ValeoChaos.Core.Tests.Scenarios;

public sealed class CoverageTests
{
    private static readonly string Markdown = RepositoryFiles.Read("fixtures", "runbooks", "alert-runbook.de.md");
    private static readonly DateOnly Today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    [Test]
    public void Every_cause_command_and_step_of_the_runbook_has_a_scenario_or_a_waiver() =>
        Problems(Markdown, Waivers.All, Today).Should().BeEmpty();

    [Test]
    public void A_new_cause_in_the_runbook_is_named() =>
        Problems(Markdown.Replace("- PostgreSQL down\n", "- PostgreSQL down\n- Disk full\n", StringComparison.Ordinal), Waivers.All, Today)
            .Should().ContainSingle().Which.Should().MatchRegex("^runbook, line \\d+: section 4, cause \"Disk full\" has no scenario");

    [Test]
    public void A_waiver_for_what_a_scenario_names_fails() =>
        Problems(Markdown, [.. Waivers.All, new RunbookWaiver(4, RunbookPart.Cause, "PostgreSQL down", "why not", Today)], Today)
            .Should().Equal("section 4, cause \"PostgreSQL down\" has a scenario. Take its waiver away.");

    [Test]
    public void An_expired_waiver_fails()
    {
        var longer = Markdown.Replace("- PostgreSQL down\n", "- PostgreSQL down\n- Disk full\n", StringComparison.Ordinal);
        var waiver = new RunbookWaiver(4, RunbookPart.Cause, "Disk full", "of a test", Today);
        Problems(longer, [.. Waivers.All, waiver], Today).Should().BeEmpty();
        Problems(longer, [.. Waivers.All, waiver with { Expires = Today.AddDays(-1) }], Today)
            .Should().ContainSingle().Which.Should().Contain("\"Disk full\" expired on");
    }

    [Test]
    public void A_waiver_for_what_the_runbook_does_not_have_fails() =>
        Problems(Markdown, [.. Waivers.All, new RunbookWaiver(1, RunbookPart.Mitigation, "Pray", "none", Today)], Today)
            .Should().Equal("The runbook's section 1 has no mitigation step \"Pray\". Take its waiver away.");

    private static IReadOnlyList<string> Problems(string markdown, IReadOnlyList<RunbookWaiver> waivers, DateOnly today) =>
        RunbookCoverage.Problems(Runbook.Parse(markdown, "runbook"), ScenarioCatalog.All, waivers, today);
}
