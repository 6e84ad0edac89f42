using System.Text.RegularExpressions;

namespace ValeoChaos.Core.RuleChecks.Analysis;

/// <summary>What stands between {{ and }}, and what the blocks around it make of it.</summary>
/// <param name="Text">With its braces.</param>
/// <param name="End">Where it ends in the template.</param>
/// <param name="Opens">The block it begins (<c>if</c>, <c>with</c>, <c>range</c>); empty where it is none and prints something.</param>
/// <param name="Rebound">A block around it has taken the dot for what it goes through.</param>
/// <param name="Around">Conditions that have to hold, or nothing is printed.</param>
internal sealed partial record TemplateAction(string Text, int End, string Opens, bool Rebound, IReadOnlyList<string> Around)
{
    private sealed record Block(bool Rebinds, string Condition);

    /// <summary>It asks for something, and does without it where it is missing.</summary>
    public bool IsCondition => Opens == "if" || (Opens == "with" && !Text.Contains("query", StringComparison.Ordinal));

    public static IEnumerable<TemplateAction> In(string template)
    {
        var blocks = new Stack<Block>();
        foreach (Match match in Actions().Matches(template))
        {
            var (alternative, opens) = (match.Groups["else"].Success, match.Groups["opens"].Value);
            if (alternative || opens == "end")
                blocks.TryPop(out _);
            var action = new TemplateAction(
                match.Value, match.Index + match.Length, opens, blocks.Any(b => b.Rebinds), [.. blocks.Select(b => b.Condition).Where(c => c.Length > 0)]);
            yield return action;
            if (alternative || opens is not ("" or "end"))
                blocks.Push(new Block(opens is not ("" or "if"), action.IsCondition ? match.Value : ""));
        }
    }

    public static string Without(string template) => Actions().Replace(template, " ");

    [GeneratedRegex(@"\{\{-?\s*(?:(?<else>else)\b\s*)?(?:(?<opens>if|with|range|define|block|end)\b)?.*?\}\}", RegexOptions.Singleline)]
    private static partial Regex Actions();
}
