using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Reporting;

/// <summary>One scenario as a JUnit test suite: each check is a test case, an inconclusive one is an error.</summary>
public static class JUnitReport
{
    public static string Write(Verdict verdict, Timeline timeline)
    {
        var seconds = timeline.Events.Count == 0 ? 0 : timeline.Events[^1].At.TotalSeconds;
        var suite = new XElement("testsuite",
            new XAttribute("name", verdict.Scenario),
            new XAttribute("tests", verdict.Checks.Count),
            new XAttribute("failures", verdict.Checks.Count(c => c.Outcome is Outcome.Fail)),
            new XAttribute("errors", verdict.Checks.Count(c => c.Outcome is Outcome.Inconclusive)),
            new XAttribute("time", seconds.ToString("0.000", CultureInfo.InvariantCulture)),
            new XAttribute("timestamp", timeline.StartedAt.ToString("s", CultureInfo.InvariantCulture)),
            verdict.Checks.Select(check => Case(verdict.Scenario, check)));
        return new XDocument(new XElement("testsuites", suite)).ToString();
    }

    private static XElement Case(string scenario, Check check)
    {
        var message = Printable($"expected: {check.Expected}; bound: {check.Bound ?? "none"}; seen: {check.Seen}");
        return new XElement("testcase",
            new XAttribute("classname", scenario.Replace('/', '.')),
            new XAttribute("name", check.Name),
            new XAttribute("time", (check.Took ?? TimeSpan.Zero).TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture)),
            check.Outcome switch
            {
                Outcome.Fail => new XElement("failure", new XAttribute("message", message)),
                Outcome.Inconclusive => new XElement("error", new XAttribute("message", message)),
                _ => null,
            });
    }

    /// <summary>XML has no form for most control characters, nor for half of a character that a shortened line may end in.</summary>
    private static string Printable(string text) => string.Concat(text.EnumerateRunes().Select(
        rune => rune.Utf16SequenceLength > 1 || XmlConvert.IsXmlChar((char)rune.Value) ? rune.ToString() : "\uFFFD"));
}
