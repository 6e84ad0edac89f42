using System.Text.Json;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.RuleChecks;
using ValeoChaos.Core.RuleChecks.World;
using ValeoChaos.Core.Runbooks;

namespace ValeoChaos.RulesTests.RuleChecks;

/// <summary>A rule that has a defect, and a near miss that has not.</summary>
/// <param name="Code">The finding of the defect.</param>
/// <param name="Wrong">A rule file, as is <paramref name="Right"/>.</param>
public sealed record CheckCase(string Code, string Name, string Wrong, string Right)
{
    public KnownWorld? World { get; init; }

    public Runbook? Runbook { get; init; }

    /// <summary>False where the finding is plain from the files, and no test proves it.</summary>
    public bool IsProved { get; init; } = true;

    /// <summary>False where the proof is of an expression within the rule, whatever the rule makes of it.</summary>
    public bool ProofIsOfTheAlert { get; init; } = true;

    public CheckInput Input(string yaml) => new() { Files = [AlertRuleFile.Parse(yaml, "rules.yml")], World = World, Runbook = Runbook };

    public override string ToString() => $"{Code}, {Name}";

    public static string Alert(string expr, string hold = "5m", string name = "A", object? labels = null, object? annotations = null) => JsonSerializer.Serialize(new
    {
        groups = new[]
        {
            new
            {
                name = "g", interval = "30s",
                rules = new[] { new Dictionary<string, object> { ["alert"] = name, ["expr"] = expr, ["for"] = hold, ["labels"] = labels ?? new { }, ["annotations"] = annotations ?? new { } } },
            },
        },
    });
}
