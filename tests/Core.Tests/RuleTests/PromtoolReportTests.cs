using ValeoChaos.Core.RuleTests;

namespace ValeoChaos.Core.Tests.RuleTests;

public sealed class PromtoolReportTests
{
    /// <summary>As promtool 2.42 writes it: the files first, from the other stream the reasons.</summary>
    private const string Output = """
        Unit Testing:  tests/a.test.yml
          SUCCESS

        Unit Testing:  tests/b.test.yml

        Unit Testing:  tests/c.test.yml
          SUCCESS

        Unit Testing:  tests/d.test.yml

          FAILED:
            name: LatencyHigh/slow-queries,
            alertname: LatencyHigh, time: 18m, 
                exp:[
                    0:
                      Labels:{alertname="LatencyHigh", severity="warning"}
                      Annotations:{description="P95 latency is 2.05s", summary="High latency detected"}
                    ], 
                got:[
                    0:
                      Labels:{alertname="LatencyHigh", severity="info"}
                      Annotations:{description="P95 latency is 2.1s", summary="High latency detected"}
                    ]

          FAILED:
            expr: "count_over_time(ALERTS[26m])", time: 26m,
                exp: nil
                got: {asked="first", alertname="LatencyHigh", severity="warning"} 1.02E+03, {asked="last", alertname="LatencyHigh", severity="warning"} 1.17E+03, {asked="number", alertname="LatencyHigh", severity="warning"} 6E+00, {asked="first", alertname="LatencyHigh", escalate_to="cto"} 9.6E+02, {asked="last", alertname="LatencyHigh", escalate_to="cto"} 9.6E+02, {asked="number", alertname="LatencyHigh", escalate_to="cto"} 1E+00, {} 0E+00

        """;

    [Test]
    public void A_reason_belongs_to_the_next_file_that_did_not_succeed()
    {
        var reports = PromtoolReport.Parse(Output);
        reports.Select(r => (r.File, r.Passed)).Should().Equal(("tests/a.test.yml", true), ("tests/b.test.yml", false), ("tests/c.test.yml", true), ("tests/d.test.yml", false));
        reports[3].Line.Should().StartWith("expr: \"count_over_time(ALERTS[26m])\", time: 26m, exp: nil got: {asked");
    }

    [Test]
    public void A_label_and_a_text_that_differ_are_told_in_one_line() => PromtoolReport.Parse(Output)[1].Line
        .Should().Be("LatencyHigh: at 18m expected severity \"warning\", got \"info\"; expected description \"P95 latency is 2.05s\", got \"P95 latency is 2.1s\"");

    [Test]
    public void What_was_firing_when_is_read_from_the_answer() => SeenAlerts.Parse(Output).Should().BeEquivalentTo(new[]
    {
        new SeenAlert("LatencyHigh", "", TimeSpan.FromMinutes(17), TimeSpan.FromMinutes(19.5), 6),
        new SeenAlert("LatencyHigh", "cto", TimeSpan.FromMinutes(16), TimeSpan.FromMinutes(16), 1),
    });

    [Test]
    public void A_report_without_files_is_no_report()
    {
        var parse = () => PromtoolReport.Parse("promtool: error: unknown flag");
        parse.Should().Throw<RuleTestException>().WithMessage("*unknown flag*");
    }
}
