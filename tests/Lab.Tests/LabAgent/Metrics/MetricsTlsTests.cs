using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ValeoChaos.Lab.Cluster;
using ValeoChaos.LabAgent;
using ValeoChaos.LabAgent.Metrics;

namespace ValeoChaos.Lab.Tests.LabAgent.Metrics;

public sealed class MetricsTlsTests
{
    private WorkFolder folder = null!;

    [SetUp]
    public void Create() => folder = WorkFolder.Create("tls");

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public async Task The_lab_s_authority_vouches_for_the_service_name_that_the_API_server_asks_for()
    {
        var secrets = LabSecrets.Generate(TimeProvider.System);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "tls.crt"), secrets.Metrics.CertificatePem);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "tls.key"), secrets.Metrics.KeyPem);
        await using var cluster = await FakeKubernetes.StartAsync();
        await using var agent = AgentHost.Create("metrics", TimeProvider.System, "https://127.0.0.1:0", cluster.Client, certificate: MetricsRole.ReadCertificate(folder.FullName))!;
        await agent.StartAsync();
        using var authority = X509Certificate2.CreateFromPem(secrets.AuthorityPem);
        using var handler = new SocketsHttpHandler
        {
            // The name of a service, which resolves nowhere here.
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
        using var http = new HttpClient(handler);
        using var answer = await http.GetAsync(new UriBuilder(agent.Urls.First()) { Host = LabSecrets.MetricsHost, Path = "apis/metrics.k8s.io/v1beta1/nodes/one" }.Uri);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public void Without_a_certificate_the_role_does_not_start_and_says_where_it_looked() =>
        FluentActions.Invoking(() => MetricsRole.ReadCertificate(folder.FullName)).Should().Throw<AgentUsageException>().WithMessage($"*no certificate in {folder.FullName}*");
}
