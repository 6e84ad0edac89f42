using System.Globalization;
using Spectre.Console;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Reporting;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Cli;

/// <summary>The timeline as it happens: coloured on a terminal, plain lines elsewhere.</summary>
internal sealed class LiveView
{
    private readonly Lock gate = new();
    private readonly bool terminal = !Console.IsOutputRedirected;
    private TimeSpan? injected;
    private string lastSymptom = "";

    public void Begin(Scenario scenario)
    {
        lock (gate)
        {
            (injected, lastSymptom) = (null, "");
            Write($"== {scenario.FullName}: {scenario.Summary}", "bold");
        }
    }

    public void Progress(string text)
    {
        lock (gate)
            Write($"   {text}", "grey");
    }

    public void Show(TimelineEvent occurrence)
    {
        lock (gate)
        {
            if (occurrence is FaultInjected)
                injected = occurrence.At;
            if (occurrence is SymptomObserved symptom)
            {
                // Heartbeats repeat themselves; only news is shown.
                if (symptom.Detail == lastSymptom)
                    return;
                lastSymptom = symptom.Detail;
            }

            if (EventText.Of(occurrence) is { } text)
                Write(string.Create(CultureInfo.InvariantCulture, $"{Seconds.Signed(occurrence.At - (injected ?? TimeSpan.Zero)),9}  {text}"), Colour(occurrence));
        }
    }

    private static string Colour(TimelineEvent occurrence) => occurrence switch
    {
        AlertObserved { State: AlertState.Firing } or PhaseFailed or SymptomObserved { Broken: true } or FaultInjected => "red",
        AlertObserved { State: AlertState.Pending } => "yellow",
        SymptomObserved { Healthy: true } or AlertObserved => "green",
        NotificationArrived => "aqua",
        PhaseStarted => "bold",
        _ => "default",
    };

    private void Write(string text, string style)
    {
        if (terminal)
            AnsiConsole.MarkupLine($"[{style}]{Markup.Escape(text)}[/]");
        else
            Console.WriteLine(text);
    }
}
