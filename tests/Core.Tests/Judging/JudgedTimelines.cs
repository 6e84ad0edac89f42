using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Tests.Judging;

/// <summary>What a judge says of one check, and with it of the whole run.</summary>
internal static class JudgedTimelines
{
    public static void Expect(Timeline timeline, Outcome outcome, string check, string seen)
    {
        var verdict = Judge.Decide(timeline);
        var found = verdict.Checks.Single(c => c.Name == check);
        found.Seen.Should().Contain(seen);
        found.Outcome.Should().Be(outcome);
        verdict.Outcome.Should().BeOneOf([outcome, Outcome.Fail], "a worse answer elsewhere may win, a better one may not");
    }
}
