using ValeoChaos.Core.Judging;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Timelines;

namespace ValeoChaos.Core.Tests.Judging;

/// <summary>Commands of the runbook that on-call cannot rely on, and what is run in their place.</summary>
public sealed class CorrectedCommandTests
{
    private const string Instead = "psql -c 'SELECT 2;'";
    private const string Name = "\"Test connection\", corrected, tells fault from health";

    private static readonly CorrectedCommand Better = new(Instead, OutputPattern.Contains("refused"), OutputPattern.Contains("(1 row)"));
    private static readonly DiagnoseExpectation ByChance =
        DiagnoseExpectation.ByChance("Test connection", "it depends on the moment", OutputPattern.Lacks("refused"), Better);

    [TestCase("Connection refused")]
    [TestCase("")]
    public void A_command_that_shows_the_fault_by_chance_is_a_finding_whatever_it_showed(string inFault)
    {
        var verdict = Judge.Decide(Run(ByChance, inFault, Healthy(), Fault("Connection refused"), After()));
        verdict.Outcome.Should().Be(Outcome.Pass);
        var finding = verdict.Findings.Should().ContainSingle(f => f.Title == "\"Test connection\" shows this fault only by chance").Which;
        finding.Where.Should().Be("runbook, line 130: psql -c 'SELECT 1;'");
        finding.Evidence.Should().StartWith("it depends on the moment; this time: exit 0").And.EndWith($"what works: {Instead}");
    }

    [Test]
    public void A_command_that_shows_the_fault_in_health_shows_nothing_by_chance() =>
        Failing(
            Run(ByChance with { InHealth = OutputPattern.Lacks("(1 row)") }, "", Healthy(), Fault("Connection refused"), After()), "\"Test connection\" shows this cause by chance")
            .Outcome.Should().Be(Outcome.Fail);

    [Test]
    public void A_corrected_command_that_is_silent_in_the_fault_fails() =>
        Failing(Run(ByChance, "Connection refused", Healthy(), Fault("(1 row)"), After()), Name).Seen.Should().Contain("in the fault: expected output contains \"refused\"");

    [Test]
    public void A_corrected_command_that_was_not_run_is_inconclusive()
    {
        var check = Failing(Run(ByChance, "Connection refused", Healthy(), After()), Name);
        (check.Outcome, check.Seen).Should().Be((Outcome.Inconclusive, "not run in: fault"));
    }

    [Test]
    public void A_blind_command_is_corrected_by_one_that_sees()
    {
        var blind = DiagnoseExpectation.Blind("Test connection", "it looks away") with { Corrected = Better };
        var run = Run(blind, "(1 row)", Healthy(), Fault("Connection refused"), After());
        Judge.Decide(run).Outcome.Should().Be(Outcome.Pass);
        Judge.Decide(run).Findings.Select(f => f.Evidence).Should().Contain($"it looks away; what works: {Instead}");
        Failing(Run(blind, "(1 row)", Healthy(), Fault("(1 row)"), After()), Name).Outcome.Should().Be(Outcome.Fail);
    }

    private static Check Failing(Timeline timeline, string name) =>
        Judge.Decide(timeline).Checks.Should().ContainSingle(c => c.Outcome != Outcome.Pass).Which.Should().Match<Check>(c => c.Name == name).And.Subject.As<Check>();

    private static Timeline Run(DiagnoseExpectation expected, string inFault, params CommandRan[] corrected)
    {
        var run = (Recording.Good with { Scenario = Recording.Scenario with { Diagnose = [expected] } })
            .Without<CommandRan>(c => c.Moment is DiagnoseMoment.Fault).With(18, Recording.Command(DiagnoseMoment.Fault, 0, inFault));
        return corrected.Aggregate(run, (timeline, command) => timeline.With(At(command.Moment), command));
    }

    private static double At(DiagnoseMoment moment) => moment switch { DiagnoseMoment.Health => 2.1, DiagnoseMoment.Fault => 18.1, _ => 24.1 };

    private static CommandRan Healthy() => Corrected(DiagnoseMoment.Health, "(1 row)");

    private static CommandRan Fault(string output) => Corrected(DiagnoseMoment.Fault, output);

    private static CommandRan After() => Corrected(DiagnoseMoment.After, "(1 row)");

    private static CommandRan Corrected(DiagnoseMoment moment, string output) =>
        Recording.Command(moment, 0, output) with { Command = Instead, Corrected = true };
}
