using System.Globalization;
using Spectre.Console;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Reporting;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Cli;

/// <summary>Timelines as they happen: coloured on a terminal, plain lines elsewhere. Lines of several lanes say whose they are.</summary>
/// <param name="several">Whether more than one scenario runs at a time.</param>
internal sealed class LiveView(bool several)
{
    private readonly Lock gate = new();
    private readonly bool terminal = !Console.IsOutputRedirected;

    public RunView Of(Scenario scenario) => new(this, scenario, several ? $"{scenario.Name}: " : "");

    /// <summary>Writes several lines that no other lane's may come between.</summary>
    public void Block(Action write)
    {
        lock (gate)
            write();
    }

    private void Write(string text, string style)
    {
        lock (gate)
        {
            if (terminal)
                AnsiConsole.MarkupLine($"[{style}]{Markup.Escape(text)}[/]");
            else
                Console.WriteLine(text);
        }
    }

    /// <summary>One scenario's lines.</summary>
    internal sealed class RunView(LiveView view, Scenario scenario, string prefix)
    {
        private readonly Lock gate = new();
        private TimeSpan? injected;
        private string lastSymptom = "";

        public void Begin() => view.Write($"== {scenario.FullName}: {scenario.Summary}", "bold");

        public void Progress(string text) => view.Write($"   {prefix}{text}", "grey");

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
                    view.Write(string.Create(CultureInfo.InvariantCulture, $"{Seconds.Signed(occurrence.At - (injected ?? TimeSpan.Zero)),9}  {prefix}{text}"), Colour(occurrence));
            }
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
}
