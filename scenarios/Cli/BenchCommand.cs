using System.CommandLine;

namespace ValeoChaos.Cli;

/// <summary>Figures of the suite itself, measured on this machine beside what the field has.</summary>
internal static class BenchCommand
{
    public static Command Create() => new("bench", "Measure the suite's own parts against their goals and beside their peers")
    {
        BenchLoadCommand.Create(), BenchLoadCommand.CreateTarget(), BenchLoadCommand.CreateGenerator(), BenchProxyCommand.Create(), BenchLabCommand.Create(),
    };
}
