namespace ValeoChaos.Core.RuleChecks;

/// <summary>From harmless to grave, so that they can be compared.</summary>
public enum Severity { Info, Warning, Error }

/// <summary>One thing that can be wrong with a rule.</summary>
/// <param name="Code">Stable: <c>VC101</c>.</param>
/// <param name="Name">In words that fit a link: <c>never-fires-by-value</c>.</param>
/// <param name="Title">What is wrong, as a sentence.</param>
/// <param name="Explanation">One paragraph: why it is wrong, and what to write instead.</param>
/// <param name="Proof">What the unit test shows that comes with the finding.</param>
/// <param name="Needs">The options without which it is not looked for; empty where the rules alone tell.</param>
public sealed record FindingKind(string Code, string Name, Severity Severity, string Title, string Explanation, string Proof, string Needs = "")
{
    public string Explanation { get; init; } = Explanation.ReplaceLineEndings(" ");
}
