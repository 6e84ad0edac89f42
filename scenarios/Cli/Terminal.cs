using Spectre.Console;

namespace ValeoChaos.Cli;

/// <summary>Where tables are shown.</summary>
internal static class Terminal
{
    /// <summary>Width of a table where no terminal gives one.</summary>
    private const int PlainWidth = 150;

    public static IAnsiConsole Open()
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Console.Profile.Width = PlainWidth;
        return AnsiConsole.Console;
    }
}
