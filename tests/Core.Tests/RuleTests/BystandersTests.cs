using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Faults;
using ValeoChaos.Core.RuleTests;
using ValeoChaos.Scenarios;

namespace ValeoChaos.Core.Tests.RuleTests;

public sealed class BystandersTests
{
    private static PromisedRules Rules => new(Read("runbook.yml"), Read("corrected.yml"), Read("escalation.yml"), VirtualScenarios.WithCatalogue);

    [Test]
    public void Bystanders_add_series_and_change_no_page()
    {
        var alone = RuleTestCase.Of(ErrorRateHigh.UpstreamDown, Rules);
        var among = RuleTestCase.Of(ErrorRateHigh.UpstreamDown with { BesideOthers = true }, Rules);
        among.Pages.Should().Equal(alone.Pages);
        var added = among.Measured.Series.Select(s => s.Key).Except(alone.Measured.Series.Select(s => s.Key)).ToList();
        added.Should().Contain(s => s.StartsWith("api_requests_total{job=\"valeo-shop\"", StringComparison.Ordinal)).And.Contain(s => s.StartsWith("ALERTS{", StringComparison.Ordinal));
    }

    [Test]
    public void A_check_that_hangs_refuses_without_an_answer()
    {
        var hanging = RuleTestCase.Of(VirtualScenarios.All.Single(s => s.FullName == "DatabaseDown/hanging"), Rules);
        hanging.Scenario.Fault.Should().BeOfType<DatabaseContainerPaused>();
        var codes = hanging.Measured.Series.First(s => s.Key.Contains("valeo-erp-readyz", StringComparison.Ordinal)).Value;
        codes.Distinct().Should().BeEquivalentTo([200, (double?)0]);
    }

    private static AlertRuleFile Read(string file) => AlertRuleFile.Parse(RepositoryFiles.Read("fixtures", "monitoring", "rules", file), file);
}
