using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ValeoChaos.LabAgent;
using ValeoChaos.LabAgent.Receivers;

namespace ValeoChaos.Lab.Tests.LabAgent.Receivers;

public sealed class HttpReceiversTests
{
    private ReceiverLab lab = null!;
    private FakeTimeProvider clock = null!;

    [SetUp]
    public async Task Start()
    {
        clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 9, 0, 0, 250, TimeSpan.Zero));
        lab = await ReceiverLab.StartAsync(clock);
    }

    [TearDown]
    public async Task Stop() => await lab.DisposeAsync();

    [TestCase("trigger", "firing")]
    [TestCase("resolve", "resolved")]
    public async Task An_event_of_PagerDuty_is_for_the_team_of_its_key(string action, string status)
    {
        var (code, body) = await lab.PostAsync("v2/enqueue", Event(e => e["event_action"] = action));
        (code, body).Should().Be((HttpStatusCode.Accepted, """{"status":"success","message":"Event processed","dedup_key":"d1"}"""));
        var one = (await lab.ReceivedAsync()).Should().ContainSingle().Subject;
        (one.Sequence, one.ReceivedAt, one.Route, one.Status, one.Alert, one.Severity).Should().Be((1, clock.GetUtcNow(), "database-team", status, "DatabaseDown", "critical"));
    }

    [TestCase("event_action", "shout", "event_action")]
    [TestCase("dedup_key", null, "dedup_key")]
    [TestCase("payload.summary", "", "payload.summary")]
    [TestCase("payload.source", null, "payload.source")]
    [TestCase("payload.severity", "page", "payload.severity")]
    [TestCase("payload.custom_details", null, "payload.custom_details.alertname")]
    [TestCase("routing_key", "0123456789abcdef0123456789abcdef", "routing_key")]
    public async Task An_event_that_PagerDuty_would_refuse_is_refused_in_its_words_and_kept_as_malformed(string field, string? value, string named)
    {
        var (code, body) = await lab.PostAsync("v2/enqueue", Event(e =>
        {
            var names = field.Split('.');
            (names.Length == 1 ? e : e[names[0]]!.AsObject())[names[^1]] = value;
        }));
        code.Should().Be(HttpStatusCode.BadRequest);
        body.Should().Contain("\"status\":\"invalid event\"").And.Contain(named);
        var one = (await lab.ReceivedAsync()).Should().ContainSingle().Subject;
        (one.Route, one.Status).Should().Be((field == "routing_key" ? "pagerduty" : "database-team", "malformed"));
        one.Payload.Should().Contain(named).And.NotContain("0123456789abcdef");
    }

    [Test]
    public async Task A_message_to_Slack_is_a_copy()
    {
        (await lab.PostAsync(lab.SlackPath, Message())).Should().Be((HttpStatusCode.OK, "ok"));
        var one = (await lab.ReceivedAsync()).Should().ContainSingle().Subject;
        (one.Route, one.Status, one.Alert, one.Severity).Should().Be(("slack", "firing", "DatabaseDown", "critical"));
    }

    [TestCase("#valeo-erp-alerts", "#general", HttpStatusCode.NotFound, "channel_not_found")]
    [TestCase("\"text\"", "\"txt\"", HttpStatusCode.BadRequest, "no_text")]
    [TestCase("\"Severity\"", "\"Weight\"", HttpStatusCode.BadRequest, "invalid_attachments")]
    [TestCase("}", "", HttpStatusCode.BadRequest, "invalid_payload")]
    public async Task A_message_that_Slack_would_refuse_is_refused_in_its_words_and_kept_as_malformed(string part, string by, HttpStatusCode status, string answer)
    {
        (await lab.PostAsync(lab.SlackPath, Message().Replace(part, by, StringComparison.Ordinal))).Should().Be((status, answer));
        (await lab.ReceivedAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Route = "slack", Status = "malformed" });
    }

    [Test]
    public async Task A_webhook_with_another_token_is_not_Slacks() =>
        (await lab.PostAsync("services/T1/B1/guessed", Message())).Should().Be((HttpStatusCode.Forbidden, "invalid_token"));

    [Test]
    public async Task What_is_only_recorded_comes_by_webhook_and_each_alert_of_its_group_counts()
    {
        const string group = """{"alerts": [{"status": "firing", "labels": {"alertname": "A", "severity": "warning"}}, {"status": "resolved", "labels": {"alertname": "A"}}]}""";
        (await lab.PostAsync("notify/record-only", group)).Status.Should().Be(HttpStatusCode.OK);
        (await lab.ReceivedAsync()).Select(n => (n.Sequence, n.Route, n.Status, n.Alert, n.Severity)).Should().Equal(
            (1, "record-only", "firing", "A", "warning"), (2, "record-only", "resolved", "A", ""));
        (await lab.ReceivedAsync(after: 1)).Should().ContainSingle().Which.Sequence.Should().Be(2);
    }

    [TestCase("no json", "no JSON:*")]
    [TestCase("{}", "no notification of Alertmanager*")]
    [TestCase("""{"alerts": [{"status": "firing"}]}""", "an alert without*")]
    public async Task What_is_no_notification_is_refused(string body, string message)
    {
        var (status, answer) = await lab.PostAsync("notify/record-only", body);
        status.Should().Be(HttpStatusCode.BadRequest);
        answer.Should().Match(message);
        (await lab.ReceivedAsync()).Should().ContainSingle().Which.Status.Should().Be("malformed");
    }

    [Test]
    public async Task No_secret_is_kept_whatever_comes()
    {
        await lab.PostAsync("v2/enqueue", Event(_ => { }));
        await lab.PostAsync("v2/enqueue", Event(e => e["payload"]!["summary"] = lab.Contacts["pagerduty-cto"]));
        await lab.PostAsync("v2/enqueue", Event(_ => { })[..60]);
        await lab.PostAsync(lab.SlackPath, Message().Replace("is down", lab.SlackPath, StringComparison.Ordinal));
        await lab.PostAsync("notify/record-only", lab.Contacts["pagerduty-cto"]);
        var all = await lab.EverythingAsync();
        all.Should().Contain("(redacted)").And.NotContain(lab.SlackPath);
        foreach (var key in lab.Contacts.Values)
            all.Should().NotContain(key);
    }

    [Test]
    public void A_folder_without_its_secrets_is_refused_with_the_remedy()
    {
        File.Delete(Path.Combine(lab.Folder.FullName, "slack-url"));
        FluentActions.Invoking(() => ReceiverSettings.Read(lab.Folder.FullName)).Should().Throw<AgentUsageException>().WithMessage("*slack-url holds no URL of an incoming webhook");
        FluentActions.Invoking(() => ReceiverSettings.Read("/nowhere")).Should().Throw<AgentUsageException>().WithMessage("/nowhere does not exist*");
    }

    private string Event(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(
            """
            {"routing_key": "", "event_action": "trigger", "dedup_key": "d1", "payload": {"summary": "DatabaseDown", "source": "Alertmanager",
             "severity": "critical", "custom_details": {"alertname": "DatabaseDown", "severity": "critical"}}}
            """)!.AsObject();
        json["routing_key"] = lab.Contacts["pagerduty-database-team"];
        change(json);
        return json.ToJsonString();
    }

    private static string Message() =>
        """
        {"channel": "#valeo-erp-alerts", "attachments": [{"text": "the database is down", "fields": [
          {"title": "Alert", "value": "DatabaseDown"}, {"title": "Severity", "value": "critical"}, {"title": "Status", "value": "firing"}]}]}
        """;
}
