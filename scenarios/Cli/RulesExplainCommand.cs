using System.CommandLine;
using ValeoChaos.Core.RuleChecks;
using ValeoChaos.Core.RuleChecks.Output;

namespace ValeoChaos.Cli;

/// <summary><c>rules explain</c>.</summary>
internal static class RulesExplainCommand
{
    public static Command Create()
    {
        var code = new Argument<string?>("code") { Description = "A finding's code; all of them in short where it is left out", Arity = ArgumentArity.ZeroOrOne };
        code.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && FindingKinds.Find(text) is null)
                result.AddError($"There is no finding {text}. Take one of {string.Join(", ", FindingKinds.All.Select(k => k.Code))}.");
        });
        var markdown = new Option<bool>("--markdown") { Description = "All of them, as the page fixtures/monitoring/rules/FINDINGS.md" };
        var command = new Command("explain", "Say what a finding means and what to write instead") { code, markdown };
        command.SetAction(parsed =>
        {
            Console.Write(parsed.GetValue(markdown) ? FindingsPage.Markdown()
                : parsed.GetValue(code) is { } chosen ? FindingsPage.Explain(FindingKinds.Find(chosen)!) : FindingsPage.List());
            return ExitCodes.Pass;
        });
        return command;
    }
}
