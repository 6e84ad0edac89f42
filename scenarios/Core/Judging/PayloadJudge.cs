using System.Text.Json;
using System.Text.Json.Nodes;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Judging;

/// <summary>Every message was one that its receiver takes: a page that PagerDuty refuses wakes nobody.</summary>
public sealed class PayloadJudge : IJudge
{
    public string Name => "payloads";

    public Ruling Rule(TimelineView timeline)
    {
        var all = timeline.All<NotificationArrived>().ToList();
        // Whether silence was right is for others to say.
        if (all.Count == 0)
            return Ruling.Of();
        var malformed = all.Where(n => n.Status == NotificationArrived.Malformed).ToList();
        return Ruling.Of(new Check
        {
            Name = "every notification is well formed",
            Expected = "messages that PagerDuty, Slack and the mail server take",
            Seen = malformed.Count == 0 ? $"{all.Count} well formed"
                : string.Join("; ", malformed.Select(n => $"{n.Route} refused one: {Problem(n.Payload)}").Distinct()),
            Offset = malformed.Count == 0 ? null : timeline.Offset(malformed[0]),
            Outcome = malformed.Count == 0 ? Outcome.Pass : Outcome.Fail,
        });
    }

    private static string Problem(string payload)
    {
        try
        {
            return (JsonNode.Parse(payload) as JsonObject)?["problem"]?.ToString() ?? payload;
        }
        catch (JsonException)
        {
            return payload;
        }
    }
}
