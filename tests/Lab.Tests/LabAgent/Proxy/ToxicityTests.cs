using ValeoChaos.LabAgent.Proxy.Toxics;

namespace ValeoChaos.Lab.Tests.LabAgent.Proxy;

public sealed class ToxicityTests
{
    private const int Connections = 40;

    [Test]
    public async Task Toxicity_is_the_share_of_connections_and_the_seed_decides_which()
    {
        var first = await HitAsync(seed: 1);
        first.Count(hit => hit).Should().BeInRange(10, 30, "the toxicity is 0.5 and there are 40 connections");
        (await HitAsync(seed: 1)).Should().Equal(first, "the same seed hits the same connections");
        (await HitAsync(seed: 2)).Should().NotEqual(first, "another seed hits others");
    }

    [TestCase(0, 0)]
    [TestCase(1, Connections)]
    public async Task Toxicity_of_0_is_none_and_of_1_is_all(double toxicity, int hits) => (await HitAsync(seed: 1, toxicity)).Count(hit => hit).Should().Be(hits);

    [Test]
    public void Every_toxic_has_a_file_a_class_a_test_and_a_registration_of_one_name()
    {
        var agent = ProjectFiles.Fixture("LabAgent", "Proxy", "Toxics");
        foreach (var kind in ToxicKind.All)
        {
            var name = string.Concat(kind.Type.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
            var file = Path.Combine(agent, $"{name}.cs");
            File.Exists(file).Should().BeTrue($"the toxic \"{kind.Type}\" is looked for in {file}");
            File.ReadAllLines(file).Should().HaveCountLessThan(60);
            File.Exists(Path.Combine(ProjectFiles.Root, "tests", "Lab.Tests", "LabAgent", "Proxy", $"{name}Tests.cs")).Should().BeTrue($"\"{kind.Type}\" needs {name}Tests.cs");
            kind.Create(new ToxicAttributes(kind.Attributes), new ToxicPlace(TimeSpan.Zero, new Random(1))).GetType().Name.Should().Be(name);
        }
    }

    private static async Task<IReadOnlyList<bool>> HitAsync(int seed, double toxicity = 0.5)
    {
        await using var lab = await ProxyLab.StartAsync(seed: seed);
        await lab.AddAsync("limit_data", "upstream", toxicity, ("bytes", 1));
        var hits = new List<bool>();
        for (var i = 0; i < Connections; i++)
        {
            var (client, server) = await lab.ConnectAsync();
            await client.SendAsync("two");
            client.SendEnd();
            hits.Add((await server.ReceiveAsync(3)).Length == 1);
        }

        return hits;
    }
}
