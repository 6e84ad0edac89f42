using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.PromQl;

namespace ValeoChaos.Core.RuleChecks;

/// <summary>Parses the expressions of rules.</summary>
internal static class RuleParser
{
    /// <exception cref="RuleFileException">The expression is no PromQL.</exception>
    public static PromQlExpression Parse(PrometheusRule rule, string file)
    {
        try
        {
            return PromQlParser.Parse(rule.Expr);
        }
        catch (PromQlSyntaxException e)
        {
            throw new RuleFileException($"{file}, line {rule.Places.OfExpr(rule.Expr, e.Offset)}: the expression of {rule.Name} is no PromQL: {e.Message}", e);
        }
    }
}
