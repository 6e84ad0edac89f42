using System.Globalization;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.RuleTests;

/// <summary>
/// Over time, whether an alert has a reason, by arithmetic on what happened and by the runbook's words and numbers. No rule is read:
/// this is what the rules are measured by.
/// </summary>
public abstract class Course
{
    public abstract bool Holds(int look);

    /// <summary>A clause in the past tense.</summary>
    public abstract string Say(int look);

    /// <summary>What the alert's text shows.</summary>
    public abstract double Value(int look);

    /// <summary>How near it comes; for the comment on an alert that stays silent.</summary>
    public abstract double Peak(int look);

    /// <summary>So near a bound that rounding would decide.</summary>
    public virtual bool IsOnEdge(int look) => false;

    /// <summary>What keeps it silent besides its threshold; empty for most.</summary>
    public virtual string Because(int look) => "";
}

/// <summary>More than five percent of the requests, over the window and over the shorter one that ends the alert in time.</summary>
internal sealed class ShareCourse : Course
{
    private const double Rounding = 1e-6;

    private readonly IReadOnlyList<LookTally> tallies;
    private readonly Func<LookTally, double> part;

    public required TimeSpan Window { get; init; }

    public required TimeSpan Remembers { get; init; }

    /// <summary>Below so many requests, or parts of them, nobody is woken.</summary>
    public required Func<double, double, bool> IsEnough { get; init; }

    /// <summary>Another alert speaks for it.</summary>
    public required Func<int, bool> IsCovered { get; init; }

    public required string Verb { get; init; }

    /// <summary>Seconds between which the slow ones lie, where the alert's text shows the quantile and not the share.</summary>
    public (double From, double To)? Quantile { get; init; }

    public ShareCourse(IReadOnlyList<LookTally> tallies, Func<LookTally, double> part) => (this.tallies, this.part) = (tallies, part);

    public override bool Holds(int look) => Holds(look, SymptomFacts.Share);

    private bool Holds(int look, double bound) => Share(look, Window) > bound && Share(look, Remembers) > bound
        && IsEnough(Sum(look, Window, part), Sum(look, Window, t => t.Requests)) && !IsCovered(look);

    public override string Say(int look) => string.Create(CultureInfo.InvariantCulture,
        $"{Share(look, Window) * 100:0.#} % of the requests of the last {PrometheusDuration.Format(Window)} {Verb}, and {Share(look, Remembers) * 100:0.#} % of the last {PrometheusDuration.Format(Remembers)}");

    public override double Peak(int look) => Share(look, Window);

    public override bool IsOnEdge(int look) => Holds(look, SymptomFacts.Share - Rounding) != Holds(look, SymptomFacts.Share + Rounding);

    public override string Because(int look) => Share(look, Window) <= SymptomFacts.Share ? ""
        : IsCovered(look) ? $", for which {Courses.Down} speaks"
        : IsEnough(Sum(look, Window, part), Sum(look, Window, t => t.Requests)) ? "" : ", and they are too few to wake anybody";

    public override double Value(int look)
    {
        var share = Share(look, Window);
        return Quantile is { } slow ? slow.From + ((slow.To - slow.From) * (1 - (SymptomFacts.Share / share))) : share;
    }

    private double Share(int look, TimeSpan window) => Sum(look, window, t => t.Requests) is > 0 and var all ? Sum(look, window, part) / all : 0;

    private double Sum(int look, TimeSpan window, Func<LookTally, double> what) => Courses.Last(tallies, look, window).Sum(what);
}

/// <summary>More than ten streams lost, remembered for longer than the alert has to wait.</summary>
internal sealed class LossCourse(IReadOnlyList<LookTally> tallies, TimeSpan window, TimeSpan remembers) : Course
{
    public override bool Holds(int look) => Value(look) > SymptomFacts.Streams;

    public override string Say(int look) =>
        $"{Counted.Of(Lost(look), "stream")} went lost in the last {PrometheusDuration.Format(window)}, and {Value(look)} at the most before any decision of the last {PrometheusDuration.Format(remembers)}";

    public override double Peak(int look) => Lost(look);

    public override double Value(int look) =>
        Enumerable.Range(0, (Beat.Looks(remembers) / Beat.LooksPerDecision) + 1).Select(i => look - (i * Beat.LooksPerDecision)).Where(l => l >= 0).Max(Lost);

    /// <summary>While no pod answers nobody can count who is missing.</summary>
    private int Lost(int look) => tallies[look].Scraped == 0 ? 0 : Courses.Last(tallies, look, window).Sum(t => t.Lost);
}

/// <summary>
/// <c>/readyz</c> gives 503 now, or did so for most of the last minutes and more than once, or has given no answer for a while though
/// its pod lives.
/// </summary>
internal sealed class RefusalCourse(IReadOnlyList<LookTally> tallies, TimeSpan flapping, TimeSpan unansweredFor) : Course
{
    public override bool Holds(int look) => IsOutage(look) || (Share(look) > 0.5 && Changes(look) > 2);

    public override string Say(int look) => IsOutage(look) || !Holds(look)
        ? $"/readyz gave {(tallies[look].Hanging && Refusing(look) > 0 ? "no answer" : "503")} on {Counted.Of(Refusing(look), "pod")}"
        : string.Create(CultureInfo.InvariantCulture, $"/readyz gave 503 in {Share(look) * 100:0} % of the looks of the last {PrometheusDuration.Format(flapping)}, in more than one outage");

    public override double Peak(int look) => Refusing(look);

    public override double Value(int look) => Refusing(look);

    private int Refusing(int look) => tallies[look] is { Hanging: true, Blocked: false } now
        ? Math.Min(now.Refusing, tallies[Math.Max(0, look - Beat.Looks(unansweredFor))].Refusing) : tallies[look].Refusing;

    private bool IsOutage(int look) => Refusing(look) > 0 && !IsAnother(look);

    /// <summary>What failed at the decision before was over at the look between: this is another failure, and not yet an outage.</summary>
    private bool IsAnother(int look) => look >= Beat.LooksPerDecision && tallies[look] is { Hanging: false }
        && tallies[look - Beat.LooksPerDecision].Refusing > 0 && tallies[look - 1].Refusing == 0;

    private double Share(int look) => Looks(look).Average(t => t.Refusing > 0 ? 1 : 0);

    private int Changes(int look) => Looks(look).Zip(Looks(look).Skip(1)).Count(p => p.First.Refusing > 0 != p.Second.Refusing > 0);

    /// <summary>Looks are taken at both ends.</summary>
    private IEnumerable<LookTally> Looks(int look) => Courses.Last(tallies, look, flapping + Beat.Look);
}

/// <summary>No pod can be scraped, or something else that the alerts need is not known.</summary>
internal sealed class BlindCourse(IReadOnlyList<LookTally> tallies) : Course
{
    public override bool Holds(int look) => tallies[look] is { Scraped: 0 } or { Unknown: not null };

    public override string Say(int look) =>
        tallies[look].Unknown is { } unknown ? $"nothing was known of the {unknown.Words}" : $"{Counted.Of(tallies[look].Scraped, "pod")} answered a scrape";

    public override double Peak(int look) => Holds(look) ? 1 : 0;

    public override double Value(int look) => 1;
}

internal static class Courses
{
    /// <summary>Nobody is woken for fewer errors in the window.</summary>
    private const int FewestErrors = 5;

    public const string Blind = "MonitoringBlind";

    /// <summary>The page that speaks for errors and slowness, too.</summary>
    public const string Down = "DatabaseDown";

    public const string Streams = "SSEDisconnectsHigh";

    /// <summary>Every alert, the one that speaks for others first.</summary>
    public static IReadOnlyList<string> Alerts { get; } = [Down, "ErrorRateHigh", "LatencyHigh", Streams, Blind];

    public static Course Of(string alert, Measurements measured, PromisedRules rules, Func<int, bool> isDown) => alert switch
    {
        Down => new RefusalCourse(measured.Tallies, rules.FlappingWindow(alert), rules.UnansweredFor(alert)),
        "ErrorRateHigh" => new ShareCourse(measured.Tallies, t => t.Failed)
        {
            Window = Symptom.Errors.Window(), Remembers = rules.Remembers(alert), IsEnough = (errors, _) => errors >= FewestErrors, IsCovered = isDown, Verb = "failed",
        },
        "LatencyHigh" => new ShareCourse(measured.Tallies, t => t.Slow)
        {
            Window = Symptom.Latency.Window(), Remembers = rules.Remembers(alert), IsEnough = (_, all) => all >= SymptomFacts.Requests, IsCovered = isDown,
            Verb = "took over half a second", Quantile = measured.SlowBounds,
        },
        Streams => new LossCourse(measured.Tallies, Symptom.StreamsLost.Window(), rules.Remembers(alert)),
        _ => new BlindCourse(measured.Tallies),
    };

    /// <summary>What happened in the window that ends with this look.</summary>
    public static IEnumerable<LookTally> Last(IReadOnlyList<LookTally> tallies, int look, TimeSpan window) =>
        tallies.Take(look + 1).TakeLast(Beat.Looks(window));
}
