using System.Text.Json;
using ValeoChaos.Core.RuleChecks;
using ValeoChaos.Core.RuleChecks.Output;

namespace ValeoChaos.Core.Tests.RuleChecks;

public sealed class ReportTests
{
    private static readonly Finding Loud = new(FindingKinds.UpForDependency, "rules, old/a b.yml", 7, "DatabaseDown", "100 % wrong:\nup", new Statement("as read"));

    private static readonly CheckReport Report = new(
        2, 1, [Loud, Loud with { Kind = FindingKinds.NoMinimumTraffic, Evidence = new Unproved("no series") }, Loud with { Line = 9, Ignored = "known" }], ["a note"]);

    [Test]
    public void The_text_names_file_line_code_and_evidence_and_leaves_out_what_is_ignored()
    {
        var lines = ReportText.Of(Report).Split('\n');
        lines.Should().Contain("rules, old/a b.yml:7: error VC203 DatabaseDown: 100 % wrong:").And.Contain("    evidence: as read").And.Contain("note: a note")
            .And.Contain("2 alerts and 1 recording rule: 1 error, 1 hint, 0 proved by promtool, 1 ignored");
        lines.Should().NotContain(l => l.Contains(":9:", StringComparison.Ordinal));
    }

    [Test]
    public void What_is_not_proved_is_a_hint_and_the_worst_counts()
    {
        Report.Findings[1].Severity.Should().Be(Severity.Info);
        (Report.Worst, (Report with { Findings = [Loud with { Ignored = "known" }] }).Worst).Should().Be((Severity.Error, null));
    }

    [Test]
    public void Annotations_escape_what_ends_a_property_or_a_line() => ReportGithub.Of(Report).Split('\n')[0].Should().Be(
        "::error file=rules%2C old/a b.yml,line=7,title=VC203 DatabaseDown::100 %25 wrong:%0Aup%0Aas read".Replace("%0Aas read", "%0Aevidence: as read", StringComparison.Ordinal));

    [Test]
    public void Sarif_gives_rules_results_and_suppressions()
    {
        var run = JsonDocument.Parse(ReportSarif.Of(Report)).RootElement;
        run.GetProperty("version").GetString().Should().Be("2.1.0");
        var (rules, results) = (run.GetProperty("runs")[0].GetProperty("tool").GetProperty("driver").GetProperty("rules"), run.GetProperty("runs")[0].GetProperty("results"));
        rules.GetArrayLength().Should().Be(FindingKinds.All.Count);
        results.EnumerateArray().Select(r => (rules[r.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString(), r.GetProperty("level").GetString(), r.TryGetProperty("suppressions", out _)))
            .Should().Equal(("VC203", "error", false), ("VC108", "note", false), ("VC203", "error", true));
        var place = results[0].GetProperty("locations")[0].GetProperty("physicalLocation");
        (place.GetProperty("artifactLocation").GetProperty("uri").GetString(), place.GetProperty("region").GetProperty("startLine").GetInt32()).Should().Be(("rules%2C%20old/a%20b.yml", 7));
    }

    [Test]
    public void Json_says_how_each_finding_is_backed() => JsonDocument.Parse(ReportJson.Of(Report)).RootElement.GetProperty("findings").EnumerateArray()
        .Select(f => f.GetProperty("status").GetString()).Should().Equal("evident", "unproved", "evident");
}
