using ValeoChaos.Core.Alerting;

namespace ValeoChaos.Core.RuleChecks.Proofs;

/// <summary>A series and its values in promtool's notation: <c>0+10x40</c>.</summary>
public sealed record TestSeries(string Series, string Values);

/// <summary>What a test expects at a moment.</summary>
public abstract record Expectation(TimeSpan At);

/// <summary>The expression gives one sample without labels.</summary>
public sealed record ValueExpectation(TimeSpan At, string Expr, double Value) : Expectation(At);

/// <summary>Exactly these alerts fire; none where the list is empty.</summary>
public sealed record AlertsExpectation(TimeSpan At, string Alert, IReadOnlyList<FiringAlert> Alerts) : Expectation(At);

public sealed record FiringAlert(IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations);

/// <param name="Name">A sentence: what happens, and what the rule makes of it.</param>
public sealed record TestCase(string Name, IReadOnlyList<TestSeries> Series, IReadOnlyList<Expectation> Expectations);

/// <summary>A file of unit tests in promtool's format, with the rules it is about.</summary>
/// <param name="Interval">From one sample to the next.</param>
/// <param name="Evaluation">From one evaluation of the rules to the next.</param>
public sealed record PromtoolTest(IReadOnlyList<PrometheusRule> Rules, TimeSpan Interval, TimeSpan Evaluation, IReadOnlyList<TestCase> Cases);
