using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.RuleChecks;
using ValeoChaos.Core.RuleChecks.Proofs;
using ValeoChaos.Core.RuleChecks.World;

namespace ValeoChaos.Core.Tests.RuleChecks;

/// <summary>What is found in a rule file of each form, and what its comments ignore. Whether the proofs hold is tested with promtool.</summary>
public sealed class CheckedFormsTests
{
    private static readonly string Shop = RepositoryFiles.Read("tests", "Rules.Tests", "RuleChecks", "shop.rules.yml");

    private static readonly KnownWorld Jobs = WorldJoin.Of([], ScrapeConfig.Parse(RepositoryFiles.Read("fixtures", "monitoring", "prometheus.yml"), "prometheus.yml"));

    [TestCase("plain.yml")]
    [TestCase("custom-resource.yml")]
    [TestCase("config-map.yml")]
    [TestCase("several-documents.yml")]
    [TestCase("runbook.md")]
    public void Every_form_has_the_same_findings_at_its_own_lines(string form)
    {
        var text = FormOf(form);
        var report = Report(new CheckInput { Files = [AlertRuleFile.Parse(text, form)] });
        Names(report).Should().Equal(
            "VC101 QueueLost", "VC103 OrdersStuck", "VC106 CartErrors", "VC108 CartErrors", "VC108 CheckoutErrors", "VC109 SlowCheckout", "VC302 CheckoutErrors",
            "VC303 CheckoutErrors", "VC303 SlowCheckout");
        report.Findings.Where(f => f.Ignored is not null).Select(f => $"{f.Kind.Code} {f.Rule}").Should().Equal("VC102 WorkerRestarts");
        foreach (var finding in report.Findings)
            text.Split('\n').Take(finding.Line).Last(l => l.Contains("- alert:", StringComparison.Ordinal)).Should().EndWith($"- alert: {finding.Rule}", "{0}", finding);
    }

    [TestCase("", "VC204 A")]
    [TestCase("# valeo-chaos: ignore VC204 because the platform watches its pods", "")]
    [TestCase("# valeo-chaos: ignore VC204", "VC204 A|VC901 A")]
    [TestCase("# valeo-chaos: ignore VC204, VC101 because the platform watches its pods", "VC902 A")]
    [TestCase("# valeo-chaos: ignore VC999 because there was once such a finding", "VC204 A|VC902 A")]
    [TestCase("# valeo-chaos: never mind", "VC204 A|VC902 A")]
    [TestCase("# valeo-chaos: ignore VC204, VC402 because no runbook was given, so nobody looked for the second", "")]
    public void A_comment_ignores_what_it_names_and_gives_a_reason_for(string comment, string findings)
    {
        var text = $"groups:\n- name: g\n  rules:\n  - alert: A\n    {comment}\n    expr: up{{job=\"valeo-erp\"}} == 0\n  - alert: B\n    expr: sum(up{{job=\"valeo-erp\"}}) < 1\n";
        var report = Report(new CheckInput { Files = [AlertRuleFile.Parse(text, "r.yml")], World = Jobs });
        Names(report).Should().Equal([.. findings.Split('|', StringSplitOptions.RemoveEmptyEntries).Append("VC204 B").Order(StringComparer.Ordinal)]);
    }

    [Test]
    public void What_promtool_refuses_is_a_hint_and_says_so()
    {
        var input = new CheckInput { Files = [AlertRuleFile.Parse(Shop, "shop.yml")] };
        var found = RuleChecker.Find(input, []);
        var refusals = found.Select(f => f.Evidence).OfType<UnitTests>().SelectMany(e => e.Attempts).ToDictionary(t => t, _ => "no, it is not so");
        RuleChecker.Conclude(input, found, refusals, []).Findings.Should().OnlyContain(f => f.Evidence is Unproved && f.Severity == Severity.Info)
            .And.Contain(f => ((Unproved)f.Evidence).Why == "promtool does not accept the proof: no, it is not so");
    }

    private static CheckReport Report(CheckInput input) => RuleChecker.Conclude(input, RuleChecker.Find(input, []), new Dictionary<PromtoolTest, string>(), []);

    private static IEnumerable<string> Names(CheckReport report) => report.Counting.Select(f => $"{f.Kind.Code} {f.Rule}").Distinct().Order(StringComparer.Ordinal);

    private static string FormOf(string form) => form switch
    {
        "custom-resource.yml" => "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: shop}\nspec:\n" + Indented(2),
        "config-map.yml" => "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\ndata:\n  prometheus.yml: |\n    scrape_configs: []\n  shop.rules.yml: |\n" + Indented(4),
        "several-documents.yml" => "kind: Service\nmetadata: {name: shop}\n---\n" + Shop + "---\nkind: ConfigMap\ndata: {note: none}\n",
        "runbook.md" => "# Shop\n\nWhat to do:\n\n```yaml\nreplicas: 3\n```\n\n- The rules:\n\n  ```yaml\n" + Indented(2) + "  ```\n",
        _ => Shop,
    };

    private static string Indented(int by) => string.Concat(Shop.Split('\n').SkipLast(1).Select(line => line.Length == 0 ? "\n" : new string(' ', by) + line + "\n"));
}
