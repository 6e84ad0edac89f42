using ValeoChaos.Core.RuleChecks;
using ValeoChaos.Core.RuleChecks.Output;

namespace ValeoChaos.Core.Tests.RuleChecks;

public sealed class FindingsPageTests
{
    [Test]
    public void The_page_of_findings_is_up_to_date() =>
        RepositoryFiles.Read("fixtures", "monitoring", "rules", "FINDINGS.md").Should().Be(
            FindingsPage.Markdown(), "it is written by: dotnet run --project scenarios/Cli -- rules explain --markdown > fixtures/monitoring/rules/FINDINGS.md");

    [Test]
    public void Codes_and_names_are_given_once()
    {
        FindingKinds.All.Select(k => k.Code).Should().OnlyHaveUniqueItems().And.BeInAscendingOrder();
        FindingKinds.All.Select(k => k.Name).Should().OnlyHaveUniqueItems();
    }

    [Test]
    public void An_explanation_is_one_paragraph() => FindingKinds.All.Should().OnlyContain(k => !k.Explanation.Contains('\n') && k.Explanation.Length > 100);
}
