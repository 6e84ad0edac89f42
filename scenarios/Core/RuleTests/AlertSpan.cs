namespace ValeoChaos.Core.RuleTests;

/// <summary>When an alert must be firing, by computation; in looks from the test's first moment.</summary>
/// <param name="Pending">The first decision that finds a reason.</param>
/// <param name="Fires">The first decision at which there has been one for as long as the rule waits.</param>
/// <param name="Resolves">The first decision that finds none any more; null where the test ends before it.</param>
public sealed record AlertSpan(string Alert, int Pending, int Fires, int? Resolves)
{
    /// <summary>Decisions at which it is firing, up to and with the given look.</summary>
    public int Decisions(int lastLook) => ((Resolves is { } end && end <= lastLook ? end - Beat.LooksPerDecision : lastLook) - Fires) / Beat.LooksPerDecision + 1;

    public bool Covers(int look) => look >= Fires && !(look >= Resolves);

    /// <param name="alert">Its name.</param>
    /// <param name="holds">Does this look, which is a decision, find a reason?</param>
    /// <param name="wait">The rule's <c>for</c>.</param>
    /// <param name="looks">The last look.</param>
    internal static IReadOnlyList<AlertSpan> Of(string alert, Func<int, bool> holds, TimeSpan wait, int looks)
    {
        var spans = new List<AlertSpan>();
        int? since = null;
        foreach (var look in Beat.Decisions(looks))
        {
            if (!holds(look))
            {
                if (since is not null && spans is [.., { Resolves: null } open])
                    spans[^1] = open with { Resolves = look };
                since = null;
                continue;
            }

            since ??= look;
            if (Beat.At(look - since.Value) >= wait && spans is not [.., { Resolves: null }])
                spans.Add(new AlertSpan(alert, since.Value, look, null));
        }

        return spans;
    }
}
