using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.Tests.PromQl;

public sealed class PromQlParserTests
{
    [TestCase("a + b * c", "(a + (b * c))")]
    [TestCase("a - b - c", "((a - b) - c)")]
    [TestCase("a ^ b ^ c", "(a ^ (b ^ c))")]
    [TestCase("-a ^ b", "(-(a ^ b))")]
    [TestCase("-a * b", "((-a) * b)")]
    [TestCase("a ^ -b * c", "((a ^ (-b)) * c)")]
    [TestCase("a > b or c and d unless e", "((a > b) or ((c and d) unless e))")]
    [TestCase("a atan2 b % c", "((a atan2 b) % c)")]
    [TestCase("a AND b", "(a and b)")]
    [TestCase("a == b + 1", "(a == (b + 1))")]
    public void Operators_bind_as_in_Prometheus(string expression, string grouped) => PromQlParser.Parse(expression).Grouped(expression).Should().Be(grouped);

    [Test]
    public void The_span_of_every_part_is_its_text()
    {
        const string text = "sum by (job) (rate(api{status=~\"5..\", job!='x'}[5m] offset 1h)) / on (job) group_left (team) owner > bool -0.5 # share";
        var comparison = (BinaryOperation)PromQlParser.Parse(text);
        comparison.Span.Of(text).Should().Be(text[..text.IndexOf(" #", StringComparison.Ordinal)]);
        (comparison.OperatorSpan.Of(text), comparison.Right.Span.Of(text), ((NumberLiteral)comparison.Right).Value, comparison.ReturnsBool).Should().Be((">", "-0.5", -0.5, true));
        var ratio = (BinaryOperation)comparison.Left;
        ratio.Matching!.Span.Of(text).Should().Be("on (job) group_left (team)");
        (ratio.Matching.On, ratio.Matching.Side, ratio.Matching.Labels.Single(), ratio.Matching.Include.Single()).Should().Be((true, GroupSide.Left, "job", "team"));
        var sum = (Aggregation)ratio.Left;
        (sum.NameSpan.Of(text), sum.Grouping!.Span.Of(text)).Should().Be(("sum", "by (job)"));
        var rate = (FunctionCall)sum.Inner;
        (rate.NameSpan.Of(text), rate.Span.Of(text)).Should().Be(("rate", "rate(api{status=~\"5..\", job!='x'}[5m] offset 1h)"));
        var range = (RangeSelector)rate.Arguments.Single();
        (range.Span.Of(text), range.Range.Span.Of(text), range.Range.Value).Should().Be(("api{status=~\"5..\", job!='x'}[5m] offset 1h", "5m", TimeSpan.FromMinutes(5)));
        (range.Vector.Span.Of(text), range.Vector.Offset!.Span.Of(text)).Should().Be(("api{status=~\"5..\", job!='x'}", "1h"));
        range.Vector.Matchers.Select(m => (m.Label, m.Kind, m.Value, m.Span.Of(text), m.ValueSpan.Of(text))).Should().Equal(
            ("status", MatchKind.Matches, "5..", "status=~\"5..\"", "\"5..\""), ("job", MatchKind.NotEqual, "x", "job!='x'", "'x'"));
    }

    [Test]
    public void A_subquery_keeps_range_step_offset_and_moment()
    {
        const string text = "max_over_time((a > 1)[1h30m:15s] offset -5m @ end())";
        var query = (Subquery)((FunctionCall)PromQlParser.Parse(text)).Arguments.Single();
        (query.Range.Value, query.Step!.Value, query.Offset!.Value).Should().Be((TimeSpan.FromMinutes(90), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(-5)));
        (query.Offset.Span.Of(text), query.At!.Text, query.At.Span.Of(text), query.Span.Of(text)).Should()
            .Be(("5m", "end()", "@ end()", "(a > 1)[1h30m:15s] offset -5m @ end()"));
        ((Subquery)PromQlParser.Parse("a[5m:]")).Step.Should().BeNull();
    }

    [TestCase("sum(a) by (x)", "sum", null, "x")]
    [TestCase("TOPK by (x, y,) (3, a)", "topk", 3.0, "x y")]
    [TestCase("quantile without () (0.9, a)", "quantile", 0.9, "")]
    public void An_aggregation_has_its_clause_before_or_behind(string text, string name, double? parameter, string labels)
    {
        var aggregation = (Aggregation)PromQlParser.Parse(text);
        (aggregation.Name, (aggregation.Parameter as NumberLiteral)?.Value, string.Join(' ', aggregation.Grouping!.Labels)).Should().Be((name, parameter, labels));
        aggregation.Inner.Should().BeOfType<VectorSelector>().Which.Name.Should().Be("a");
    }

    [TestCase("0x1F", 31)]
    [TestCase("017", 15)]
    [TestCase("08", 8)]
    [TestCase("1e3", 1000)]
    [TestCase("1.5E-1", 0.15)]
    [TestCase(".5", 0.5)]
    [TestCase("5.", 5)]
    [TestCase("Inf", double.PositiveInfinity)]
    [TestCase("-inf", double.NegativeInfinity)]
    [TestCase("NaN", double.NaN)]
    [TestCase("+ 3", 3)]
    public void Numbers_are_those_of_Go(string text, double value) => PromQlParser.Parse(text).Should().BeOfType<NumberLiteral>().Which.Value.Should().Be(value);

    [TestCase("\"a\\n\\\"b\\u00e4\"", "a\n\"b\u00e4")]
    [TestCase("'it\\'s \\x41\\101'", "it's AA")]
    [TestCase("\"\\xc3\\xa9 \\U0001F600\"", "\u00e9 \U0001F600")]
    [TestCase("`raw \\n\nline`", "raw \\n\nline")]
    public void Texts_are_those_of_Go(string text, string value) => PromQlParser.Parse(text).Should().BeOfType<TextLiteral>().Which.Value.Should().Be(value);

    [TestCase("job:requests:rate5m", "job:requests:rate5m")]
    [TestCase("sum", "sum")]
    [TestCase("offset offset 5m", "offset")]
    [TestCase("BY{x='1'}", "BY")]
    [TestCase("start", "start")]
    public void A_word_of_the_language_may_be_a_metric(string text, string name) => PromQlParser.Parse(text).Should().BeOfType<VectorSelector>().Which.Name.Should().Be(name);

    [Test]
    public void A_name_among_the_matchers_stays_there() =>
        ((VectorSelector)PromQlParser.Parse("{__name__=~\"a.+\", on='1'}")).Matchers.Select(m => m.Label).Should().Equal("__name__", "on");

    [Test]
    public void Kinds_are_told() =>
        new[] { "1 + 1", "a + 1", "(a)[5m:]", "a[5m]", "'x'", "scalar(a)", "-(a)" }.Select(text => PromQlParser.Parse(text).Kind).Should().Equal(
            ValueKind.Scalar, ValueKind.InstantVector, ValueKind.RangeVector, ValueKind.RangeVector, ValueKind.Text, ValueKind.Scalar, ValueKind.InstantVector);

    [Test]
    public void All_parts_are_reached() =>
        PromQlParser.Parse("sum(rate(a[5m])) / (b + -c)").All().Select(part => part.GetType().Name).Should().Equal(
            "BinaryOperation", "Aggregation", "FunctionCall", "RangeSelector", "VectorSelector", "Parenthesised", "BinaryOperation", "VectorSelector", "UnaryOperation", "VectorSelector");
}
