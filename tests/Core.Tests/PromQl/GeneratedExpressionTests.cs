using CsCheck;
using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.Tests.PromQl;

public sealed class GeneratedExpressionTests
{
    [Test]
    public void An_expression_that_is_written_is_read_as_the_same() =>
        Gen.Select(GeneratedExpressions.Any, Gen.Int).Sample((expression, seed) =>
            PromQlParser.Parse(expression.Written(seed)).Shape().Should().Be(expression.Shape()), iter: 2000);

    [Test]
    public void Every_part_read_alone_by_its_span_is_the_same_part() =>
        Gen.Select(GeneratedExpressions.Any, Gen.Int).Sample((expression, seed) =>
        {
            var text = expression.Written(seed);
            var parts = PromQlParser.Parse(text).All().ToList();
            // What stands behind a range shifts its vector, and is no part of the vector's own text.
            var shifted = parts.OfType<RangeSelector>().Select(r => r.Vector).Where(v => v.Offset is not null || v.At is not null).ToHashSet(ReferenceEqualityComparer.Instance);
            foreach (var part in parts)
            {
                if (!shifted.Contains(part))
                    Same(part, text);
                foreach (var matcher in part is VectorSelector selector ? selector.Matchers : [])
                    Same(matcher, text);
            }
        }, iter: 500);

    private static void Same(PromQlExpression part, string text) => PromQlParser.Parse(part.Span.Of(text)).Shape().Should().Be(part.Shape());

    private static void Same(LabelMatcher matcher, string text)
    {
        var alone = ((VectorSelector)PromQlParser.Parse($"{{first='1', {matcher.Span.Of(text)}}}")).Matchers[1];
        (alone.Label, alone.Kind, alone.Value, PromQlParser.Parse(matcher.ValueSpan.Of(text))).Should()
            .Be((matcher.Label, matcher.Kind, matcher.Value, new TextLiteral(matcher.Value) { Span = new TextSpan(0, matcher.ValueSpan.End - matcher.ValueSpan.Start) }));
    }
}
