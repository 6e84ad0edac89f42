using System.Diagnostics;
using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Recordings;
using ValeoChaos.Core.Replaying;
using ValeoChaos.Core.Reporting;
using ValeoChaos.Core.Timelines;
using ValeoChaos.Lab;
using ValeoChaos.Lab.Monitoring;
using ValeoChaos.Lab.Recordings;

namespace ValeoChaos.RulesTests.Replay;

/// <summary>The recordings of real runs: what a replay says of the rules is what they did live.</summary>
public sealed class ShippedRecordingsTests
{
    private static readonly Lazy<Task<ReplayReport>> Replayed = new(async () =>
    {
        ReplayRules[] rules =
        [
            new("corrected.yml", ProjectFiles.Read("monitoring", "rules", "corrected.yml"), ReplayRole.Required),
            new("runbook.yml", ProjectFiles.Read("monitoring", "rules", "runbook.yml"), ReplayRole.AsWritten),
        ];
        var start = Stopwatch.GetTimestamp();
        var report = await new RuleReplay(new Promtool(), Environment.ProcessorCount).RunAsync(rules, RecordingFolder.Shipped, CancellationToken.None);
        await TestContext.Progress.WriteLineAsync($"{report.Runs.Count} recordings replayed in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        return report;
    });

    [Test]
    public async Task The_corrected_rules_fire_for_every_cause_and_for_nothing_else()
    {
        var report = await Replayed.Value;
        report.Runs.Should().HaveCountGreaterThan(20);
        report.Missing.Should().BeEmpty();
        var open = report.Matrix.Rows.SelectMany(row => row.Cells.Where(c => c.Value.State is not CellState.Proved).Select(c => $"{row.Run.Scenario.FullName} {c.Key}: {c.Value.Note}"));
        open.Should().BeEmpty();
        report.Matrix.Outcome.Should().Be(Outcome.Pass);
    }

    /// <summary>
    /// Fired or not, of both files. When, to a scrape and an evaluation: a sample may have come after the evaluation that it seems to be
    /// before. The observer of the live rules looked five times a second.
    /// </summary>
    [Test]
    public async Task Every_rule_fires_when_it_did_live()
    {
        var report = await Replayed.Value;
        var compared = 0;
        foreach (var run in report.Runs)
        {
            var (live, replayed) = (new TimelineView(run.Recording.Timeline), new TimelineView(run.Timeline));
            var bound = run.Recording.ScrapeIntervals.Values.Max() + run.Recording.EvaluationInterval + live.Tolerance;
            foreach (var rule in run.Timeline.Rules)
            {
                var (was, now) = (live.FirstFiring(rule.File, rule.Alert)?.At, replayed.FirstFiring(rule.File, rule.Alert)?.At);
                // Live, nobody looked any more.
                if (was is null && now > run.Recording.Timeline.Events[^1].At - bound)
                    continue;
                var what = $"{run.Name}: {rule.Alert} of {rule.File} fired at {was?.TotalSeconds:0.0} s live and {now?.TotalSeconds:0.0} s replayed";
                now.HasValue.Should().Be(was.HasValue, what);
                if (was is { } at)
                    now!.Value.Should().BeCloseTo(at, bound, what);
                compared += was is null ? 0 : 1;
            }
        }

        compared.Should().BeGreaterThan(20, "otherwise little is compared");
    }

    /// <summary>A restart of pods has series that end, one of Prometheus a hole in all of them.</summary>
    [TestCase("SSEDisconnectsHigh-pod-restarts"), TestCase("QuietDay-monitoring-restarted")]
    public async Task What_the_rules_do_not_look_back_to_changes_nothing(string name)
    {
        var (recording, samples) = RecordingFolder.Shipped.Single(r => r.Name == name).Read();
        var rules = new ReplayRules("corrected.yml", ProjectFiles.Read("monitoring", "rules", "corrected.yml"), ReplayRole.Required).For(recording);
        var stale = new StaleMarks(recording, samples);
        var played = rules.Over(samples);
        played.Count.Should().BeLessThan(rules.All.Count, "otherwise no rule is left out");
        var cut = ReplaySamples.Of(samples, recording.Timeline.StartedAt, played.Needs, stale.OldestSeen);
        cut.Sum(s => s.Samples.Count).Should().BeLessThan(samples.Sum(s => s.Samples.Count) / 2, "otherwise nothing is left out");

        (await TransitionsAsync(played, cut)).Should().Equal(await TransitionsAsync(rules.All, samples));

        async Task<IEnumerable<(DateTimeOffset, string, AlertState)>> TransitionsAsync(PlayedRules evaluated, IReadOnlyList<MetricSeries> of)
        {
            var grid = ReplayGrid.Of(recording, of, rules.Evaluation, rules.Evaluated(recording));
            using var folder = WorkFolder.Create("replay");
            var (rulesFile, test) = (Path.Combine(folder.FullName, "rules.yml"), Path.Combine(folder.FullName, "test.yml"));
            await File.WriteAllTextAsync(rulesFile, evaluated.Text);
            await File.WriteAllTextAsync(test, ReplayTest.Write(rulesFile, grid, recording.Timeline.StartedAt, of, stale));
            var answer = ReplayAnswer.Parse((await new Promtool().TestRulesAsync([test], CancellationToken.None)).Output, 1).Single();
            return new ReplayedRules(rules, evaluated, grid, answer).Transitions(recording.Timeline.StartedAt).Select(t => (t.At, t.Alert.Alert, t.Alert.State));
        }
    }

    [Test]
    public void All_recordings_together_are_small() =>
        RecordingFolder.Shipped.SelectMany(folder => Directory.GetFiles(folder.Path)).Sum(file => new FileInfo(file).Length).Should().BeLessThan(10_000_000);
}
