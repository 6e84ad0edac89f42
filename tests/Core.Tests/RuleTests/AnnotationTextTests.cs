using ValeoChaos.Core.RuleTests;

namespace ValeoChaos.Core.Tests.RuleTests;

public sealed class AnnotationTextTests
{
    private static readonly Dictionary<string, string> Labels = new() { ["blind"] = "probe of /readyz" };

    [TestCase("Error rate is {{ $value | humanizePercentage }}", 0.33499999999, "Error rate is 33.5%")]
    [TestCase("P95 is {{ $value | humanizeDuration }}", 0.925, "P95 is 925ms")]
    [TestCase("P95 is {{$value|humanizeDuration}}", 2.4249, "P95 is 2.425s")]
    [TestCase("{{ $value | humanize }} streams", 1250, "1.25k streams")]
    [TestCase("on {{ $value }} pods", 3, "on 3 pods")]
    [TestCase("no {{ $labels.blind }}: it is {{ $labels.nothing }}.", 1, "no probe of /readyz: it is .")]
    public void It_is_rendered_as_Prometheus_renders_it(string template, double value, string text) => AnnotationText.Render(template, value, Labels).Should().Be(text);

    [TestCase("{{ if gt $value 3.0 }}many{{ end }}")]
    [TestCase("{{ $value | humanize1024 }}")]
    public void A_template_that_does_more_is_refused_by_name(string template)
    {
        var render = () => AnnotationText.Render(template, 1, Labels);
        render.Should().Throw<RuleTestException>().WithMessage("*AnnotationText*");
    }
}
