using System.Text;
using System.Text.RegularExpressions;
using ValeoChaos.Core.PromQl;

namespace ValeoChaos.RulesTests.PromQl;

/// <summary>What promtool says of expressions: thousands in one call, for it names every rule that it refuses.</summary>
internal static partial class PromtoolVerdicts
{
    /// <returns>The expressions on which promtool and our parser differ, with what each says.</returns>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(IReadOnlyList<string> expressions)
    {
        var problems = await ProblemsAsync(expressions);
        return [.. expressions.Zip(problems).Select(e => Difference(e.First, e.Second)).OfType<string>()];
    }

    private static string? Difference(string expression, string? promtool)
    {
        var ours = Ours(expression);
        return ours is null == promtool is null ? null : $"{expression}\n  promtool: {promtool ?? "accepts it"}\n  ours: {ours ?? "accepts it"}";
    }

    private static string? Ours(string expression)
    {
        try
        {
            PromQlParser.Parse(expression);
            return null;
        }
        catch (PromQlSyntaxException e)
        {
            return e.Message;
        }
    }

    /// <returns>For each expression promtool's objection, null where it accepts.</returns>
    public static async Task<IReadOnlyList<string?>> ProblemsAsync(IReadOnlyList<string> expressions)
    {
        var file = Path.Combine(Path.GetTempPath(), $"valeo-chaos-expressions-{Guid.NewGuid():N}.yml");
        try
        {
            await File.WriteAllTextAsync(file, RuleFile(expressions));
            var (exitCode, output) = await RuleTool.RunAsync("promtool", "check", "rules", "--lint=none", file);
            var objections = Objection().Matches(output).ToLookup(m => int.Parse(m.Groups["rule"].Value) - 1, m => m.Groups["why"].Value);
            if (exitCode == 0 != (objections.Count == 0) || (exitCode == 0 && !output.Contains($"SUCCESS: {expressions.Count} rules", StringComparison.Ordinal)))
                throw new InvalidOperationException($"promtool was not understood, exit code {exitCode}: {output}");
            return [.. expressions.Select((_, i) => objections[i].FirstOrDefault())];
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string RuleFile(IReadOnlyList<string> expressions)
    {
        var yaml = new StringBuilder("groups:\n- name: g\n  rules:\n");
        foreach (var expression in expressions)
            yaml.Append("  - {record: r, expr: ").Append(Quoted(expression)).Append("}\n");
        return yaml.ToString();
    }

    private static string Quoted(string text) =>
        $"\"{string.Concat(text.EnumerateRunes().Select(r => r.IsAscii && char.IsAsciiLetterOrDigit((char)r.Value) ? r.ToString() : $"\\U{r.Value:X8}"))}\"";

    [GeneratedRegex("""^.*: group "g", rule (?<rule>\d+), "r": (?<why>.*)$""", RegexOptions.Multiline)]
    private static partial Regex Objection();
}
