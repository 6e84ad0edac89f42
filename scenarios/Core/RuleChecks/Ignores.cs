using System.Text.RegularExpressions;
using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Mutations;

namespace ValeoChaos.Core.RuleChecks;

/// <summary>Comments on rules: <c># valeo-chaos: ignore VC108 because ...</c></summary>
internal static partial class Ignores
{
    /// <summary>Marks what is ignored, and adds what is wrong with the comments themselves.</summary>
    public static IReadOnlyList<Finding> Apply(CheckInput input, IReadOnlyList<Finding> findings)
    {
        var result = findings.ToList();
        foreach (var (file, rule) in input.Files.SelectMany(f => f.Rules.Select(r => (f.Source, r))))
        {
            foreach (var directive in rule.Directives.Where(d => !EquivalentMark.IsOne(d)))
            {
                var comment = new Comment(input, file, rule, directive);
                if (Understood().Match(directive.Text) is not { Success: true } match)
                    result.Add(comment.Found(FindingKinds.IgnoreMatchesNothing, $"\"{directive.Text}\" is not understood. Write: ignore VC108 because <reason>"));
                else if (match.Groups["reason"].Value.Trim() is not { Length: > 0 } reason)
                    result.Add(comment.Found(FindingKinds.IgnoreWithoutReason, $"{match.Groups["codes"].Value.Trim()} is ignored without a reason"));
                else
                    Mark(comment, match.Groups["codes"].Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries), reason, result);
            }
        }

        return result;
    }

    private static void Mark(Comment comment, string[] codes, string reason, List<Finding> findings)
    {
        foreach (var code in codes)
        {
            var meant = Enumerable.Range(0, findings.Count).Where(i => findings[i].Kind.Code == code && comment.IsOn(findings[i])).ToList();
            meant.ForEach(i => findings[i] = findings[i] with { Ignored = reason });
            if (FindingKinds.Find(code) is not { } kind)
                findings.Add(comment.Found(FindingKinds.IgnoreMatchesNothing, $"there is no finding {code}. See: valeo-chaos rules explain"));
            else if (meant.Count == 0 && comment.Looked(kind))
                findings.Add(comment.Found(FindingKinds.IgnoreMatchesNothing, $"the rule has no finding {code}. Take the comment away"));
        }
    }

    private sealed record Comment(CheckInput Input, string File, PrometheusRule Rule, RuleDirective Directive)
    {
        public bool IsOn(Finding finding) => finding.File == File && finding.Rule == Rule.Name && finding.Line >= Math.Min(Rule.Line, Directive.Line) && finding.Line < Next;

        /// <summary>Whether the finding was looked for at all.</summary>
        public bool Looked(FindingKind kind) => kind.Needs switch
        {
            "" => true,
            "--runbook" => Input.Runbook is not null,
            "--alertmanager" => Input.Routes is not null,
            _ => Input.World is { } world && (world.HasMetrics || (kind != FindingKinds.NoEmitter && world.Jobs.Count > 0)),
        };

        public Finding Found(FindingKind kind, string reason) =>
            new(kind, File, Directive.Line, Rule.Name, reason, new Statement($"valeo-chaos: {Directive.Text}"));

        private int Next => Input.Files.First(f => f.Source == File && f.Rules.Contains(Rule)).Rules.Select(r => r.Line).Where(line => line > Rule.Line).DefaultIfEmpty(int.MaxValue).Min();
    }

    [GeneratedRegex(@"^ignore\s+(?<codes>\w+(?:\s*,\s*\w+)*)\s*(?:\bbecause\b(?<reason>.*))?$")]
    private static partial Regex Understood();
}
