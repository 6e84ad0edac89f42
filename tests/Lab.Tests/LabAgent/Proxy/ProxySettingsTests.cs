using CliWrap;
using CliWrap.Buffered;
using ValeoChaos.LabAgent;
using ValeoChaos.LabAgent.Proxy;

namespace ValeoChaos.Lab.Tests.LabAgent.Proxy;

public sealed class ProxySettingsTests
{
    [Test]
    public void Proxies_are_read_from_the_environment() =>
        Read([], ("PROXIES", "postgresql=0.0.0.0:5432>10.43.100.10:5432, web=:80>app.example:8000"), ("PROXY_SEED", "7"), ("PROXY_API", "127.0.0.1:9000")).Should().BeEquivalentTo(
            new ProxySettings([new("postgresql", "0.0.0.0:5432", "10.43.100.10:5432"), new("web", ":80", "app.example:8000")], "127.0.0.1:9000", 7));

    [Test]
    public void Arguments_go_before_the_environment() =>
        Read(["db=[::1]:1>[::1]:2"], ("PROXIES", "nonsense")).Proxies.Should().Equal(new ProxySpec("db", "[::1]:1", "[::1]:2"));

    [Test]
    public void Nothing_is_no_proxy_and_Toxiproxys_port() => Read([]).Should().BeEquivalentTo(new ProxySettings([], "0.0.0.0:8474", 1));

    [TestCase("nonsense")]
    [TestCase("=1.2.3.4:5>1.2.3.4:5")]
    [TestCase("a=1.2.3.4:5")]
    [TestCase("a=1.2.3.4>1.2.3.4:5")]
    [TestCase("a=1.2.3.4:5>1.2.3.4:70000")]
    [TestCase("a=1.2.3.4:5>1.2.3.4:0")]
    [TestCase("a=1.2.3.4:5>1.2.3.4:5>1.2.3.4:5")]
    [TestCase("a=::1:5>1.2.3.4:5")]
    public void What_is_no_proxy_is_refused_with_an_example(string entry) =>
        FluentActions.Invoking(() => Read([entry])).Should().Throw<AgentUsageException>().WithMessage($"\"{entry}\" is no proxy. Write name=*>*, for instance postgresql=*");

    [TestCase("PROXY_SEED", "x", "PROXY_SEED=\"x\" is no whole number")]
    [TestCase("PROXY_API", "8474", "PROXY_API=\"8474\" is not host:port")]
    [TestCase("PROXIES", "a=:1>b:1,a=:2>b:2", "two proxies are named \"a\"")]
    public void A_wrong_variable_is_refused(string variable, string value, string message) =>
        FluentActions.Invoking(() => Read([], (variable, value))).Should().Throw<AgentUsageException>().WithMessage(message);

    [Test]
    public async Task An_address_that_cannot_be_listened_on_ends_the_start_with_one_error()
    {
        await using var first = await ProxyLab.StartAsync();
        var settings = ProxySettings.None with { Proxies = [new("db", first.Proxy.Listen, "127.0.0.1:1")] };
        await using var second = AgentHost.Create("proxy", TimeProvider.System, "http://127.0.0.1:0", proxy: settings)!;
        var start = () => second.StartAsync();
        (await start.Should().ThrowAsync<AgentUsageException>()).WithMessage($"listen tcp {first.Proxy.Listen}: *in use*");
    }

    [TestCase("proxy nonsense", "lab-agent: \"nonsense\" is no proxy. Write *.")]
    [TestCase("proxy db={0}>127.0.0.1:1", "lab-agent: listen tcp {0}: *in use.")]
    [TestCase("discovery nonsense", "lab-agent: name one role: discovery, receiver, proxy, metrics.")]
    [TestCase("receiver", "lab-agent: name the folder with the receiver's secrets: receiver FOLDER.")]
    [TestCase("receiver /nowhere", "lab-agent: /nowhere does not exist. Mount the secret with the routing keys there.")]
    [TestCase("", "lab-agent: name one role: discovery, receiver, proxy, metrics.")]
    public async Task The_process_says_in_one_line_what_is_wrong_and_ends_with_2(string arguments, string message)
    {
        await using var busy = await ProxyLab.StartAsync();
        var result = await Cli.Wrap("dotnet")
            .WithArguments([Path.Combine(AppContext.BaseDirectory, "lab-agent.dll"), .. arguments.Replace("{0}", busy.Proxy.Listen, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)])
            .WithEnvironmentVariables(e => e.Set("PROXY_API", "127.0.0.1:0"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        (result.StandardOutput + result.StandardError).Trim().Split('\n').Should().ContainSingle().Which.Should().Match(message.Replace("{0}", busy.Proxy.Listen, StringComparison.Ordinal));
        result.ExitCode.Should().Be(2);
    }

    private static ProxySettings Read(string[] arguments, params (string Name, string Value)[] environment) =>
        ProxySettings.Read(arguments, name => environment.FirstOrDefault(v => v.Name == name).Value);
}
