using System.Diagnostics;
using System.Text;

namespace ValeoChaos.ScenarioTests;

/// <summary>The command line as a process of its own.</summary>
internal sealed class CommandLineProcess : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();

    private CommandLineProcess(Process process) => this.process = process;

    public int Id => process.Id;

    public int ExitCode => process.ExitCode;

    public bool HasExited => process.HasExited;

    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    /// <summary>Runs it to its end.</summary>
    public static (int Code, string Output) Run(params string[] arguments)
    {
        using var cli = Start(arguments);
        cli.WaitForExit();
        return (cli.ExitCode, cli.Output);
    }

    public static CommandLineProcess Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    public static CommandLineProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        // A pipeline that runs in the background ignores Ctrl-C, and so would everything it starts.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "valeo-chaos.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var started = new CommandLineProcess(new Process { StartInfo = start });
        started.process.OutputDataReceived += (_, line) => started.Add(line.Data);
        started.process.ErrorDataReceived += (_, line) => started.Add(line.Data);
        started.process.Start();
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        return started;
    }

    public void WaitForExit() => process.WaitForExit();

    public void Kill() => process.Kill();

    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private void Add(string? line)
    {
        // The end of a stream comes as a line that is none.
        if (line is null)
            return;
        lock (output)
            output.AppendLine(line);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
