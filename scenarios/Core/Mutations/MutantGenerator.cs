using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.PromQl;
using ValeoChaos.Core.RuleTests;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.Core.Mutations;

/// <summary>What became of a rule file's rules, each with one mistake at a time.</summary>
/// <param name="All">In the order of the file; no two alike, and none like the file itself.</param>
/// <param name="Dropped">How many were left out because no Prometheus would load them.</param>
public sealed record Mutants(IReadOnlyList<Mutant> All, int Dropped);

/// <summary>Makes mutants of a rule file, the same ones in the same order every time.</summary>
public static class MutantGenerator
{
    /// <param name="text">A rule file in any form.</param>
    /// <param name="source">Its name in messages.</param>
    /// <param name="only">The one rule to change; null for all.</param>
    /// <exception cref="RuleFileException">The text is no rule file, has no such rule, or an expression that Prometheus would refuse.</exception>
    public static Mutants Of(string text, string source, string? only = null)
    {
        var rules = AlertRuleFile.Parse(text, source).Rules;
        if (only is not null && rules.All(rule => rule.Name != only))
            throw new RuleFileException($"{source}: there is no rule {only}. Take one of {string.Join(", ", rules.Select(rule => rule.Name).Distinct())}.");
        var plain = AlertRuleFile.PlainText(text, source);
        var found = Enumerable.Range(0, rules.Count).Where(i => only is null || rules[i].Name == only)
            .SelectMany(i => Of(rules[i], i, plain, source)).ToList();
        var loadable = found.OfType<Mutant>().ToList();
        return new Mutants(loadable, found.Count - loadable.Count);
    }

    /// <returns>Null for one that Prometheus would refuse.</returns>
    private static IEnumerable<Mutant?> Of(PrometheusRule rule, int index, string plain, string source)
    {
        var mutants = InExpression(rule, index, plain, source).ToList();
        if (rule is AlertRule alert)
            mutants.AddRange([.. Waiting(alert, index, plain), .. Severities(alert, index, plain)]);
        var counts = mutants.OfType<Mutant>().GroupBy(m => m.Change).ToDictionary(g => g.Key, g => g.ToList());
        return mutants.Select(mutant => mutant is null || counts[mutant.Change] is not { Count: > 1 } same ? mutant
            : mutant with { Label = $"{mutant.Change} ({same.IndexOf(mutant) + 1} of {same.Count})" });
    }

    private static IEnumerable<Mutant?> InExpression(PrometheusRule rule, int index, string plain, string source)
    {
        foreach (var edit in Edits(rule, source))
        {
            var expr = edit.Apply(rule.Expr);
            yield return !IsValid(expr) ? null : new Mutant(
                index, rule.Name, edit.Operator, rule.Places.OfExpr(rule.Expr, edit.Span.Start), edit.Change, edit.Missing,
                RuleYaml.With(plain, index, node => ((YamlScalarNode)node["expr"]).Value = expr));
        }
    }

    private static IEnumerable<ExpressionEdit> Edits(PrometheusRule rule, string source)
    {
        try
        {
            return ExpressionMutations.Of(rule.Expr).Where(edit => edit.Apply(rule.Expr) != rule.Expr).DistinctBy(edit => edit.Apply(rule.Expr));
        }
        catch (PromQlSyntaxException e)
        {
            throw new RuleFileException($"{source}, line {rule.Places.OfExpr(rule.Expr, Math.Min(e.Offset, rule.Expr.Length))}: {rule.Name}: {e.Problem}", e);
        }
    }

    private static bool IsValid(string expr)
    {
        try
        {
            return PromQlParser.Parse(expr) is not null;
        }
        catch (PromQlSyntaxException)
        {
            return false;
        }
    }

    private static IEnumerable<Mutant> Waiting(AlertRule alert, int index, string plain)
    {
        var evaluation = alert.Interval ?? Beat.Decision;
        foreach (var now in new[] { alert.For - evaluation, alert.For + evaluation }.Where(now => now >= TimeSpan.Zero))
        {
            var (was, written) = (PrometheusDuration.Format(alert.For), PrometheusDuration.Format(now));
            var missing = now < alert.For ? $"a reason that ends after {written}, before it has lasted for {was}" : $"a reason that lasts for {was} and no longer, or a look at the alert right after {was}";
            yield return new Mutant(index, alert.Alert, MutationOperator.For, alert.Places.Of("for"), $"for: {was} -> for: {written}", missing,
                RuleYaml.With(plain, index, node => node.Children["for"] = written));
        }
    }

    private static IEnumerable<Mutant> Severities(AlertRule alert, int index, string plain)
    {
        if (alert.Labels.GetValueOrDefault("severity") is not { } was)
            return [];
        var now = was == "warning" ? "critical" : "warning";
        return [new Mutant(index, alert.Alert, MutationOperator.Severity, alert.Places.Of("labels.severity"), $"severity: {was} -> severity: {now}",
            $"a look at the labels of {alert.Alert} while it is firing", RuleYaml.With(plain, index, node => ((YamlMappingNode)node["labels"]).Children["severity"] = now))];
    }
}
