using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.Tests.PromQl;

public sealed class PromQlSyntaxTests
{
    [TestCase("", "line 1, column 1: no expression*")]
    [TestCase("a +\n  )", "line 2, column 3: expected an expression, got \")\"")]
    [TestCase("rate(a)", "line 1, column 6: an argument of rate has to be a range vector, and this is an instant vector")]
    [TestCase("raet(a[5m])", "line 1, column 1: Prometheus has no function raet")]
    [TestCase("Rate(a[5m])", "*no function Rate; rate is written in lower case")]
    [TestCase("a[5x]", "line 1, column 3: \"5x\" is neither a number nor a duration*")]
    [TestCase("a[5]", "line 1, column 3: expected a duration*")]
    [TestCase("a[0s]", "line 1, column 3: \"0s\" is neither*")]
    [TestCase("a offset 1y offset 5m", "*column 13: offset is given twice")]
    [TestCase("a offset 5m[5m]", "*column 12: a range stands before offset and @*")]
    [TestCase("(a)[5m]", "*column 4: only a selector can have a range*")]
    [TestCase("1 and a", "*column 3: and joins two vectors*")]
    [TestCase("1 == 1", "*column 3: two numbers are compared with bool only*")]
    [TestCase("a + bool b", "*bool belongs to a comparison only")]
    [TestCase("a and on (x) group_left b", "*and cannot be grouped")]
    [TestCase("a * on (x) group_left (x) b", "*the label x stands both in on and in group_left")]
    [TestCase("a{}[5m] + b", "*column 1: + takes numbers and instant vectors, and this is a range vector")]
    [TestCase("{a=\"\"}", "*selects every series*")]
    [TestCase("{a=~\".*\"}", "*selects every series*")]
    [TestCase("a{__name__=\"b\"}", "*named twice*")]
    [TestCase("a{b=~\"(?=c)\"}", "*no regular expression of RE2*looks ahead")]
    [TestCase("a{b}", "*expected =, !=, =~ or !~ behind the label b, got \"}\"")]
    [TestCase("a{b=\"x", "*column 5: the text that begins here has no closing \"")]
    [TestCase("\"\\q\"", "*column 2: \\q begins no escape*")]
    [TestCase("sum by (a:b) (c)", "*expected a label, got \"a:b\"")]
    [TestCase("topk(a)", "*topk takes 2 arguments, and here are 1")]
    [TestCase("round()", "*round takes 1 to 2 arguments, and here are 0")]
    [TestCase("1_000", "*\"1_000\" is neither*")]
    [TestCase("1e400", "*is no number*")]
    [TestCase("a @ Inf", "*no moment*")]
    [TestCase("a $ b", "*column 3: unexpected character '$'")]
    public void What_Prometheus_refuses_is_refused_with_place_and_reason(string expression, string message) =>
        FluentActions.Invoking(() => PromQlParser.Parse(expression)).Should().Throw<PromQlSyntaxException>().WithMessage(message);

    [Test]
    public void The_place_is_told_in_numbers_too() =>
        FluentActions.Invoking(() => PromQlParser.Parse("a\n  + )")).Should().Throw<PromQlSyntaxException>().Which.Should().BeEquivalentTo(new { Offset = 6, Line = 2, Column = 5 });

    [Test]
    public void Nesting_without_end_is_refused_and_does_not_end_the_process()
    {
        foreach (var expression in new[] { new string('(', 100_000), new string('-', 100_000), string.Join("+", Enumerable.Repeat("1", 100_000)), "a" + string.Concat(Enumerable.Repeat("[1m:]", 100_000)) })
            FluentActions.Invoking(() => PromQlParser.Parse(expression)).Should().Throw<PromQlSyntaxException>();
    }

    [TestCase("a|b", false)]
    [TestCase("a|", true)]
    [TestCase("(a?b*){2,}", true)]
    [TestCase("a+", false)]
    [TestCase("(?i)x*", true)]
    [TestCase("^$", true)]
    [TestCase("\\bx?", false)]
    [TestCase("(?P<n>a{0})", true)]
    [TestCase("[]a-z\\d[:^alpha:]-]", false)]
    [TestCase("\\Q*\\E?\\pL*\\p{Greek}{0,3}", true)]
    [TestCase("\\Qab\\E?", false)]
    [TestCase("\\Qab\\E{0}", false)]
    [TestCase("\\Q😀\\E?", true)]
    [TestCase("\\Qe\u0301\\E?", false)]
    [TestCase("{,5}", false)]
    [TestCase("", true)]
    public void Whether_a_pattern_matches_an_absent_label_is_known(string pattern, bool empty) => Re2Pattern.MatchesEmpty(pattern).Should().Be(empty);

    [TestCase("*a")]
    [TestCase("a**")]
    [TestCase("a{2}{3}")]
    [TestCase("(a")]
    [TestCase("a)(b")]
    [TestCase("[a")]
    [TestCase("[b-a]")]
    [TestCase("(?<n>a)")]
    [TestCase("\\Qa")]
    [TestCase("(?!a)")]
    [TestCase("(?--i)")]
    [TestCase("\\1")]
    [TestCase("\\Z")]
    [TestCase("a\\")]
    [TestCase("a{1001}")]
    [TestCase("(a{100}){11}")]
    [TestCase("[[:foo:]]")]
    [TestCase("\\pX")]
    [TestCase("\\x{110000}")]
    public void A_pattern_that_RE2_does_not_know_is_refused(string pattern) => Re2Pattern.Problem(pattern).Should().NotBeNull();
}
