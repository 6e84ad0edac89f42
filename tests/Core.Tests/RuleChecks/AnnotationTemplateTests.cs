using ValeoChaos.Core.RuleChecks.Analysis;

namespace ValeoChaos.Core.Tests.RuleChecks;

public sealed class AnnotationTemplateTests
{
    [TestCase("More than 5% of the payments fail", true)]
    [TestCase("More than 5 %", true)]
    [TestCase("95%: too slow", true)]
    [TestCase("{{ $value | humanizePercentage }}", true)]
    [TestCase("Fünf Prozent", true)]
    [TestCase("https://grafana.example/d/pay?var-job=pay%20api&from=now%2d1h", false)]
    [TestCase("{{ printf \"%.2f\" $value }} errors a second", false)]
    public void What_speaks_of_per_cent_is_no_encoded_link(string text, bool speaks) => AnnotationTemplate.SpeaksOfPercent(text).Should().Be(speaks);

    [TestCase("{{ $value }}% fail", "PerCent")]
    [TestCase("https://grafana.example/d/pay?min={{ $value }}%20", "")]
    public void A_unit_behind_the_value_is_claimed(string text, string units) => string.Join(',', AnnotationTemplate.Claims(text).Select(c => c.Unit)).Should().Be(units);
}
