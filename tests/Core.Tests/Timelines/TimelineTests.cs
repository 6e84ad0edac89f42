using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Tests.Judging;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Tests.Timelines;

public sealed class TimelineTests
{
    [Test]
    public void A_recording_read_back_gives_the_same_verdict()
    {
        var json = Recording.Good.ToJson();
        var read = Timeline.Parse(json, "timeline.json");
        Judge.Decide(read).ToJson().Should().Be(Judge.Decide(Recording.Good).ToJson());
        read.ToJson().Should().Be(json);
    }

    [Test]
    public void A_recording_of_another_schema_is_refused_with_the_remedy() =>
        Parsing(Recording.Good.ToJson().Replace("\"schemaVersion\": 2", "\"schemaVersion\": 9", StringComparison.Ordinal))
            .Should().Throw<TimelineFormatException>().WithMessage("timeline.json: schemaVersion is not 2. Judge it with the release that recorded it.");

    [Test]
    public void A_broken_recording_is_refused_with_file_and_line() =>
        Parsing("{\n  \"schemaVersion\": 2,\n  oops").Should().Throw<TimelineFormatException>().WithMessage("timeline.json, line 3: not a readable timeline*");

    private static Action Parsing(string json) => () => Timeline.Parse(json, "timeline.json");
}
