using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using ValeoChaos.Core.Ports;
using ValeoChaos.Lab.Cluster;
using ValeoChaos.Lab.Monitoring;
using ValeoChaos.LabAgent;
using ValeoChaos.LabAgent.Receivers;

namespace ValeoChaos.Lab.Tests.LabAgent.Receivers;

/// <summary>A receiver on the loopback with secrets of its own, in the files of a folder as in a lab.</summary>
internal sealed class ReceiverLab : IAsyncDisposable
{
    private readonly WebApplication agent;
    private readonly NotificationSink sink;
    private readonly HttpClient http;

    private ReceiverLab(WebApplication agent, WorkFolder folder, IReadOnlyDictionary<string, string> contacts)
    {
        (this.agent, Folder, Contacts) = (agent, folder, contacts);
        (Http, Smtp) = (new Uri(agent.Urls.First()), new Uri(agent.Urls.Last()));
        sink = new NotificationSink(Http);
        http = new HttpClient { BaseAddress = Http };
    }

    public WorkFolder Folder { get; }

    public IReadOnlyDictionary<string, string> Contacts { get; }

    public Uri Http { get; }

    public Uri Smtp { get; }

    public string SlackPath => new Uri(Contacts["slack-url"]).AbsolutePath;

    public static async Task<ReceiverLab> StartAsync(TimeProvider? clock = null)
    {
        var folder = WorkFolder.Create("contacts");
        var contacts = LabSecrets.NewContacts("http://receiver");
        foreach (var (name, text) in contacts)
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), text);
        var loopback = new IPEndPoint(IPAddress.Loopback, 0);
        var settings = ReceiverSettings.Read(folder.FullName) with { Http = loopback, Smtp = loopback };
        var agent = AgentHost.Create("receiver", clock ?? TimeProvider.System, receiver: settings)!;
        await agent.StartAsync();
        return new ReceiverLab(agent, folder, contacts);
    }

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public Task<IReadOnlyList<Notification>> ReceivedAsync(long after = 0) => sink.ReadAfterAsync(after, CancellationToken.None);

    /// <summary>Everything the receiver tells, as text.</summary>
    public Task<string> EverythingAsync() => http.GetStringAsync(new Uri("notifications", UriKind.Relative));

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        sink.Dispose();
        await agent.DisposeAsync();
        Folder.Dispose();
    }
}
