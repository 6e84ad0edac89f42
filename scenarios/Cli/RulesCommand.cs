using System.CommandLine;

namespace ValeoChaos.Cli;

/// <summary>What can be said of alert rules without a cluster.</summary>
internal static class RulesCommand
{
    public static Command Create() => new("rules", "Prove alert rules in virtual time, by Prometheus and without a cluster")
    {
        RulesCheckCommand.Create(), RulesExplainCommand.Create(), RulesTestCommand.Create(),
    };
}
