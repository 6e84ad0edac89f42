using ValeoChaos.Core.RuleChecks;

namespace ValeoChaos.RulesTests.RuleChecks;

/// <summary>Every check finds its defect, with a proof that promtool accepts, and does not find it in a near miss.</summary>
public sealed class FindingTests
{
    private static IEnumerable<CheckCase> Cases => CheckBatch.Cases;

    private static IEnumerable<CheckCase> ProvedOfTheAlert => Cases.Where(c => c is { IsProved: true, ProofIsOfTheAlert: true });

    [TestCaseSource(nameof(Cases))]
    public async Task The_defect_is_found(CheckCase one)
    {
        var finding = (await CheckBatch.OfAsync(one)).Wrong.Findings.Should().Contain(f => f.Kind.Code == one.Code, "{0}", one.Wrong).Which;
        if (one.IsProved)
            finding.Evidence.Should().BeOfType<Proved>("{0}", finding);
    }

    [TestCaseSource(nameof(Cases))]
    public async Task The_near_miss_is_not(CheckCase one) => (await CheckBatch.OfAsync(one)).Right.Findings.Should().NotContain(f => f.Kind.Code == one.Code, "{0}", one.Right);

    [TestCaseSource(nameof(ProvedOfTheAlert))]
    public async Task The_proof_is_none_of_the_near_miss(CheckCase one) => (await CheckBatch.OfAsync(one)).RightRefusesTheProof.Should().BeTrue();

    [Test]
    public void Every_kind_has_a_case_here_or_a_test_of_its_own() =>
        FindingKinds.All.Select(k => k.Code).Except(Cases.Select(c => c.Code)).Should().Equal(
            [FindingKinds.EscalationWithoutRoute.Code, FindingKinds.IgnoreWithoutReason.Code, FindingKinds.IgnoreMatchesNothing.Code],
            "these are tested in SessionTests");
}
