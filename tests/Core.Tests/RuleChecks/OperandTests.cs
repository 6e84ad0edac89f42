namespace ValeoChaos.Core.Tests.RuleChecks;

/// <summary>Which part of an expression has the labels and values of the result.</summary>
public sealed class OperandTests
{
    private const string Waits = "time() - max by (namespace, job_name) (kube_job_status_start_time) > 43200";

    [TestCase("round(temperature, 0.1) < 0")]
    [TestCase("clamp_min(temperature, 0) > 5")]
    [TestCase("clamp_max(load, 100) > 90")]
    public void A_number_behind_a_vector_is_not_its_value(string expr) => OneRule.Findings(expr).Should().NotContain(finding => finding.StartsWith("VC101", StringComparison.Ordinal));

    [Test]
    public void What_cannot_be_is_found_behind_a_function_all_the_same() => OneRule.Findings("round(rate(a_total[5m]), 0.1) < 0").Should().Contain(finding => finding.StartsWith("VC101", StringComparison.Ordinal));

    [TestCase("clamp_max(load, 100) > 90", "instance", false)]
    [TestCase("clamp_max(sum(load), 100) > 90", "instance", true)]
    [TestCase(Waits, "job_name", false)]
    [TestCase(Waits, "pod", true)]
    [TestCase("scalar(sum(limit)) - max by (pod) (used) < 5", "pod", false)]
    public void Labels_are_those_of_the_vector_and_not_of_the_number_beside_it(string expr, string label, bool missing) =>
        OneRule.Findings(expr, $"of {{{{ $labels.{label} }}}}").Any(finding => finding.StartsWith("VC302", StringComparison.Ordinal)).Should().Be(missing);
}
