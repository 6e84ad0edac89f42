using System.CommandLine;
using System.Globalization;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Recordings;
using ValeoChaos.Lab;
using ValeoChaos.Lab.Recordings;

namespace ValeoChaos.Cli;

/// <summary>Gives a recording to other tools.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("recording") { Description = "Results folder of a run" };
        var file = new Argument<string>("file") { Description = "File that gets the samples" };
        var command = new Command("export", "Write a recording as OpenMetrics, for promtool tsdb create-blocks-from openmetrics, and tell its marks") { folder, file };
        command.SetAction(parsed =>
        {
            var (path, target) = (parsed.GetRequiredValue(folder), parsed.GetRequiredValue(file));
            var found = RecordingFolder.Find(path);
            if (found is not [var one])
                throw new LabException($"{path} holds {found.Count} recordings. Name one of them.");
            var (recording, samples) = one.Read();
            File.WriteAllText(target, OpenMetricsText.Write(samples));
            Console.WriteLine($"{recording.Timeline.Scenario.FullName} at {recording.Timeline.Speed.ToString(CultureInfo.InvariantCulture)}x: {samples.Count} series, {samples.Sum(s => s.Samples.Count)} samples in {target}");
            foreach (var mark in recording.Marks)
                Console.WriteLine($"{mark.At.ToString("O", CultureInfo.InvariantCulture)}  {Seconds.Signed(mark.Offset),9}  {mark.Name}");
            return ExitCodes.Pass;
        });
        return command;
    }
}
