using System.Text.Json;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.RuleChecks;

namespace ValeoChaos.Core.Tests.RuleChecks;

/// <summary>What is found in one alert, before promtool is asked for the proofs.</summary>
internal static class OneRule
{
    /// <returns>Code and severity of each finding: <c>VC106 Error</c>.</returns>
    public static IEnumerable<string> Findings(string expr, string annotation = "", string name = "A", string hold = "1m") => Of(expr, annotation, name, hold).Select(f => $"{f.Kind.Code} {f.Severity}");

    public static bool Has(string code, string expr, string annotation = "") => Of(expr, annotation).Any(f => f.Kind.Code == code);

    public static IReadOnlyList<Finding> Of(string expr, string annotation = "", string name = "A", string hold = "1m")
    {
        var rule = new Dictionary<string, object> { ["alert"] = name, ["expr"] = expr, ["for"] = hold, ["annotations"] = new { summary = annotation } };
        var yaml = JsonSerializer.Serialize(new { groups = new[] { new { name = "g", rules = new[] { rule } } } });
        return RuleChecker.Find(new CheckInput { Files = [AlertRuleFile.Parse(yaml, "r.yml")] }, []);
    }
}
