using System.Text.RegularExpressions;
using ValeoChaos.Core.Alerting;

namespace ValeoChaos.Core.Mutations;

/// <summary>
/// A comment on a rule that says which of its mutants decide as the rule does, whatever happens:
/// <c># valeo-chaos: equivalent "> 0 -> >= 0" because a count is never 0</c>. A change that several mutants have stands for all of
/// them; with its number, as in <c>"> 0 -> >= 0 (2 of 3)"</c>, for that one.
/// </summary>
/// <param name="File">As it is named in messages.</param>
/// <param name="Index">The rule's place among the rules of its file, from 0.</param>
public sealed partial record EquivalentMark(string File, int Index, int Line, string Change, string Reason)
{
    public bool Fits(Mutant mutant) => mutant.Index == Index && (mutant.Change == Change || mutant.Label == Change);

    /// <summary>Does the comment speak of mutants, well written or not?</summary>
    public static bool IsOne(RuleDirective directive) => directive.Text.StartsWith("equivalent", StringComparison.Ordinal);

    /// <exception cref="RuleFileException">A mark that is not understood, or has no reason.</exception>
    public static IReadOnlyList<EquivalentMark> In(AlertRuleFile file) =>
        [.. file.Rules.SelectMany((rule, index) => rule.Directives.Where(IsOne).Select(directive => Read(file.Source, index, directive)))];

    private static EquivalentMark Read(string file, int index, RuleDirective directive) =>
        Understood().Match(directive.Text) is { Success: true } match
            ? new EquivalentMark(file, index, directive.Line, match.Groups["change"].Value, match.Groups["reason"].Value.Trim())
            : throw new RuleFileException($"{file}, line {directive.Line}: \"{directive.Text}\" is not understood. Write: equivalent \"> 0 -> >= 0\" because <reason>");

    [GeneratedRegex("^equivalent\\s+\"(?<change>.+)\"\\s+because\\s+(?<reason>\\S.*)$")]
    private static partial Regex Understood();
}
