using System.Net.Sockets;
using System.Text;

namespace ValeoChaos.Lab.Tests.LabAgent.Receivers;

public sealed class SmtpServerTests
{
    private const string Headers =
        "From: alertmanager@valeo-erp.com\r\nTo: oncall@valeo-erp.com\r\nSubject: [FIRING]\r\n DatabaseDown\r\nX-Alert: DatabaseDown\r\nX-Severity: critical\r\nX-Status: firing\r\n";

    private static readonly string[] Envelope = ["EHLO a", "MAIL FROM:<alertmanager@valeo-erp.com> BODY=8BITMIME", "RCPT TO:<oncall@valeo-erp.com>", "DATA"];

    private ReceiverLab lab = null!;
    private TcpClient client = null!;
    private StreamReader replies = null!;

    [SetUp]
    public async Task Connect()
    {
        lab = await ReceiverLab.StartAsync();
        client = new TcpClient();
        await client.ConnectAsync(lab.Smtp.Host, lab.Smtp.Port);
        replies = new StreamReader(client.GetStream(), Encoding.ASCII);
        (await ReplyAsync()).Should().StartWith("220 ");
    }

    [TearDown]
    public async Task Disconnect()
    {
        replies.Dispose();
        client.Dispose();
        await lab.DisposeAsync();
    }

    [Test, CancelAfter(20_000)]
    public async Task A_page_is_delivered_with_its_dots_and_continued_headers_as_they_were()
    {
        await SayAsync([.. Envelope]);
        (await SayAsync(Headers + "\r\n..leading\r\nplain.\r\n.")).Should().StartWith("250 ");
        var one = (await lab.ReceivedAsync()).Should().ContainSingle().Subject;
        (one.Route, one.Status, one.Alert, one.Severity).Should().Be(("email", "firing", "DatabaseDown", "critical"));
        one.Payload.Should().Contain("[FIRING] DatabaseDown").And.Contain(".leading").And.NotContain("..leading").And.Contain("oncall@valeo-erp.com");
        (await SayAsync("QUIT")).Should().StartWith("221 ");
        (await replies.ReadLineAsync()).Should().BeNull("the server closes after QUIT");
    }

    [Test, CancelAfter(20_000)]
    public async Task Two_pages_go_through_one_connection_and_commands_may_come_together()
    {
        await SayAsync(Envelope);
        await SayAsync(Headers + "\r\n.");
        await SendAsync("MAIL FROM:<alertmanager@valeo-erp.com>\r\nRCPT TO:<oncall@valeo-erp.com>\r\nDATA\r\n" + Headers + "\r\nagain\r\n.\r\n");
        foreach (var code in new[] { "250", "250", "354", "250" })
            (await ReplyAsync()).Should().StartWith(code);
        (await lab.ReceivedAsync()).Should().HaveCount(2);
    }

    [TestCase("MAIL FROM:<a@b.de>", "503 ", TestName = "Nobody sends before EHLO")]
    [TestCase("EHLO a|RCPT TO:<oncall@valeo-erp.com>", "503 ", TestName = "No recipient before a sender")]
    [TestCase("EHLO a|MAIL FROM:<a@b.de>|DATA", "503 ", TestName = "No message before a recipient")]
    [TestCase("EHLO a|MAIL FROM:<a@b.de>|MAIL FROM:<a@b.de>", "503 ", TestName = "One sender for each message")]
    [TestCase("EHLO a|MAIL FROM:<a@b.de>|RSET|MAIL FROM:<a@b.de>", "250 ", TestName = "RSET forgets the sender")]
    [TestCase("EHLO a|MAIL FROM:a@b.de", "501 ", TestName = "An address stands in angle brackets")]
    [TestCase("EHLO a|MAIL FROM:<a@b.de> SIZE=99999999", "552 ", TestName = "A message announced as too large is refused")]
    [TestCase("EHLO a|MAIL FROM:<a@b.de> MAGIC=1", "555 ", TestName = "An unknown parameter is refused")]
    [TestCase("EHLO", "501 ", TestName = "EHLO needs a name")]
    [TestCase("helo a", "250 lab", TestName = "Commands may be in small letters")]
    [TestCase("NOOP", "250 ", TestName = "NOOP is always answered")]
    [TestCase("STARTTLS", "502 ", TestName = "An unknown command is refused")]
    public async Task The_protocol_is_kept(string lines, string reply) => (await SayAsync(lines.Split('|'))).Should().StartWith(reply);

    [Test, CancelAfter(20_000)]
    public async Task Mail_to_somebody_else_is_refused_and_kept_as_malformed()
    {
        (await SayAsync("EHLO a", "MAIL FROM:<alertmanager@valeo-erp.com>", "RCPT TO:<all@valeo-erp.com>")).Should().StartWith("550 ");
        (await lab.ReceivedAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Route = "email", Status = "malformed" });
    }

    [TestCase("X-Alert: DatabaseDown\r\n", "", "without the headers X-Alert")]
    [TestCase("To: oncall", "To: else", "but To says")]
    [TestCase("From: alertmanager", "From: mallory", "but From says")]
    [TestCase(" DatabaseDown\r\nX-Alert", " Hello\r\nX-Alert", "but its subject is")]
    public async Task A_message_that_is_no_page_is_refused_and_kept_as_malformed(string part, string by, string problem)
    {
        await SayAsync(Envelope);
        (await SayAsync(Headers.Replace(part, by, StringComparison.Ordinal) + "\r\n.")).Should().StartWith("554 5.6.0");
        (await lab.ReceivedAsync()).Should().ContainSingle().Which.Payload.Should().Contain(problem);
    }

    [Test, CancelAfter(20_000)]
    public async Task A_message_that_grows_too_large_is_read_to_its_end_and_refused()
    {
        await SayAsync(Envelope);
        await SendAsync(Headers + "\r\n" + string.Concat(Enumerable.Repeat(new string('x', 900) + "\r\n", 1200)));
        (await SayAsync(".")).Should().StartWith("552 ");
        (await SayAsync("NOOP")).Should().StartWith("250 ", "none of the message was taken for a command");
    }

    [Test, CancelAfter(20_000)]
    public async Task A_line_without_end_closes_the_connection()
    {
        await SendAsync(new string('x', 1200));
        (await ReplyAsync()).Should().StartWith("500 ");
        (await replies.ReadLineAsync()).Should().BeNull();
    }

    [Test, CancelAfter(20_000)]
    public async Task A_dot_between_bare_line_feeds_ends_no_message()
    {
        await SayAsync(Envelope);
        (await SayAsync(Headers + "\r\nsmuggled\n.\nMAIL FROM:<a@b.de>\r\n.")).Should().StartWith("250 ");
        (await lab.ReceivedAsync()).Should().ContainSingle();
    }

    /// <returns>The reply to the last line.</returns>
    private async Task<string> SayAsync(params string[] lines)
    {
        var reply = "";
        foreach (var line in lines)
        {
            await SendAsync(line + "\r\n");
            reply = await ReplyAsync();
        }

        return reply;
    }

    private async Task SendAsync(string text) => await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));

    /// <returns>The last line of a reply, which alone has a space after its code.</returns>
    private async Task<string> ReplyAsync()
    {
        while (await replies.ReadLineAsync() is { } line)
        {
            if (line.Length > 3 && line[3] == ' ')
                return line;
        }

        return "";
    }
}
