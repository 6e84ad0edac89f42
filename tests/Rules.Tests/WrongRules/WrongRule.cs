namespace ValeoChaos.RulesTests.WrongRules;

/// <summary>One part of a rule that says something else than it should.</summary>
/// <param name="Tests">The file of the tests that have to notice, without its ending.</param>
/// <param name="Part">What is broken, in words.</param>
/// <param name="Right">How it stands in the rule file.</param>
/// <param name="Wrong">What stands in its place.</param>
/// <param name="By">How the name of the test that has to notice begins; the others would only take their time.</param>
public sealed record WrongRule(string Tests, string Part, string Right, string Wrong, string By)
{
    public string Rules => Tests == "escalation" ? "escalation.yml" : "corrected.yml";

    public override string ToString() => $"{Tests}: {Part}";
}
