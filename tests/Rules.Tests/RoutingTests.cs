using System.Text.RegularExpressions;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Lab;

namespace ValeoChaos.RulesTests;

/// <summary>Who is told of what, asked of Alertmanager's own router.</summary>
public sealed partial class RoutingTests
{
    private static readonly string Configuration = ProjectFiles.Fixture("monitoring", "alertmanager.yml");

    [Test]
    public async Task The_configuration_is_valid()
    {
        var (exitCode, output) = await RuleTool.RunAsync("amtool", "check-config", Configuration);
        exitCode.Should().Be(0, "{0}", output);
    }

    [TestCase("ErrorRateHigh", "contacts,primary-on-call")]
    [TestCase("LatencyHigh", "contacts,primary-on-call")]
    [TestCase("SSEDisconnectsHigh", "contacts,primary-on-call")]
    [TestCase("DatabaseDown", "contacts,database-team,platform-team,primary-on-call")]
    [TestCase("MonitoringBlind", "contacts,platform-team,primary-on-call")]
    public async Task A_page_reaches_whom_the_runbook_names_and_the_channel_and_mailbox_with_them(string alert, string receivers) =>
        (await ReceiversAsync(Rules("corrected.yml").Single(r => r.Alert == alert))).Should().Be(receivers);

    [TestCase("ErrorRateHigh", 15, "team-lead")]
    [TestCase("LatencyHigh", 30, "database-team")]
    [TestCase("SSEDisconnectsHigh", 10, "platform-team")]
    [TestCase("ErrorRateHigh", 60, "cto")]
    [TestCase("LatencyHigh", 60, "cto")]
    [TestCase("SSEDisconnectsHigh", 60, "cto")]
    [TestCase("DatabaseDown", 60, "cto")]
    [TestCase("MonitoringBlind", 60, "cto")]
    public async Task An_escalation_reaches_one_more(string alert, int minutes, string receiver)
    {
        var rule = Rules("escalation.yml").Single(r => r.Alert == alert && r.For == TimeSpan.FromMinutes(minutes));
        var page = Rules("corrected.yml").Single(r => r.Alert == alert);
        (await ReceiversAsync(page with { Labels = page.Labels.Concat(rule.Labels).ToDictionary() })).Should().Be($"contacts,{receiver}");
    }

    [Test]
    public void No_label_of_an_escalation_hides_one_of_its_page_so_that_a_silence_on_the_page_matches_it()
    {
        foreach (var rule in Rules("escalation.yml"))
        {
            var page = Rules("corrected.yml").Single(r => r.Alert == rule.Alert);
            rule.Labels.Keys.Should().NotIntersectWith(page.Labels.Keys);
            Source().Match(rule.Expr).Groups[1].Value.Should().Be(rule.Alert, "an escalation is of the page whose name it has");
        }
    }

    [Test]
    public async Task What_the_runbooks_own_rules_do_is_recorded_and_pages_nobody()
    {
        foreach (var rule in Rules("runbook.yml"))
            (await ReceiversAsync(rule)).Should().Be("record-only");
    }

    private static IReadOnlyList<AlertRule> Rules(string file) => AlertRuleFile.Parse(File.ReadAllText(Path.Combine(RuleTool.Folder, file)), file).Alerts;

    private static async Task<string> ReceiversAsync(AlertRule rule)
    {
        var labels = rule.Labels.Select(l => $"{l.Key}={l.Value}").Append($"alertname={rule.Alert}");
        var (exitCode, output) = await RuleTool.RunAsync("amtool", ["config", "routes", "test", $"--config.file={Configuration}", .. labels]);
        exitCode.Should().Be(0, "{0}", output);
        return output.Split('\n')[0];
    }

    [GeneratedRegex("ALERTS\\{alertname=\"(\\w+)\"")]
    private static partial Regex Source();
}
