using ValeoChaos.Core.Runbooks;

namespace ValeoChaos.Core.Tests.Runbooks;

public sealed class RunbookTests
{
    private static readonly string Text = RepositoryFiles.Read("fixtures", "runbooks", "alert-runbook.de.md");
    private static readonly Runbook Runbook = Runbook.Parse(Text, "runbook.md");

    [Test]
    public void It_has_the_four_alerts() =>
        Runbook.Sections.Select(s => (s.Number, s.Alert)).Should().Equal((1, "ErrorRateHigh"), (2, "LatencyHigh"), (3, "SSEDisconnectsHigh"), (4, "DatabaseDown"));

    [Test]
    public void Section_four_is_read_word_for_word()
    {
        var section = Runbook.Section(4);
        section.Symptom.Should().Be("`/readyz` gibt 503 zurück");
        section.Causes.Select(c => c.Text).Should().Equal("PostgreSQL down", "Connection-Pool exhausted", "Network-Partition");
        section.Diagnose.Select(d => (d.Comment, d.Command)).Should().Equal(
            ("Check PostgreSQL pod", "kubectl get pods -n production -l app=postgresql"),
            ("Check PostgreSQL logs", "kubectl logs -n production -l app=postgresql --tail=100"),
            ("Test connection", "psql -h $DB_HOST -U $DB_USER -d valeo_erp -c \"SELECT 1;\""));
        section.Mitigation.Select(m => m.Text).Should().Equal(
            "Prüfe PostgreSQL-Pod-Status", "Restart PostgreSQL falls nötig", "Prüfe Credentials in Secret", "Prüfe Connection-Pool-Settings");
        (section.Escalation.After, string.Join(' ', section.Escalation.Teams)).Should().Be((TimeSpan.Zero, "database-team platform-team"));
    }

    [Test]
    public void Every_line_number_points_at_its_text()
    {
        var lines = Text.Split('\n');
        foreach (var section in Runbook.Sections)
        {
            foreach (var (text, line) in section.Diagnose.Select(d => (d.Command.Split('\n')[0], d.Line))
                .Concat(section.Causes.Select(c => (c.Text, c.Line))).Concat(section.Mitigation.Select(m => (m.Text, m.Line))))
                lines[line - 1].Should().EndWith(text);
        }
    }

    [Test]
    public void A_command_over_several_lines_is_one_command() =>
        Runbook.Section(2).Diagnose.Single(d => d.Comment == "Check database slow queries").Command.Should().StartWith("psql -h $DB_HOST -U $DB_USER -d valeo_erp \\\n  -c \"SELECT query");

    [Test]
    public void A_step_with_a_command_gives_it() =>
        Runbook.Section(2).Mitigation[0].Command.Should().Be("kubectl scale deployment valeo-erp --replicas=5 -n production");

    [Test]
    public void Escalation_in_minutes_is_read() =>
        (Runbook.Section(1).Escalation.After, Runbook.Section(1).Escalation.Teams.Single()).Should().Be((TimeSpan.FromMinutes(15), "team-lead"));

    [Test]
    public void Who_is_told_of_a_page_that_lasts_is_read() =>
        (Runbook.LastEscalation.After, Runbook.LastEscalation.Teams.Single(), Runbook.LastEscalation.Line).Should().Be((TimeSpan.FromHours(1), "cto", 186));

    [Test]
    public void The_rule_file_is_the_runbooks_block_word_for_word() =>
        RepositoryFiles.Read("fixtures", "monitoring", "rules", "runbook.yml").Should().Be(Runbook.Rules.Yaml);

    [TestCase("**Alert:** `DatabaseDown`", "", "has no \"**Alert:**\". Add it")]
    [TestCase("**Alert:** `DatabaseDown`", "**Alert:** `LatencyHigh`", "the alert LatencyHigh has two sections. Merge them")]
    [TestCase("**Escalation:** IMMEDIATE", "**Escalation:** SOON", "is no escalation. Write \"Nach <n> Minuten")]
    [TestCase("CTO (nach 1 Stunde)", "CTO (bald)", "nobody is named for a page that lasts")]
    [TestCase("```yaml", "```yml", "the rules are missing. Give them in a block fenced with ```yaml")]
    [TestCase("# Test connection\npsql -h $DB_HOST -U $DB_USER -d valeo_erp -c \"SELECT 1;\"\n```", "", "is not closed. End it with ```")]
    public void A_malformed_runbook_gets_one_error_with_file_line_and_remedy(string old, string replacement, string message)
    {
        var broken = Text.Replace(old, replacement, StringComparison.Ordinal);
        if (message.StartsWith("is not closed", StringComparison.Ordinal))
            broken = broken[..broken.IndexOf("**Mitigation:**", broken.IndexOf("DatabaseDown", StringComparison.Ordinal), StringComparison.Ordinal)];
        FluentActions.Invoking(() => Runbook.Parse(broken, "runbook.md")).Should().Throw<RunbookFormatException>()
            .WithMessage($"runbook.md, line *{message}*");
    }
}
