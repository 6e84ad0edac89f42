using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Tests.Judging;

/// <summary>A symptom counted over a window outlasts what causes it.</summary>
public sealed class TrafficSymptomTests
{
    private static readonly Timeline Remembering = (Recording.Good with { Scenario = Recording.Scenario with { Symptom = Symptom.Errors } })
        .Without<SymptomObserved>(s => s.At > TimeSpan.FromSeconds(20)).With(22, Look(healthy: true, broken: true, acute: false));

    [Test]
    public void Health_is_back_when_errors_end_though_the_window_remembers_them()
    {
        var verdict = Judge.Decide(Remembering);
        verdict.FailureText("here").Should().BeEmpty();
        verdict.Checks.Single(c => c.Name == "the mitigation restores health").Seen.Should().Be("healthy 2.9 s after it began");
    }

    [Test]
    public void A_mitigation_is_not_credited_when_errors_had_ended_before_it() =>
        Judge.Decide(Remembering.Without<SymptomObserved>(s => s.At == TimeSpan.FromSeconds(19)).With(16, Look(healthy: true, broken: true, acute: false)))
            .Checks.Single(c => c.Name == "the mitigation restores health").Should().BeEquivalentTo(new { Outcome = Outcome.Fail, Seen = "already well before the mitigation: a look" });

    [Test]
    public void A_lull_just_before_the_mitigation_does_not_take_the_credit_away() =>
        Judge.Decide(Remembering.With(19.05, Look(healthy: true, broken: true, acute: false)))
            .Checks.Single(c => c.Name == "the mitigation restores health").Outcome.Should().Be(Outcome.Pass);

    [TestCase(true, 13.1, 6.4, TestName = "A lull is no break while the rule's window holds the errors")]
    [TestCase(true, 14.1, 2.8, TestName = "What lasts longer than a lull is a break")]
    [TestCase(false, 13.1, 3.8, TestName = "A lull that empties the window is a break")]
    public void The_time_to_detect_counts_from_the_last_break(bool inWindow, double well, double took) =>
        Judge.Decide(Remembering.With(well, Look(healthy: true, broken: inWindow, acute: false)).With(well + 0.1, Look(healthy: false, broken: true, acute: true))
                .Moved<AlertObserved>(17, a => a.State is AlertState.Firing))
            .Checks.Single(c => c.Name == "DatabaseDown fires").Took.Should().BeCloseTo(TimeSpan.FromSeconds(took), TimeSpan.FromMilliseconds(150));

    [Test]
    public void What_undo_stirs_up_does_not_take_the_credit_away() =>
        Judge.Decide(Remembering.With(25.05, Look(healthy: false, broken: true, acute: true)).With(25.2, Look(healthy: true, broken: false, acute: false)))
            .Checks.Single(c => c.Name == "the mitigation restores health").Outcome.Should().Be(Outcome.Pass);

    [TestCase(23.9, "healthy 2.9 s after it began", TestName = "What the commands after a mitigation stir up does not take its credit away")]
    [TestCase(23.2, "health came only with Undo", TestName = "What comes back before the commands after a mitigation takes its credit away")]
    public void A_symptom_that_is_back(double at, string seen) =>
        Judge.Decide(Remembering.With(at, Look(healthy: false, broken: true, acute: true)).With(25.2, Look(healthy: true, broken: false, acute: false)))
            .Checks.Single(c => c.Name == "the mitigation restores health").Seen.Should().Be(seen);

    [Test]
    public void A_burst_that_heals_itself_is_a_finding_and_no_credit_to_the_runbook()
    {
        var verdict = Judge.Decide(HealingItself(Remembering));
        verdict.Checks.Single(c => c.Name == "health comes back by itself").Should().BeEquivalentTo(
            new { Outcome = Outcome.Pass, Seen = "well again 11.4 s after it began, 7.5 s after the page" });
        verdict.Findings.Select(f => f.Title).Should().Contain("no step heals \"PostgreSQL down\", and none is needed");
    }

    [Test]
    public void A_burst_that_heals_only_with_undo_fails() =>
        Judge.Decide(HealingItself(Remembering.Without<SymptomObserved>(s => s.At == TimeSpan.FromSeconds(22)).With(26, Look(healthy: true, broken: false, acute: false))))
            .Checks.Single(c => c.Name == "health comes back by itself").Should().BeEquivalentTo(new { Outcome = Outcome.Fail, Seen = "health came only with Undo" });

    private static Timeline HealingItself(Timeline timeline) => timeline with
    {
        Scenario = timeline.Scenario with { Cause = "PostgreSQL down", Mitigation = timeline.Scenario.Mitigation! with { HealsItself = true } },
    };

    private static SymptomObserved Look(bool healthy, bool broken, bool acute) => new(healthy, broken, "a look") { Acute = acute };
}
