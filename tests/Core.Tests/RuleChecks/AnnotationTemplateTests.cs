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

    [TestCase("{{ $labels.pod }} on {{ .Labels.node }}, {{ index $labels \"zone\" }}", "pod,node,zone")]
    [TestCase("{{ range query \"up\" }}{{ .Labels.instance }} of {{ $labels.job }}{{ end }} {{ .Labels.node }}", "job,node")]
    [TestCase("{{ with query \"up\" }}{{ .Labels.instance }}{{ else }}{{ .Labels.pod }}{{ end }}", "pod")]
    [TestCase("{{ if $labels.pod }}pod {{ $labels.pod }} of {{ $labels.job }}{{ else }}{{ $labels.pod }}{{ end }}", "job,pod")]
    [TestCase("{{- if $labels.pod -}} {{ range query \"up\" }}{{ .Labels.node }}{{ end }}{{ $labels.pod }}{{ end }}", "")]
    [TestCase("{{ if $labels.a }}{{ .Labels.a }}{{ else if $labels.b }}{{ $labels.a }}{{ $labels.b }}{{ end }}", "a")]
    [TestCase("{{ with $labels.pod }}pod {{ . }}{{ end }}{{ $labels.pod }}", "pod")]
    [TestCase("{{ with printf \"up{pod='%s'}\" $labels.pod | query }}{{ . | first | value }}{{ end }}", "pod")]
    [TestCase("{{ if eq .Labels.pod \"a\" }}{{ range query \"up\" }}{{ $labels.pod }}{{ end }}{{ end }}", "")]
    public void A_label_is_printed_where_it_is_the_alerts_and_nothing_asks_for_it_first(string text, string labels) => string.Join(',', AnnotationTemplate.Printed(text)).Should().Be(labels);

    [TestCase("{{ $value }}% fail", "PerCent")]
    [TestCase("{{ range query \"up\" }}{{ .Value }} seconds, {{ $value }}%{{ end }}{{ .Value }}s", "PerCent,Seconds")]
    [TestCase("{{ if gt $value 60.0 }}s of work{{ end }}", "")]
    [TestCase("https://grafana.example/d/pay?min={{ $value }}%20", "")]
    public void A_unit_behind_the_value_is_claimed(string text, string units) => string.Join(',', AnnotationTemplate.Claims(text).Select(c => c.Unit)).Should().Be(units);
}
