using System.Globalization;
using System.Text.RegularExpressions;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ValeoChaos.Core.Runbooks;

/// <summary>Reads the shape of the German runbook out of Markdig's syntax tree.</summary>
internal sealed partial class RunbookParser(string markdown, string source)
{
    private readonly List<Block> blocks = [.. YamlBlocks.Parse(markdown)];

    public Runbook Parse()
    {
        var sections = new List<RunbookSection>();
        for (var i = 0; i < blocks.Count; i++)
        {
            if (blocks[i] is HeadingBlock { Level: 3 } heading && Heading().Match(Text(heading)) is { Success: true } match)
                sections.Add(Section(heading, match, Body(i)));
        }

        if (sections.Count == 0)
            throw Problem(1, "no section found. Head each alert with \"### <number>. <title>\"");
        if (sections.GroupBy(s => s.Alert).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Problem(twice.Last().Line, $"the alert {twice.Key} has two sections. Merge them");
        var rules = blocks.OfType<FencedCodeBlock>().FirstOrDefault(b => b.Info == "yaml")
            ?? throw Problem(1, "the rules are missing. Give them in a block fenced with ```yaml");
        return new Runbook(source, sections, YamlBlocks.Block(rules), LastEscalation());
    }

    private RunbookSection Section(HeadingBlock heading, Match title, IReadOnlyList<Block> body) => new()
    {
        Number = int.Parse(title.Groups[1].Value, CultureInfo.InvariantCulture),
        Title = title.Groups[2].Value,
        Alert = Field(heading, body, "Alert").Text.Trim('`'),
        Symptom = Field(heading, body, "Symptom").Text,
        Causes = [.. Items(After(heading, body, "Ursachen", 1)).Select(i => new RunbookCause(Text(i), Line(i)))],
        Diagnose = Commands(heading, body),
        Mitigation = [.. Items(After(heading, body, "Mitigation", 1)).Select((i, n) => new MitigationStep(n + 1, Text(i), InlineCode(i), Line(i)))],
        Escalation = Escalation(heading, body),
        Line = Line(heading),
    };

    private List<Block> Body(int heading) =>
        [.. blocks.Skip(heading + 1).TakeWhile(b => b is not HeadingBlock { Level: <= 3 })];

    /// <summary>The text behind <c>**Name:**</c> up to the next such field of the same paragraph.</summary>
    private (string Text, int Line) Field(HeadingBlock heading, IReadOnlyList<Block> body, string name)
    {
        foreach (var paragraph in body.OfType<ParagraphBlock>())
        {
            var text = Text(paragraph);
            if (text.StartsWith($"**{name}:**", StringComparison.Ordinal))
                return (text[(name.Length + 5)..].Trim(), Line(paragraph));
        }

        throw Problem(Line(heading), $"section \"{Text(heading)}\" has no \"**{name}:**\". Add it");
    }

    private Block After(HeadingBlock heading, IReadOnlyList<Block> body, string name, int distance)
    {
        var (_, line) = Field(heading, body, name);
        var index = body.ToList().FindIndex(b => Line(b) == line);
        return index + distance < body.Count ? body[index + distance]
            : throw Problem(line, $"nothing follows \"**{name}:**\". Add its list or block");
    }

    private List<Block> Items(Block list) => list is ListBlock items && items.Count > 0 ? [.. items]
        : throw Problem(Line(list), "expected a list here. Write one item a line");

    private List<DiagnoseCommand> Commands(HeadingBlock heading, IReadOnlyList<Block> body)
    {
        if (After(heading, body, "Diagnose", 1) is not FencedCodeBlock { Info: "bash" } block)
            throw Problem(Line(heading), $"section \"{Text(heading)}\" has no commands. Add a block fenced with ```bash under \"**Diagnose:**\"");
        if (block.ClosingFencedCharCount == 0)
            throw Problem(Line(block), "this block is not closed. End it with ```");
        var commands = new List<DiagnoseCommand>();
        var comment = "";
        for (var i = 0; i < block.Lines.Count; i++)
        {
            var text = block.Lines.Lines[i].Slice.ToString();
            if (text.StartsWith('#'))
                comment = text.TrimStart('#').Trim();
            if (text.Length == 0 || text.StartsWith('#'))
                continue;
            var first = i;
            while (text.EndsWith('\\') && i + 1 < block.Lines.Count)
                text += "\n" + block.Lines.Lines[++i].Slice;
            commands.Add(new DiagnoseCommand(comment, text, Line(block) + first + 1));
        }

        return commands.Count > 0 ? commands : throw Problem(Line(block), "no command in this block. Add one");
    }

    private RunbookEscalation Escalation(HeadingBlock heading, IReadOnlyList<Block> body)
    {
        var (text, line) = Field(heading, body, "Escalation");
        var match = EscalationText().Match(text);
        if (!match.Success)
            throw Problem(line, $"\"{text}\" is no escalation. Write \"Nach <n> Minuten → <Team>\" or \"IMMEDIATE → <Team> + <Team>\"");
        var after = match.Groups["minutes"].Success ? TimeSpan.FromMinutes(int.Parse(match.Groups["minutes"].Value, CultureInfo.InvariantCulture)) : TimeSpan.Zero;
        return new RunbookEscalation(text, after, [.. match.Groups["teams"].Value.Split('+').Select(Team)], line);
    }

    /// <summary>The one of every page, in a list outside of the sections.</summary>
    private RunbookEscalation LastEscalation()
    {
        var items = blocks.OfType<ListBlock>().SelectMany(list => list).Select(item => (Match: LastEscalationText().Match(Text(item)), Line: Line(item)));
        var (match, line) = items.FirstOrDefault(i => i.Match.Success);
        return match is null
            ? throw Problem(1, "nobody is named for a page that lasts. Write \"- **Escalation:** <Team> (nach <n> Stunden)\" under \"On-Call-Rotation\"")
            : new RunbookEscalation(match.Value, TimeSpan.FromHours(int.Parse(match.Groups["hours"].Value, CultureInfo.InvariantCulture)), [Team(match.Groups["team"].Value)], line);
    }

    private static string Team(string name) => name.Trim().ToLowerInvariant().Replace(' ', '-');

    private string Text(Block block)
    {
        var text = markdown.Substring(block.Span.Start, block.Span.Length).Trim();
        return block switch
        {
            HeadingBlock => text.TrimStart('#').Trim(),
            ListItemBlock => ListMark().Replace(text, ""),
            _ => text,
        };
    }

    private static string? InlineCode(Block item) => item.Descendants<CodeInline>().FirstOrDefault()?.Content;

    private static int Line(Block block) => block.Line + 1;

    private RunbookFormatException Problem(int line, string what) => new($"{source}, line {line}: {what}.");

    [GeneratedRegex(@"^(\d+)\.\s+(.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(IMMEDIATE|Nach (?<minutes>\d+) Minuten)\s*→\s*(?<teams>.+)$")]
    private static partial Regex EscalationText();

    [GeneratedRegex(@"^\*\*Escalation:\*\* (?<team>.+?) \(nach (?<hours>\d+) Stunden?\)$")]
    private static partial Regex LastEscalationText();

    [GeneratedRegex(@"^(-|\d+\.)\s+")]
    private static partial Regex ListMark();
}
