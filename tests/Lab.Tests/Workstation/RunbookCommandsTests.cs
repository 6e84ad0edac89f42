using System.Text.RegularExpressions;
using ValeoChaos.Core.Ports;
using ValeoChaos.Core.Runbooks;
using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Lab.Workstation;
using ValeoChaos.Scenarios;

namespace ValeoChaos.Lab.Tests.Workstation;

/// <summary>Every diagnose command of the runbook, word for word, on a healthy lab under office load.</summary>
public sealed class RunbookCommandsTests
{
    /// <summary>The kubelet measures a pod twice before there is a rate, and the autoscaler leaves the start-up out.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>What health looks like, by the command's comment. Each pattern matches a line; a count says how many at the least.</summary>
    private static readonly Dictionary<string, Expectation> Health = new(StringComparer.Ordinal)
    {
        // Pods that start before their database log it, and a healthy pod logs little else that would push it out of the tail.
        // Where there is nothing to show, grep's exit code is 1.
        ["Check error logs"] = new([], ExitCodes: [0, 1]) { Only = @" ERROR valeo\.health not ready: \w+Error$" },
        ["Check database connectivity"] = new([]),
        ["Check metrics"] = new([(@"^api_requests_total\{endpoint=""/api/v1/articles"",method=""GET"",status=""200""\} [1-9]", 1), ("^# TYPE api_requests_total counter$", 1)]),
        ["Check resource usage"] = new([(@"^NAME\s+CPU\(cores\)\s+MEMORY\(bytes\)", 1), (@"^valeo-erp-\S+\s+[1-9]\d*m\s+[1-9]\d*Mi", 3), (@"^postgresql-\S+\s+\d+m\s+[1-9]\d*Mi", 1)]),
        ["Check database slow queries"] = new([(@"^\s*query\s+\|\s+mean_exec_time", 1), (@"\|\s+\d+\.\d+", 10), (@"^\(10 rows\)$", 1)]),
        ["Check HPA status"] = new([(@"^valeo-erp\s+Deployment/valeo-erp\s+(cpu: )?[1-9]\d*%/80%\s+3\s+8\s+3\s", 1)]),
        ["Check pod restarts"] = new([(@"^valeo-erp-\S+\s+1/1\s+Running\s+0\s", 3)]),
        ["Check SSE metrics"] = new([(@"^sse_connections_active\{channel=""\w+""\} \d", 4)]),
        ["Check ingress logs"] = new([(@"""GET /api/v1/articles\?limit=20 HTTP/1\.1"" 200 ", 20)]),
        ["Check PostgreSQL pod"] = new([(@"^postgresql-\S+\s+1/1\s+Running\s", 1)]),
        ["Check PostgreSQL logs"] = new([("database system is ready to accept connections", 1)]),
        ["Test connection"] = new([(@"^\(1 row\)$", 1)]),
    };

    private readonly Eventually eventually = new(TimeProvider.System, TestContext.Progress.WriteLine);
    private LabSession lab = null!;
    private ILoadRun load = null!;
    private RunbookShell shell = null!;

    private static Runbook Runbook { get; } = Runbook.Parse(ProjectFiles.Read("runbooks", "alert-runbook.de.md"), "alert-runbook.de.md");

    private static IEnumerable<TestCaseData> Commands => Runbook.Sections.SelectMany(section => section.Diagnose)
        .Select(command => new TestCaseData(command).SetArgDisplayNames(command.Comment));

    [OneTimeSetUp]
    public async Task Boot()
    {
        lab = await LabSession.StartAsync(
            new LabOptions
            {
                Database = DatabaseForm.Pod, Scale = new TimeScale(20), Provision = Environment.GetEnvironmentVariable("VALEO_CHAOS_PROVISION") == "1",
                Clock = TimeProvider.System, Progress = TestContext.Progress.WriteLine,
            },
            CancellationToken.None);
        shell = new RunbookShell(lab.Handles.Exec);
        load = lab.Handles.Load.Start(LoadProfiles.OfficeHours, lab.Handles.Target, CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task Remove()
    {
        if (load is not null)
            await load.DisposeAsync();
        if (lab is not null)
            await lab.DisposeAsync();
    }

    [Test]
    public void Every_command_of_the_runbook_has_its_expectation() =>
        Runbook.Sections.SelectMany(s => s.Diagnose).Select(c => c.Comment).Should().BeEquivalentTo(Health.Keys);

    [TestCaseSource(nameof(Commands)), CancelAfter(180_000)]
    public async Task A_command_works_word_for_word(DiagnoseCommand command, CancellationToken cancellation)
    {
        var result = await eventually.ReachAsync($"health in the output of \"{command.Comment}\"", async c =>
        {
            var answer = await shell.RunAsync(command.Command, c);
            var missing = Health[command.Comment].Missing(answer);
            return new Observation<ShellResult>(missing is null, answer, $"{missing}, got exit {answer.ExitCode}: {answer.Output}{answer.Error}");
        }, Patience, cancellation, TimeSpan.FromSeconds(2));
        await TestContext.Progress.WriteLineAsync($"$ {command.Command}\n{string.Join('\n', result.Output.Split('\n').Take(6))}");
    }

    private sealed record Expectation((string Line, int AtLeast)[] Lines, int[]? ExitCodes = null)
    {
        /// <summary>Each line matches it; without it, a command without expected lines prints none.</summary>
        public string? Only { get; init; }

        /// <returns>What the answer lacks, or null.</returns>
        public string? Missing(ShellResult answer)
        {
            if (!(ExitCodes ?? [0]).Contains(answer.ExitCode))
                return "expected another exit code";
            var lines = answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (Lines.Length == 0 && lines.Any(line => Only is null || !Regex.IsMatch(line, Only)))
                return Only is null ? "expected no output" : $"expected only lines that match {Only}";
            return Lines.Where(l => lines.Count(line => Regex.IsMatch(line, l.Line)) < l.AtLeast)
                .Select(l => $"expected {l.AtLeast} lines that match {l.Line}").FirstOrDefault();
        }
    }
}
