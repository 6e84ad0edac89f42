namespace ValeoChaos.Core.Runbooks;

/// <summary>A runbook that cannot be understood; the message names file, line and remedy.</summary>
public sealed class RunbookFormatException(string message) : Exception(message);

public sealed record RunbookCause(string Text, int Line);

/// <summary>One command, word for word, with the comment above it. <see cref="Line"/> is the command's first line.</summary>
public sealed record DiagnoseCommand(string Comment, string Command, int Line);

/// <summary>One numbered step; <see cref="Command"/> is the inline code in it, if any.</summary>
public sealed record MitigationStep(int Number, string Text, string? Command, int Line);

/// <summary>Who is to be told and after what time; zero means at once.</summary>
public sealed record RunbookEscalation(string Text, TimeSpan After, IReadOnlyList<string> Teams, int Line);

/// <summary>One alert of the runbook. Texts are German, as written.</summary>
public sealed record RunbookSection
{
    public required int Number { get; init; }

    public required string Title { get; init; }

    public required string Alert { get; init; }

    public required string Symptom { get; init; }

    public required IReadOnlyList<RunbookCause> Causes { get; init; }

    public required IReadOnlyList<DiagnoseCommand> Diagnose { get; init; }

    public required IReadOnlyList<MitigationStep> Mitigation { get; init; }

    public required RunbookEscalation Escalation { get; init; }

    public required int Line { get; init; }
}

/// <summary>The rules as the runbook gives them, exactly as between the fences.</summary>
public sealed record RulesBlock(string Yaml, int Line);

/// <param name="LastEscalation">Who is told of any page that nobody ended for so long.</param>
public sealed record Runbook(string Source, IReadOnlyList<RunbookSection> Sections, RulesBlock Rules, RunbookEscalation LastEscalation)
{
    public RunbookSection Section(int number) => Sections.FirstOrDefault(s => s.Number == number)
        ?? throw new RunbookFormatException($"{Source}: there is no section {number}. It has {string.Join(", ", Sections.Select(s => s.Number))}.");

    public static Runbook Parse(string markdown, string source) => new RunbookParser(markdown, source).Parse();
}
