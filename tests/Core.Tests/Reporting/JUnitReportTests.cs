using System.Xml.Linq;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Reporting;
using ValeoChaos.Core.Tests.Judging;

namespace ValeoChaos.Core.Tests.Reporting;

public sealed class JUnitReportTests
{
    [TestCase("\u001b[31mrefused\u0000", "\uFFFD[31mrefused\uFFFD")]
    [TestCase("a smile \ud83d\ude00, <&\">\tund ä", "a smile \ud83d\ude00, <&\">\tund ä")]
    public void Whatever_a_command_printed_can_be_written(string seen, string written) => Written(seen).Should().EndWith($"seen: {written}");

    /// <summary>A shortened line may end in half of a character, which no attribute can hold.</summary>
    [Test]
    public void Half_of_a_character_can_be_written() => Written("half of a smile \ud83d").Should().EndWith("seen: half of a smile \uFFFD");

    private static string Written(string seen)
    {
        var verdict = Judge.Decide(Recording.Good);
        var report = JUnitReport.Write(verdict with { Checks = [verdict.Checks[0] with { Outcome = Outcome.Fail, Seen = seen }] }, Recording.Good);
        return XDocument.Parse(report).Descendants("failure").Single().Attribute("message")!.Value;
    }
}
