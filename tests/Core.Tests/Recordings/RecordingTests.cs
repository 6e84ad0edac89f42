using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.Timelines;
using Run = ValeoChaos.Core.Tests.Judging.Recording;

namespace ValeoChaos.Core.Tests.Recordings;

public sealed class RecordingTests
{
    private static readonly Recording Good = new()
    {
        From = Run.Good.StartedAt - TimeSpan.FromMinutes(3),
        Until = Run.Good.StartedAt + TimeSpan.FromSeconds(27),
        ScrapeIntervals = new Dictionary<string, TimeSpan> { ["valeo-erp"] = TimeSpan.FromSeconds(0.75) },
        EvaluationInterval = TimeSpan.FromSeconds(1.5),
        Groups = [new EvaluatedGroup("corrected.yml", "valeo-erp-corrected", TimeSpan.FromSeconds(1.5), Run.Good.StartedAt)],
        Timeline = RecordedTimeline.Of(Run.Good),
    };

    [Test]
    public void It_is_read_as_it_was_written() => Recording.Parse(Good.ToJson(), "recording.json").ToJson().Should().Be(Good.ToJson());

    [Test]
    public void Its_marks_say_when_from_the_injection_on() => Good.Marks.Select(m => (m.Name, m.Offset.TotalSeconds)).Should().Equal(
        ("injection", 0), ("in effect", 0.5), ("mitigation 2", 9.3), ("undo", 15.1), ("end", 17));

    /// <summary>What judges ask of the symptom is when it changed; what they ask of alerts is all of it.</summary>
    [Test]
    public void Its_timeline_keeps_what_rules_are_judged_by()
    {
        var again = new SymptomObserved(false, true, "again 503");
        var looks = Run.With(Run.With(Run.Good, 12, again), 13, again);
        var kept = RecordedTimeline.Of(looks).Events;
        kept.OfType<SymptomObserved>().Select(s => s.At.TotalSeconds).Should().Equal(0.1, 10.6, 19, 22);
        kept.OfType<AlertObserved>().Should().HaveCount(3);
        kept.OfType<CommandRan>().Should().BeEmpty();
        kept.OfType<NotificationArrived>().Should().BeEmpty();
    }

    [Test]
    public void One_of_a_newer_release_is_refused_with_the_remedy() =>
        Parsing(Good.ToJson().Replace("\"schemaVersion\": 1", "\"schemaVersion\": 7", StringComparison.Ordinal)).Should().Throw<RecordingFormatException>()
            .WithMessage("recording.json: schemaVersion 7 is newer than 1, the newest that this release reads. Replay it with the release that recorded it.");

    [TestCase("{\n  \"schemaVersion\": 1,\n  oops", "recording.json, line 3: no readable recording*", TestName = "broken")]
    [TestCase("{\"schemaVersion\": 1}", "recording.json: no readable recording*", TestName = "without a timeline")]
    [TestCase("{}", "recording.json: no recording, for it has no schemaVersion.*", TestName = "something else")]
    [TestCase("{\"schemaVersion\": 1, \"timeline\": {\"schemaVersion\": 1}}", "recording.json, timeline: schemaVersion is not 2.*", TestName = "with an old timeline")]
    public void One_that_cannot_be_read_is_refused(string json, string message) =>
        Parsing(json).Should().Throw<RecordingFormatException>().WithMessage(message);

    private static Action Parsing(string json) => () => Recording.Parse(json, "recording.json");
}
