using ValeoChaos.Core.Alerting;

namespace ValeoChaos.Core.RuleTests;

/// <summary>The monitoring's clock in production: what is measured by look, and what is decided at every other look.</summary>
public static class Beat
{
    /// <summary>Prometheus's <c>scrape_interval</c>.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(15);

    /// <summary>Prometheus's <c>evaluation_interval</c>, and the interval of every group.</summary>
    public static readonly TimeSpan Decision = TimeSpan.FromSeconds(30);

    public const int LooksPerDecision = 2;

    public static TimeSpan At(int look) => Look * look;

    /// <summary>Whole looks that a duration takes.</summary>
    public static int Looks(TimeSpan duration) => (int)Math.Ceiling(duration / Look);

    /// <summary>The looks up to and with the last one that are decisions.</summary>
    public static IEnumerable<int> Decisions(int last) => Enumerable.Range(0, (last / LooksPerDecision) + 1).Select(i => i * LooksPerDecision);

    /// <summary>A look's or a decision's moment as it stands in a test.</summary>
    public static string Text(int look) => PrometheusDuration.Format(At(look));
}
