using Docker.DotNet.Models;
using ValeoChaos.Lab.Engine;

namespace ValeoChaos.Lab.Tests.Engine;

public sealed class EngineMessagesTests
{
    [Test]
    public void What_goes_wrong_after_the_engine_has_answered_is_seen()
    {
        var seen = new List<string?>();
        var messages = new EngineMessages(message => seen.Add(message.Status));
        messages.Report(new JSONMessage { Status = "Pulling" });
        messages.Error.Should().BeNull();
        messages.Report(new JSONMessage { Error = new JSONError { Message = "no space left on device" } });
        messages.Report(new JSONMessage { Error = new JSONError { Message = "unexpected EOF" } });
        messages.Error.Should().Be("no space left on device", "the first error is the cause");
        seen.Should().HaveCount(3);
    }
}
