using System.Globalization;
using System.Text;

namespace ValeoChaos.Core.RuleChecks.Proofs;

/// <summary>A run of samples; the step is added from one to the next. Without a start there are none.</summary>
internal sealed record Piece(double? Start, double Step, int Samples)
{
    public bool Stale { get; init; }
}

/// <summary>The samples of one series.</summary>
internal sealed record Shape(params IReadOnlyList<Piece> Pieces)
{
    public static Shape Level(double value, int samples) => new(new Piece(value, 0, samples));

    /// <param name="step">From one sample to the next. What falls begins high enough to end at zero.</param>
    public static Shape Slope(double step, int samples) => new(new Piece(step < 0 ? -step * samples : 0, step, samples));

    /// <summary>A counter at which <paramref name="each"/> events happen at once, every <paramref name="pause"/> samples.</summary>
    public static Shape Drops(int pause, int samples, double each = 1) =>
        new([.. Enumerable.Range(0, (samples / pause) + 1).Select(i => new Piece(i * each, 0, pause))]);

    public static Shape Steps(params (double Value, int Samples)[] steps) => new([.. steps.Select(s => new Piece(s.Value, 0, s.Samples))]);

    /// <summary>And then no more, as where its target is not there any longer.</summary>
    public Shape ThenGone() => new([.. Pieces, new Piece(null, 0, 1) { Stale = true }]);

    /// <summary>No value is beyond what promtool's notation can say.</summary>
    public bool IsFinite => Pieces.All(p => double.IsFinite(p.Start ?? 0) && double.IsFinite(p.Step));

    /// <summary>In promtool's notation.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder();
            foreach (var piece in Pieces.Where(p => p.Samples > 0))
                text.Append(text.Length > 0 ? " " : "").Append(TextOf(piece));
            return text.ToString();
        }
    }

    private static string TextOf(Piece piece)
    {
        if (piece.Stale)
            return "stale";
        if (piece.Start is not { } start)
            return $"_x{piece.Samples}";
        var step = piece.Step == 0 ? "" : (piece.Step > 0 ? "+" : "-") + Number(Math.Abs(piece.Step));
        // promtool repeats a value after having given it once.
        return piece.Samples == 1 ? Number(start) : string.Create(CultureInfo.InvariantCulture, $"{Number(start)}{step}x{piece.Samples - 1}");
    }

    public static string Number(double value) => value.ToString("0.############", CultureInfo.InvariantCulture);
}
