using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using ValeoChaos.Core.PromQl;
using ValeoChaos.Lab;
using ValeoChaos.Lab.Engine;

namespace ValeoChaos.RulesTests.PromQl;

/// <summary>
/// The expressions that Prometheus tests itself with, right and wrong ones, from Debian's source package. They are kept in the
/// user's cache and are no part of this project.
/// </summary>
internal static partial class PublishedExpressions
{
    private static readonly string[] Wanted = ["*/promql/testdata/*.test", "*/promql/parser/*_test.go"];

    private static readonly string Folder = Path.Combine(ProjectFiles.Cache, "prometheus-tests");

    /// <exception cref="LabException">They are not cached and cannot be had.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellation)
    {
        if (!Directory.Exists(Folder))
            await FetchAsync(cancellation);
        var texts = await Task.WhenAll(Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Select(f => File.ReadAllTextAsync(f, cancellation)));
        return [.. texts.SelectMany(text => Evaluated().Matches(text).Select(m => m.Groups["expression"].Value.Trim()).Concat(Inputs(text))).Where(e => e.Length > 0).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>A literal of Go is a literal of PromQL; bytes that are no UTF-8 cannot stand in a rule file.</summary>
    private static IEnumerable<string> Inputs(string go) =>
        GoInput().Matches(go).Select(m => ((TextLiteral)PromQlParser.Parse(m.Groups["literal"].Value)).Value).Where(e => !e.Contains('\uFFFD'));

    private static async Task FetchAsync(CancellationToken cancellation)
    {
        if (!Provisioner.AskedFor)
            throw new LabException($"Prometheus's own test expressions are not in {Folder}. Set VALEO_CHAOS_PROVISION=1 to take them from Debian's source package prometheus.");
        // Beside the place where they go, so that they can be moved there at once.
        var work = Directory.CreateDirectory($"{Folder}-{Guid.NewGuid():N}").FullName;
        try
        {
            foreach (var folder in new[] { "sources", "lists/partial", "cache", "package" })
                Directory.CreateDirectory(Path.Combine(work, folder));
            WriteSources(Path.Combine(work, "sources"));
            // One source of several that cannot be reached does not matter if the package comes from another.
            await AptAsync(work, ["update"], cancellation);
            var result = await AptAsync(work, ["source", "--download-only", "prometheus"], cancellation);
            var archive = Directory.GetFiles(Path.Combine(work, "package"), "*.orig.tar.*").FirstOrDefault()
                ?? throw new LabException($"apt-get source prometheus failed with exit code {result.ExitCode}: {result.StandardError.Trim()} Add Debian's main component to /etc/apt/sources.list.d.");
            var tests = Directory.CreateDirectory(Path.Combine(work, "tests")).FullName;
            await Cli.Wrap("tar").WithArguments(["-xf", archive, "-C", tests, "--strip-components=1", "--wildcards", .. Wanted]).ExecuteAsync(cancellation);
            if (!Directory.Exists(Folder))
                Directory.Move(tests, Folder);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>The machine's own sources, asked for source packages. apt stays as it is: it reads these files in this call only.</summary>
    private static void WriteSources(string folder)
    {
        var files = new[] { "/etc/apt/sources.list" }.Where(File.Exists)
            .Concat(Directory.GetFiles("/etc/apt/sources.list.d").Where(f => Path.GetExtension(f) is ".list" or ".sources"));
        foreach (var file in files)
            File.WriteAllText(Path.Combine(folder, Path.GetFileName(file)), BinaryPackages().Replace(File.ReadAllText(file), "deb-src"));
    }

    private static async Task<BufferedCommandResult> AptAsync(string work, string[] arguments, CancellationToken cancellation)
    {
        string[] places =
        [
            "-o", $"Dir::Etc::sourcelist={work}/sources/sources.list", "-o", $"Dir::Etc::sourceparts={work}/sources",
            "-o", $"Dir::State::lists={work}/lists", "-o", $"Dir::Cache={work}/cache", "-o", "APT::Sandbox::User=",
        ];
        return await Cli.Wrap("apt-get").WithArguments([.. places, .. arguments]).WithWorkingDirectory($"{work}/package")
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellation);
    }

    [GeneratedRegex(@"^eval(?:_\w+)?[ \t]+instant[ \t]+at[ \t]+\S+[ \t]+(?<expression>.+)$", RegexOptions.Multiline)]
    private static partial Regex Evaluated();

    [GeneratedRegex("""\bin(?:put)?:\s*(?<literal>"(?:[^"\\\n]|\\.)*"|`[^`]*`)""")]
    private static partial Regex GoInput();

    [GeneratedRegex(@"(?<=^Types:[ \t]*(?:deb-src[ \t]+)?)deb\b(?!-)|^deb(?=[ \t])", RegexOptions.Multiline)]
    private static partial Regex BinaryPackages();
}
