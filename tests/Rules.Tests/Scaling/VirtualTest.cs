using ValeoChaos.Core.Alerting;

namespace ValeoChaos.RulesTests.Scaling;

/// <summary>One alert, pending or firing, or one recorded value, as Prometheus held it after an evaluation.</summary>
/// <param name="Series">With all labels: <c>{__name__="ALERTS", alertname=...}</c>.</param>
/// <param name="Value">Six digits of it; the rest is the arithmetic of times.</param>
internal readonly record struct Held(string Series, string Value)
{
    public bool IsOf(string rule) => Series.Contains($"__name__=\"{rule}\"", StringComparison.Ordinal) || Series.Contains($"alertname=\"{rule}\"", StringComparison.Ordinal);

    public bool Fires => Series.Contains("alertstate=\"firing\"", StringComparison.Ordinal);

    /// <summary>An escalation has the name of its page and says to whom; the page says nobody.</summary>
    public bool IsFiring(AlertRule rule)
    {
        var series = Series;
        return Fires && IsOf(rule.Alert) && rule.Labels.ContainsKey(EscalatesTo) == series.Contains($"{EscalatesTo}=", StringComparison.Ordinal)
            && rule.Labels.All(label => series.Contains($"{label.Key}=\"{label.Value}\"", StringComparison.Ordinal));
    }

    private const string EscalatesTo = "escalate_to";
}

/// <summary>What one test showed: the answer to each question, and what it expected and did not get.</summary>
/// <param name="Evaluations">Each one's alerts and, where they were asked for, recorded values; in the order of their labels.</param>
internal sealed record VirtualTest(IReadOnlyList<IReadOnlyList<Held>> Evaluations, string Unmet);
