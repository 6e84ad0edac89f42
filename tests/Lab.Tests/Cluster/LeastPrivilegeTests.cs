using System.Text.RegularExpressions;
using ValeoChaos.Lab.Cluster;

namespace ValeoChaos.Lab.Tests.Cluster;

/// <summary>What the manifests allow.</summary>
public sealed partial class LeastPrivilegeTests
{
    private static readonly IReadOnlyList<ManifestObject> Objects =
        [.. Directory.GetFiles(ProjectFiles.Fixture("manifests"), "*.yaml").Select(Path.GetFileName).SelectMany(file => Manifests.Load(file!, Values(file!)))];

    [Test]
    public void No_container_gains_a_privilege_and_each_has_only_the_capabilities_that_it_names()
    {
        var deployments = Objects.Where(o => o.Kind == "Deployment").ToList();
        deployments.Should().HaveCountGreaterThan(9);
        deployments.Should().AllSatisfy(deployment => deployment.Yaml.Should().Contain("allowPrivilegeEscalation: false").And.MatchRegex(@"drop:\s*(- |\[)ALL", "{0}", deployment.Name));
    }

    /// <summary>Whoever may get nodes/proxy reaches the kubelet's exec, and with it every container.</summary>
    [Test]
    public void No_role_holds_a_wildcard_or_the_way_to_every_container()
    {
        var roles = Objects.Where(o => o.Kind is "Role" or "ClusterRole").ToList();
        roles.Should().HaveCountGreaterThan(4);
        roles.Should().AllSatisfy(role => role.Yaml.Should().NotContain("nodes/proxy").And.NotContain("*", "{0}", role.Name));
        roles.Where(role => role.Kind == "ClusterRole").Select(role => role.Name).Should().Equal(["lab-agent-metrics"], "nodes belong to no namespace, and nothing else is read of all of them");
    }

    private static Dictionary<string, string> Values(string file) =>
        Placeholder().Matches(ProjectFiles.Read("manifests", file)).Select(m => m.Groups[1].Value).Distinct().ToDictionary(name => name, _ => "1");

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Placeholder();
}
