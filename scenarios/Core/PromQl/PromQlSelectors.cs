namespace ValeoChaos.Core.PromQl;

/// <summary>What chooses series and moments: matchers, windows, offset, @, and the clauses that name labels.</summary>
internal sealed class PromQlSelectors(PromQlReader reader, PromQlChecks checks)
{
    public VectorSelector Vector(string? name, int start)
    {
        var matchers = new List<LabelMatcher>();
        if (reader.TakeIf("{"))
        {
            while (reader.Current.Kind == TokenKind.Identifier)
            {
                matchers.Add(Matcher());
                if (!reader.TakeIf(","))
                    break;
            }

            reader.Expect("}", matchers.Count == 0 ? "or a label" : "or \",\" and a label");
        }

        return checks.Checked(new VectorSelector(name, matchers) { Span = reader.From(start) });
    }

    private LabelMatcher Matcher()
    {
        var label = reader.Take();
        MatchKind? kind = reader.Current.Kind != TokenKind.Symbol ? null : reader.Current.Text switch
        {
            "=" => MatchKind.Equal,
            "!=" => MatchKind.NotEqual,
            "=~" => MatchKind.Matches,
            "!~" => MatchKind.MatchesNot,
            _ => null,
        };
        if (kind is null)
            throw reader.Unexpected($"=, !=, =~ or !~ behind the label {label.Text}");
        reader.Take();
        if (reader.Current.Kind != TokenKind.Text)
            throw reader.Unexpected($"a text in quotes for the label {label.Text}");
        var quoted = reader.Current.Span;
        return checks.Checked(new LabelMatcher(label.Text, kind.Value, reader.TakeText(), reader.From(label.Span.Start)) { ValueSpan = quoted });
    }

    /// <summary>The expression with the window, offset or @ that stands behind it.</summary>
    /// <returns>Null where none stands there.</returns>
    public PromQlExpression? Modified(PromQlExpression inner)
    {
        var start = reader.Current.Span.Start;
        if (reader.TakeIf("["))
            return Window(inner, start);
        if (reader.TakeIf("offset"))
        {
            var ahead = reader.TakeIf("-");
            var offset = Duration();
            return checks.Modified(inner, ahead ? offset with { Value = -offset.Value } : offset, null, reader.From(start));
        }

        return reader.TakeIf("@") ? checks.Modified(inner, null, Moment(start), reader.From(start)) : null;
    }

    private PromQlExpression Window(PromQlExpression inner, int start)
    {
        var range = Duration();
        if (reader.TakeIf(":"))
        {
            var step = reader.Current.Kind == TokenKind.Duration ? Duration() : null;
            reader.Expect("]", "or a step behind the colon");
            return checks.Checked(new Subquery(inner, range, step) { Span = reader.From(inner.Span.Start) });
        }

        reader.Expect("]", "or \":\" behind the duration");
        return inner switch
        {
            // Prometheus lets @ start() and @ end() stand before a range, and no other moment.
            VectorSelector { Offset: null, At: null or { IsNumber: false } } vector => new RangeSelector(vector, range) { Span = reader.From(inner.Span.Start) },
            VectorSelector => throw reader.Error(start, "a range stands before offset and @, not behind them"),
            _ => throw reader.Error(start, "only a selector can have a range. A sub-query of anything else is written with a colon: [5m:]"),
        };
    }

    private AtModifier Moment(int start)
    {
        var begin = reader.Current.Span.Start;
        if (reader.Current.Is("start") || reader.Current.Is("end"))
        {
            var name = reader.Take().Text;
            reader.Expect("(", $"behind {name}");
            reader.Expect(")", $"behind {name}(");
            return new AtModifier($"{name}()", reader.From(start));
        }

        var sign = reader.Current.Is("+") || reader.Current.Is("-") ? reader.Take().Text : "";
        if (reader.Current.Kind != TokenKind.Number)
            throw reader.Unexpected("a time in seconds, start() or end() behind @");
        var written = reader.Current.Text;
        return Math.Abs(reader.TakeNumber()) < long.MaxValue ? new AtModifier(sign + written, reader.From(start))
            : throw reader.Error(begin, "no moment that @ can name");
    }

    private DurationLiteral Duration()
    {
        if (reader.Current.Kind != TokenKind.Duration || !PromQlLiterals.TryDuration(reader.Current.Text, out var value))
            throw reader.Unexpected("a duration, for instance 5m,");
        return new DurationLiteral(value, reader.Take().Span);
    }

    /// <returns>Null where neither <c>by</c> nor <c>without</c> stands there.</returns>
    public Grouping? Grouping()
    {
        if (!reader.Current.Is("by") && !reader.Current.Is("without"))
            return null;
        var clause = reader.Take();
        return new Grouping(clause.Text == "without", Labels(), reader.From(clause.Span.Start));
    }

    /// <returns>Null where neither <c>on</c> nor <c>ignoring</c> stands there.</returns>
    public VectorMatching? Matching()
    {
        if (!reader.Current.Is("on") && !reader.Current.Is("ignoring"))
            return null;
        var clause = reader.Take();
        var labels = Labels();
        var side = reader.TakeIf("group_left") ? GroupSide.Left : reader.TakeIf("group_right") ? GroupSide.Right : GroupSide.None;
        IReadOnlyList<string> include = side != GroupSide.None && reader.Current.Is("(") ? Labels() : [];
        return new VectorMatching(clause.Text == "on", labels, side, include, reader.From(clause.Span.Start));
    }

    private List<string> Labels()
    {
        reader.Expect("(", "before the labels");
        var labels = new List<string>();
        if (reader.TakeIf(")"))
            return labels;
        do
        {
            if (reader.Current.Kind != TokenKind.Identifier && !(reader.Current.Kind == TokenKind.Keyword && PromQlKeywords.CanBeLabel(reader.Current.Text)))
                throw reader.Unexpected("a label");
            labels.Add(reader.Written(reader.Take()));
        }
        while (reader.TakeIf(",") && !reader.Current.Is(")"));
        reader.Expect(")", "or \",\" behind the label");
        return labels;
    }
}
