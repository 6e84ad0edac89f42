namespace ValeoChaos.RulesTests.WrongRules;

/// <summary>Tests that cannot fail prove nothing: each part of each rule is broken once, and its tests have to notice.</summary>
public sealed class WrongRuleTests
{
    [TestCaseSource(typeof(Breaks), nameof(Breaks.All))]
    public async Task The_tests_notice(WrongRule wrong)
    {
        File.ReadAllText(Path.Combine(RuleTool.Folder, wrong.Rules)).Should().Contain(wrong.Right, "otherwise nothing is broken");
        var report = await WrongRuleBatch.OfAsync(wrong);
        report.Passed.Should().BeFalse("the test must notice this");
        report.Reason.Should().NotContain("parse error").And.NotContain("error parsing", "a rule that cannot be read is no wrong rule");
    }

    [TestCaseSource(typeof(Breaks), nameof(Breaks.TestFiles))]
    public async Task Right_rules_alone_are_enough_for(string tests) =>
        (await WrongRuleBatch.OfRightRulesAsync(tests)).Reason.Should().BeNull("what is noticed is the break");
}
