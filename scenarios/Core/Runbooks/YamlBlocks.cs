using Markdig;
using Markdig.Syntax;

namespace ValeoChaos.Core.Runbooks;

/// <summary>The blocks of a Markdown text that are fenced as YAML.</summary>
internal static class YamlBlocks
{
    public static IEnumerable<RulesBlock> Of(string markdown) => Of(Parse(markdown));

    public static IEnumerable<RulesBlock> Of(MarkdownDocument document) => document.Descendants<FencedCodeBlock>()
        .Where(block => block.Info is { } info && (info.Equals("yaml", StringComparison.OrdinalIgnoreCase) || info.Equals("yml", StringComparison.OrdinalIgnoreCase)))
        .Select(Block);

    public static RulesBlock Block(FencedCodeBlock block) =>
        new(string.Concat(block.Lines.Lines.Take(block.Lines.Count).Select(l => l.Slice + "\n")), block.Line + 2);

    public static MarkdownDocument Parse(string markdown) => Markdown.Parse(markdown, new MarkdownPipelineBuilder().UsePreciseSourceLocation().Build());
}
