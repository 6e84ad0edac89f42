using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.Running;

/// <summary>
/// Divides the durations of an expression (ranges, sub-queries and their steps, offsets) and touches no other character. Refuses what
/// means another moment or another length once time is squeezed.
/// </summary>
/// <param name="scale">By how much.</param>
/// <param name="source">The file, for messages.</param>
/// <param name="firstLine">The line of the file in which the expression's text begins.</param>
/// <param name="warnings">Takes what does not divide into whole milliseconds.</param>
internal sealed class PromQlDurations(TimeScale scale, string source, long firstLine, List<ScaleWarning> warnings)
{
    private static readonly HashSet<string> Clocks = [.. PromQlFunction.OfTheCalendar, "time", "timestamp"];

    /// <exception cref="TimeScaleException">No expression, or one that cannot be scaled faithfully.</exception>
    public string Scale(string text)
    {
        var expression = Parse(text, source, offset => LineOf(text, offset));
        foreach (var duration in expression.All().SelectMany(part => Durations(part, text)).OrderByDescending(d => d.Span.Start))
            text = text[..duration.Span.Start] + Divided(text, duration.Span) + text[duration.Span.End..];
        return text;
    }

    internal static PromQlExpression Parse(string text, string source, Func<int, long> lineOf)
    {
        try
        {
            return PromQlParser.Parse(text);
        }
        catch (PromQlSyntaxException e)
        {
            throw new TimeScaleException($"{source}, line {lineOf(e.Offset)}: no PromQL expression ({e.Problem}). Check it with promtool check rules.");
        }
    }

    private string Divided(string text, TextSpan span) => scale.ScaleText(span.Of(text), source, LineOf(text, span.Start), warnings);

    private IEnumerable<DurationLiteral> Durations(PromQlExpression part, string text)
    {
        switch (part)
        {
            case FunctionCall { Name: var name, NameSpan: var span } when Clocks.Contains(name):
                throw Refused(text, span, $"{name}() reads the calendar's clock, which does not scale");
            case FunctionCall { Name: "predict_linear", NameSpan: var span }:
                throw Refused(text, span, "predict_linear() looks a number of seconds ahead, which is no duration and does not scale");
            case VectorSelector vector:
                return Modifiers(text, vector.Offset, vector.At);
            case RangeSelector range:
                return [range.Range];
            case Subquery query:
                RequireStep(text, query.Step);
                return [query.Range, .. query.Step is { } step ? [step] : Array.Empty<DurationLiteral>(), .. Modifiers(text, query.Offset, query.At)];
            default:
                return [];
        }
    }

    private IEnumerable<DurationLiteral> Modifiers(string text, DurationLiteral? offset, AtModifier? at)
    {
        // In a rule start() and end() are the moment of the evaluation, at any speed.
        if (at is { IsNumber: true })
            throw Refused(text, at.Span, $"@ {at.Text} names a moment of the calendar, which does not scale");
        return offset is null ? [] : [offset];
    }

    private void RequireStep(string text, DurationLiteral? step)
    {
        if (step is not null && scale.Scale(step.Value) is var scaled && scaled < TimeScale.FinestStep)
        {
            throw Refused(text, step.Span,
                $"the sub-query's step of {step.Span.Of(text)} becomes {scaled.TotalMilliseconds:0.###} ms, and Prometheus keeps time to no less than {TimeScale.FinestStep.TotalMilliseconds} ms",
                "Take a lower speed, or prove this rule at 1x");
        }
    }

    private TimeScaleException Refused(string text, TextSpan span, string reason, string remedy = "Prove this rule at 1x") =>
        new($"{source}, line {LineOf(text, span.Start)}: {reason}. {remedy}.");

    private long LineOf(string text, int offset) => firstLine + text.AsSpan(0, offset).Count('\n');
}
