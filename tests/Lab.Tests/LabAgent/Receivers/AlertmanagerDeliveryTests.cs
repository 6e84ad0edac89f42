using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Lab.Engine;
using ValeoChaos.Lab.Monitoring;

namespace ValeoChaos.Lab.Tests.LabAgent.Receivers;

/// <summary>A real Alertmanager with the lab's own configuration tells the receiver over the loopback.</summary>
public sealed class AlertmanagerDeliveryTests
{
    private const string Program = "prometheus-alertmanager";

    private static readonly Eventually Eventually = new(TimeProvider.System);

    private readonly StringBuilder log = new();
    private ReceiverLab lab = null!;
    private System.Diagnostics.Process alertmanager = null!;
    private HttpClient http = null!;

    [SetUp]
    public async Task Start()
    {
        var provision = Environment.GetEnvironmentVariable("VALEO_CHAOS_PROVISION") == "1";
        await Provisioner.RequireAsync(Program, Program, provision, TimeProvider.System, TestContext.Progress.WriteLine, CancellationToken.None);
        lab = await ReceiverLab.StartAsync();
        var options = new LabOptions { Database = DatabaseForm.Pod, Scale = new TimeScale(20), Clock = TimeProvider.System, Progress = _ => { } };
        var configuration = Path.Combine(lab.Folder.FullName, "alertmanager.yml");
        await File.WriteAllTextAsync(configuration, MonitoringSource.Load(options).For(options.Scale, kubernetesDiscovery: true).Alertmanager
            .Replace("10.43.100.90:8080", lab.Http.Authority, StringComparison.Ordinal)
            .Replace("10.43.100.90:2525", lab.Smtp.Authority, StringComparison.Ordinal)
            .Replace("/etc/contacts", lab.Folder.FullName, StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(lab.Folder.FullName, "slack-url"), new Uri(lab.Http, lab.SlackPath).ToString());
        var address = $"127.0.0.1:{FreePort()}";
        http = new HttpClient { BaseAddress = new Uri($"http://{address}/") };
        var start = new System.Diagnostics.ProcessStartInfo(Provisioner.Find(Program)!,
            [$"--config.file={configuration}", $"--storage.path={lab.Folder.FullName}/data", $"--web.listen-address={address}", "--cluster.listen-address="])
        {
            RedirectStandardError = true,
        };
        alertmanager = System.Diagnostics.Process.Start(start)!;
        alertmanager.ErrorDataReceived += (_, line) => log.AppendLine(line.Data);
        alertmanager.BeginErrorReadLine();
        await Eventually.ReachAsync("Alertmanager", async c =>
        {
            using var answer = await http.GetAsync(new Uri("-/ready", UriKind.Relative), c);
            return new Observation<bool>(answer.IsSuccessStatusCode, true, $"{answer.StatusCode}");
        }, TimeSpan.FromSeconds(20), CancellationToken.None);
    }

    [TearDown]
    public async Task Stop()
    {
        http.Dispose();
        alertmanager.Kill();
        await alertmanager.WaitForExitAsync();
        alertmanager.Dispose();
        await lab.DisposeAsync();
    }

    [Test, CancelAfter(60_000)]
    public async Task A_page_reaches_each_team_the_channel_and_the_mailbox_once_and_so_does_its_end(CancellationToken cancellation)
    {
        string[] everybody = ["database-team", "email", "platform-team", "primary-on-call", "slack"];
        await PostAsync(Page("DatabaseDown", "critical"));
        var told = await ReceivedAsync(5, cancellation);
        told.Select(n => n.Route).Should().BeEquivalentTo(everybody);
        told.Should().AllBeEquivalentTo(new { Status = "firing", Alert = "DatabaseDown", Severity = "critical" });

        await PostAsync(Over(Page("DatabaseDown", "critical")));
        var all = await ReceivedAsync(10, cancellation);
        all.Skip(5).Select(n => n.Route).Should().BeEquivalentTo(everybody);
        all.Skip(5).Should().AllBeEquivalentTo(new { Status = "resolved", Alert = "DatabaseDown" });
        (await lab.EverythingAsync() + log).Should().NotContainAny(lab.Contacts.Values.Append(lab.SlackPath));
    }

    [Test, CancelAfter(60_000)]
    public async Task An_acknowledged_page_wakes_nobody_further_until_that_is_taken_back(CancellationToken cancellation)
    {
        await PostAsync(Page("LatencyHigh", "warning"));
        (await ReceivedAsync(3, cancellation)).Select(n => n.Route).Should().BeEquivalentTo("primary-on-call", "slack", "email");
        using var pager = new AlertmanagerPager(http.BaseAddress!, TimeProvider.System);
        (await pager.AcknowledgeAsync("LatencyHigh", cancellation)).Should().StartWith("1 silence on ").And.Contain("alertname=LatencyHigh");

        // Another page's escalation, posted after the silenced one, shows that there was time to send it.
        await PostAsync(Page("LatencyHigh", "warning", "database-team"));
        await PostAsync(Page("ErrorRateHigh", "critical", "team-lead"));
        (await ReceivedAsync(6, cancellation)).Skip(3).Should().AllBeEquivalentTo(new { Alert = "ErrorRateHigh" });
        await Eventually.HoldAsync("two intervals of a group", TimeSpan.FromSeconds(1.2), cancellation);
        (await lab.ReceivedAsync()).Should().HaveCount(6);

        await pager.ReleaseAsync(cancellation);
        (await ReceivedAsync(9, cancellation)).Skip(6).Select(n => (n.Route, n.Alert)).Should()
            .BeEquivalentTo([("database-team", "LatencyHigh"), ("slack", "LatencyHigh"), ("email", "LatencyHigh")], "only the silence held it back");
    }

    [Test, CancelAfter(60_000)]
    public async Task The_next_page_of_an_alert_that_ended_under_its_silence_is_kept_back(CancellationToken cancellation)
    {
        await PostAsync(Page("LatencyHigh", "warning"));
        await ReceivedAsync(3, cancellation);
        using var pager = new AlertmanagerPager(http.BaseAddress!, TimeProvider.System);
        await pager.AcknowledgeAsync("LatencyHigh", cancellation);
        await PostAsync(Over(Page("LatencyHigh", "warning")));
        await Eventually.HoldAsync("two intervals of a group", TimeSpan.FromSeconds(1.2), cancellation);
        await pager.ReleaseAsync(cancellation);

        await PostAsync(Page("LatencyHigh", "warning"));
        await PostAsync(Page("ErrorRateHigh", "critical"));
        (await ReceivedAsync(6, cancellation)).Skip(3).Should().AllBeEquivalentTo(new { Alert = "ErrorRateHigh" });
        await Eventually.HoldAsync("two intervals of a group", TimeSpan.FromSeconds(1.2), cancellation);
        (await lab.ReceivedAsync()).Should().HaveCount(6, "which is why a lab gets another Alertmanager before its next run");
    }

    [Test, CancelAfter(60_000)]
    public async Task It_is_known_which_of_our_alerts_alertmanager_has_for_firing(CancellationToken cancellation)
    {
        using var pager = new AlertmanagerPager(http.BaseAddress!, TimeProvider.System);
        var onTrial = Page("LatencyHigh", "warning");
        onTrial["labels"]!.AsObject().Remove("rules");
        await PostAsync(onTrial);
        await PostAsync(Page("DatabaseDown", "critical"));
        await PostAsync(Page("DatabaseDown", "critical", "cto"));
        (await pager.HeldAsync(cancellation)).Should().Equal("DatabaseDown");

        await PostAsync(Over(Page("DatabaseDown", "critical")));
        (await pager.HeldAsync(cancellation)).Should().Equal(["DatabaseDown"], "its escalation is not over");
        await PostAsync(Over(Page("DatabaseDown", "critical", "cto")));
        (await pager.HeldAsync(cancellation)).Should().BeEmpty();
    }

    [Test, CancelAfter(60_000)]
    public async Task A_page_that_is_not_there_cannot_be_acknowledged(CancellationToken cancellation)
    {
        using var pager = new AlertmanagerPager(http.BaseAddress!, TimeProvider.System);
        await FluentActions.Awaiting(() => pager.AcknowledgeAsync("LatencyHigh", cancellation)).Should().ThrowAsync<LabException>().WithMessage("Alertmanager has no page of LatencyHigh*");
    }

    private static JsonObject Page(string alert, string severity, string? escalateTo = null)
    {
        var labels = new JsonObject { ["alertname"] = alert, ["severity"] = severity, ["rules"] = "corrected", ["namespace"] = "production" };
        if (escalateTo is not null)
            labels["escalate_to"] = escalateTo;
        return new JsonObject
        {
            ["labels"] = labels,
            ["annotations"] = new JsonObject { ["summary"] = "Größe: 5 %", ["description"] = ".a line that begins with a dot" },
        };
    }

    private static JsonObject Over(JsonObject page)
    {
        page["endsAt"] = TimeProvider.System.GetUtcNow().ToString("O");
        return page;
    }

    private async Task PostAsync(JsonObject alert)
    {
        using var content = new StringContent(new JsonArray(alert.DeepClone()).ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("api/v2/alerts", UriKind.Relative), content);
        answer.IsSuccessStatusCode.Should().BeTrue("{0}", await answer.Content.ReadAsStringAsync());
    }

    private async Task<IReadOnlyList<Notification>> ReceivedAsync(int count, CancellationToken cancellation)
    {
        try
        {
            return await Eventually.ReachAsync($"{count} notifications", async _ =>
            {
                var all = await lab.ReceivedAsync();
                return new Observation<IReadOnlyList<Notification>>(all.Count >= count, all, string.Join(", ", all.Select(n => $"{n.Route} {n.Status} {n.Payload}")));
            }, TimeSpan.FromSeconds(20), cancellation);
        }
        catch (NotReachedException e)
        {
            throw new AssertionException($"{e.Message}\n{log}");
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
