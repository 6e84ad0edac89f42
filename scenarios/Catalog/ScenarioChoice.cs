using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Scenarios;

/// <summary>A choice that nothing in the catalogue answers to; the message names what there is.</summary>
public sealed class UnknownChoiceException(string message) : Exception(message);

/// <summary>Which scenarios are meant. Values of one kind widen the choice, kinds narrow each other; a kind without a value asks nothing.</summary>
public sealed record ScenarioChoice
{
    /// <summary>Full names, alerts, or <c>all</c>.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    public IReadOnlyList<string> Alerts { get; init; } = [];

    public IReadOnlyList<string> Causes { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <exception cref="UnknownChoiceException">A value is unknown, nothing is asked, or nothing answers to all of it.</exception>
    public IReadOnlyList<Scenario> Of(IReadOnlyList<Scenario> catalogue)
    {
        if (Names.Count + Alerts.Count + Causes.Count + Categories.Count == 0)
            throw new UnknownChoiceException($"No scenario is named. {Known(catalogue)}");
        if (Names.FirstOrDefault(name => !catalogue.Any(s => Answers(s, name))) is { } unknown)
            throw new UnknownChoiceException($"There is no scenario \"{unknown}\". {Known(catalogue)}");
        Require(Alerts, "alert", catalogue.Select(s => s.Alert));
        Require(Causes, "cause", catalogue.Select(s => s.Cause).OfType<string>());
        Require(Categories, "category", catalogue.Select(s => s.Category));
        List<Scenario> chosen =
        [
            .. catalogue.Where(s => (Names.Count == 0 || Names.Any(name => Answers(s, name)))
                && Allows(Alerts, s.Alert) && Allows(Causes, s.Cause) && Allows(Categories, s.Category)),
        ];
        return chosen.Count > 0 ? chosen
            : throw new UnknownChoiceException($"No scenario answers to all of {string.Join(", ", Names.Concat(Alerts).Concat(Causes).Concat(Categories))}. {Known(catalogue)}");
    }

    private static string Known(IReadOnlyList<Scenario> catalogue) =>
        $"Take one of: {string.Join(", ", catalogue.Select(s => s.FullName))}, an alert's name, or all.";

    private static bool Answers(Scenario scenario, string name) =>
        Same("all", name) || Same(scenario.FullName, name) || Same(scenario.Alert, name);

    private static bool Allows(IReadOnlyList<string> wanted, string? value) => wanted.Count == 0 || wanted.Any(w => Same(w, value));

    private static void Require(IReadOnlyList<string> wanted, string kind, IEnumerable<string> known)
    {
        var all = known.Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (wanted.FirstOrDefault(w => !all.Exists(k => Same(k, w))) is { } unknown)
            throw new UnknownChoiceException($"There is no {kind} \"{unknown}\". Take one of: {string.Join(", ", all)}.");
    }

    private static bool Same(string one, string? other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
