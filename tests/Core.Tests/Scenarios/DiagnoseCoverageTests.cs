using ValeoChaos.Core.Scenarios;
using ValeoChaos.Scenarios;

namespace ValeoChaos.Core.Tests.Scenarios;

/// <summary>On-call must be able to tell each cause, if not with the runbook's commands then with a corrected one that is proved beside them.</summary>
public sealed class DiagnoseCoverageTests
{
    private static IEnumerable<TestCaseData> Causes =>
        ScenarioCatalog.All.Where(s => s.Diagnose.Count > 0).Select(s => new TestCaseData(s).SetArgDisplayNames(s.FullName));

    [TestCaseSource(nameof(Causes))]
    public void Some_command_tells_the_cause(Scenario scenario) =>
        scenario.Diagnose.Should().Contain(
            d => d.IsReliable || d.Corrected != null, "nothing on-call could run in {0} tells the fault from health; state a corrected command", scenario.FullName);

    [TestCaseSource(nameof(Causes))]
    public void Only_a_command_that_cannot_be_relied_on_is_corrected(Scenario scenario) =>
        scenario.Diagnose.Where(d => d.IsReliable).Should().NotContain(d => d.Corrected != null);
}
