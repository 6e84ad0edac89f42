using ValeoChaos.Core.Scenarios;
using ValeoChaos.Core.Tests.Judging;
using ValeoChaos.Scenarios;

namespace ValeoChaos.Core.Tests.Scenarios;

public sealed class ScenarioChoiceTests
{
    private static readonly Scenario[] Catalogue =
    [
        Recording.Scenario with { Name = "pod-down", Cause = "PostgreSQL down" },
        Recording.Scenario with { Name = "managed-down", Cause = "PostgreSQL down", Database = DatabaseForm.Container },
        Recording.Scenario with { Alert = "LatencyHigh", Name = "load", Cause = "High Load" },
        Recording.Scenario with { Alert = "QuietDay", Name = "office", Fault = null, Alerts = [] },
    ];

    [Test]
    public void Several_names_widen_the_choice() =>
        Chosen(new ScenarioChoice { Names = ["DatabaseDown/pod-down", "quietday"] }).Should().Equal("DatabaseDown/pod-down", "QuietDay/office");

    [Test]
    public void Kinds_narrow_each_other() =>
        Chosen(new ScenarioChoice { Alerts = ["DatabaseDown"], Causes = ["PostgreSQL down"], Categories = ["container"] }).Should().Equal("DatabaseDown/managed-down");

    [Test]
    public void A_kind_alone_chooses_from_the_whole_catalogue() =>
        Chosen(new ScenarioChoice { Categories = ["pod"] }).Should().Equal("DatabaseDown/pod-down", "LatencyHigh/load");

    [Test]
    public void A_category_of_its_own_is_known_as_well() =>
        new ScenarioChoice { Categories = ["slow"] }.Of([.. Catalogue, Catalogue[0] with { Name = "other", Category = "slow" }]).Should().ContainSingle().Which.Name.Should().Be("other");

    [TestCase("", "", "", "", "No scenario is named. Take one of: DatabaseDown/pod-down, *, an alert's name, or all.")]
    [TestCase("Nothing", "", "", "", "There is no scenario \"Nothing\". Take one of: DatabaseDown/pod-down, *, an alert's name, or all.")]
    [TestCase("all", "Nothing", "", "", "There is no alert \"Nothing\". Take one of: DatabaseDown, LatencyHigh, QuietDay.")]
    [TestCase("", "", "Nothing", "", "There is no cause \"Nothing\". Take one of: PostgreSQL down, High Load.")]
    [TestCase("", "", "", "Nothing", "There is no category \"Nothing\". Take one of: pod, container, quiet.")]
    [TestCase("QuietDay", "", "", "pod", "No scenario answers to all of QuietDay, pod.*")]
    public void What_is_not_there_is_one_error_that_names_what_is(string name, string alert, string cause, string category, string message) =>
        FluentActions.Invoking(() => Chosen(new ScenarioChoice { Names = Of(name), Alerts = Of(alert), Causes = Of(cause), Categories = Of(category) }))
            .Should().Throw<UnknownChoiceException>().WithMessage(message);

    private static string[] Of(string value) => value.Length == 0 ? [] : [value];

    private static IEnumerable<string> Chosen(ScenarioChoice choice) => choice.Of(Catalogue).Select(s => s.FullName);
}
