using ValeoChaos.Core.Runbooks;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Scenarios;

namespace ValeoChaos.Core.Tests.Scenarios;

[TestFixtureSource(typeof(ScenarioCatalog), nameof(ScenarioCatalog.All))]
public sealed class CatalogTests(Scenario scenario)
{
    private static readonly Runbook Runbook = Runbook.Parse(RepositoryFiles.Read("fixtures", "runbooks", "alert-runbook.de.md"), "runbook");

    [Test]
    public void Its_name_is_its_own() => new ScenarioChoice { Names = [scenario.FullName] }.Of(ScenarioCatalog.All).Should().Equal(scenario);

    [Test]
    public void Its_cause_commands_and_steps_are_those_of_the_runbook()
    {
        if (scenario.Section is not { } number)
        {
            (scenario.Diagnose.Count, scenario.Mitigation, scenario.IsQuiet).Should().Be((0, null, true));
            return;
        }

        var section = Runbook.Section(number);
        section.Alert.Should().Be(scenario.Alert);
        // A cause that only a mitigation hints at is named by that step.
        section.Causes.Select(c => c.Text).Concat(section.Mitigation.Select(m => m.Text)).Should().Contain(scenario.Cause);
        scenario.Diagnose.Select(d => d.Comment).Should().Equal(section.Diagnose.Select(d => d.Comment));
        section.Mitigation.Select(m => m.Number).Should().Contain(scenario.Mitigation!.Steps.Select(s => s.Step).OfType<int>());
    }

    [Test]
    public void It_pages_and_escalates_as_the_runbook_says()
    {
        foreach (var alert in scenario.Alerts)
        {
            var escalation = Runbook.Sections.Single(s => s.Alert == alert.Alert).Escalation;
            alert.Teams.Should().BeEquivalentTo([.. escalation.After == TimeSpan.Zero ? escalation.Teams : [], "primary-on-call"]);
            RunbookEscalation[] later = escalation.After == TimeSpan.Zero ? [Runbook.LastEscalation] : [escalation, Runbook.LastEscalation];
            alert.Escalations.Should().Equal(later.SelectMany(e => e.Teams.Select(team => new EscalationExpectation(team, e.After))));
        }

        (scenario.Alerts.Count > 0).Should().Be(scenario.Alert != "QuietDay", "a fault without an alert proves nothing, and quiet pages nobody");
    }

    [Test]
    public void Its_severity_is_the_rules() =>
        scenario.Alerts.Select(a => a.Severity).Should().Equal(scenario.Alerts.Select(a => Alerting(a.Alert)));

    private static string Alerting(string alert) =>
        Core.Alerting.AlertRuleFile.Parse(Runbook.Rules.Yaml, "runbook").Alerts.Single(r => r.Alert == alert).Labels["severity"];
}
