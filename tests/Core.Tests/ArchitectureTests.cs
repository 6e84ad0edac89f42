using NetArchTest.Rules;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Lab;
using ValeoChaos.Scenarios;

namespace ValeoChaos.Core.Tests;

public sealed class ArchitectureTests
{
    [Test]
    public void Core_depends_on_nothing_that_does_input_or_output() =>
        Violations(Types.InAssembly(typeof(Scenario).Assembly).ShouldNot().HaveDependencyOnAny(
            "ValeoChaos.Lab", "ValeoChaos.Scenarios", "Docker.DotNet", "k8s", "System.Net.Http", "System.IO.File", "System.IO.Directory", "System.Diagnostics.Process"))
            .Should().BeEmpty("the flow has one direction and judges cannot reach the world");

    [Test]
    public void The_catalogue_depends_on_core_alone() =>
        Violations(Types.InAssembly(typeof(ScenarioCatalog).Assembly).ShouldNot().HaveDependencyOnAny("ValeoChaos.Lab", "Docker.DotNet", "k8s", "System.Net.Http"))
            .Should().BeEmpty("a scenario is data");

    [Test]
    public void The_lab_does_not_know_the_catalogue() =>
        Violations(Types.InAssembly(typeof(LabSession).Assembly).ShouldNot().HaveDependencyOn("ValeoChaos.Scenarios"))
            .Should().BeEmpty("the lab runs any scenario");

    private static IEnumerable<string> Violations(ConditionList conditions) => conditions.GetResult().FailingTypeNames ?? [];
}
