using ValeoChaos.Core.Running;
using ValeoChaos.Core.Scenarios;
using ValeoChaos.Lab.Cluster;
using ValeoChaos.Lab.Images;
using ValeoChaos.Lab.Monitoring;

namespace ValeoChaos.Lab.Tests.Cluster;

public sealed class LabFilesTests
{
    [Test]
    public void Every_image_with_an_upstream_is_pinned_by_tag() =>
        ImageCatalog.All.Where(i => i.Upstream is not null).Select(i => i.Name).Should().BeEquivalentTo("base", "node", "postgres", "prometheus", "alertmanager", "blackbox");

    [TestCase("FROM postgres AS postgres")]
    [TestCase("RUN true")]
    public void A_malformed_pin_is_refused_with_file_line_and_remedy(string line) =>
        FluentActions.Invoking(() => ImageCatalog.Load($"# pins\n{line}\n", "Dockerfile")).Should().Throw<LabException>()
            .WithMessage($"Dockerfile, line 2: \"{line}\" is no pin. Write FROM <image>:<tag> AS <name>.");

    [Test]
    public void A_placeholder_without_a_value_is_refused_with_file_and_line() =>
        FluentActions.Invoking(() => Manifests.Parse("kind: A\nimage: {{IMAGE_X}}\n", "a.yaml", new Dictionary<string, string>())).Should().Throw<LabException>()
            .WithMessage("a.yaml, line 2: the placeholder {{IMAGE_X}} has no value.");

    [Test]
    public void Every_manifest_object_has_its_place_in_the_API()
    {
        var text = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, namespace: b}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: c}\n";
        Manifests.Parse(text, "a.yaml", new Dictionary<string, string>()).Select(o => o.Path).Should().Equal("apis/apps/v1/namespaces/b/deployments/a", "api/v1/namespaces/c");
    }

    [Test]
    public void The_owner_of_a_lab_is_alive_only_while_this_very_process_is()
    {
        var me = LabOwner.Me;
        LabOwner.Parse(me.ToString()).Should().Be(me);
        me.IsAlive.Should().BeTrue();
        (me with { Started = "1" }).IsAlive.Should().BeFalse("another process got the number");
        (me with { Boot = "before" }).IsAlive.Should().BeFalse("the machine was started anew");
        LabOwner.Parse("nonsense").Should().BeNull();
    }

    [TestCase("7 (a (b) c) S 1 7 7 0 -1 4194560 1 0 0 0 1 0 0 0 20 0 1 0 8812 1", "8812")]
    [TestCase("7 (dotnet) Z 1 7 7 0 -1 4194560 1 0 0 0 1 0 0 0 20 0 1 0 8812 1", null)]
    public void A_process_is_known_by_its_start_and_one_that_nobody_buries_is_dead(string stat, string? start) => LabOwner.StartIn(stat).Should().Be(start);

    [Test]
    public void A_lab_that_is_not_kept_cannot_be_named() =>
        FluentActions.Invoking(() => LabFolder.RequireKept("2d0e89x")).Should().Throw<LabException>().WithMessage("There is no kept lab \"2d0e89x\". *");

    [TestCase("{}", "{}", "fixtures/monitoring/prometheus.yml: global is missing.")]
    [TestCase("global: {scrape_interval: 15s}", "route: {receiver: a, group_wait: 5s}", "fixtures/monitoring/prometheus.yml, line 1: evaluation_interval is missing.")]
    [TestCase("global: {scrape_interval: 15s, evaluation_interval: 30s}", "route:\n  {receiver: a, group_wait: 5s}", "fixtures/monitoring/alertmanager.yml, line 2: group_interval is missing.")]
    [TestCase("global: {scrape_interval: 15s, evaluation_interval: 30s}", "route: {receiver: a}", "fixtures/monitoring/alertmanager.yml: no route that reaches somebody has a group_wait*")]
    public void What_the_configuration_lacks_is_one_error_that_names_its_file(string prometheus, string alertmanager, string error) =>
        FluentActions.Invoking(() => MonitoringTiming.Read(prometheus, alertmanager)).Should().Throw<LabException>().WithMessage(error);

    [Test]
    public void Credentials_are_new_for_each_lab()
    {
        var (one, other) = (LabSecrets.Generate(TimeProvider.System), LabSecrets.Generate(TimeProvider.System));
        one.DatabasePassword.Should().HaveLength(32).And.NotBe(other.DatabasePassword);
        one.Erp.KeyPem.Should().NotBe(other.Erp.KeyPem).And.NotBe(one.Metrics.KeyPem);
        one.Metrics.ToString().Should().NotContain("BEGIN");
        one.Contacts.Keys.Should().Contain("slack-url").And.HaveCount(6);
        one.Contacts.Values.Should().OnlyHaveUniqueItems().And.NotIntersectWith(other.Contacts.Values);
    }

    [Test]
    public void Every_secret_that_the_configuration_names_is_made_and_none_stands_in_it()
    {
        var secrets = LabSecrets.Generate(TimeProvider.System);
        var named = System.Text.RegularExpressions.Regex.Matches(Files(20).Alertmanager, "_file: /etc/contacts/(.+)").Select(m => m.Groups[1].Value);
        named.Should().BeEquivalentTo(secrets.Contacts.Keys);
        Files(20).Alertmanager.Should().NotContain("routing_key:").And.NotContain("api_url:");
    }

    [Test]
    public void At_production_speed_all_rule_files_are_loaded_byte_for_byte()
    {
        var files = Files(1);
        files.RuleFiles.Keys.Should().BeEquivalentTo("runbook.yml", "corrected.yml", "escalation.yml");
        foreach (var (name, text) in files.RuleFiles)
            text.Should().Be(ProjectFiles.Read("monitoring", "rules", name));
        files.Flags["LOOKBACK_DELTA"].Should().Be("5m");
    }

    [Test]
    public void At_twenty_fold_speed_all_timings_shrink_together()
    {
        var files = Files(20);
        files.Prometheus.Should().Contain("scrape_interval: 750ms").And.Contain("evaluation_interval: 1s500ms").And.Contain("http_sd_configs").And.NotContain("kubernetes_sd_configs");
        files.Flags.Should().Contain("LOOKBACK_DELTA", "15s").And.Contain("READYZ_TIMEOUT", "0.435");
        var bounds = files.BoundsOf(new AlertExpectation { Alert = "DatabaseDown", Severity = "critical", Teams = [] }, TimeSpan.FromMinutes(1));
        (bounds.Floor.TotalSeconds, bounds.Ceiling.TotalSeconds, bounds.NotifyCeiling.TotalSeconds).Should().Be((3, 5.25, 0));
    }

    [Test]
    public void An_escalation_is_due_after_the_runbooks_time_and_a_scrape_and_whole_evaluations()
    {
        var expected = new AlertExpectation
        {
            Alert = "SSEDisconnectsHigh", Severity = "warning", Teams = [],
            Escalations = [new EscalationExpectation("platform-team", TimeSpan.FromMinutes(10)), new EscalationExpectation("cto", TimeSpan.FromHours(1))],
        };
        Files(20).BoundsOf(expected, TimeSpan.FromMinutes(5)).Escalations.Select(e => (e.Team, e.Floor.TotalSeconds, e.Ceiling.TotalSeconds, e.OverCeiling.TotalSeconds))
            .Should().Equal(("platform-team", 30, 32.25, 2), ("cto", 180, 182.25, 2));
    }

    private static MonitoringFiles Files(double speed)
    {
        var options = new LabOptions { Database = DatabaseForm.Pod, Scale = new TimeScale(speed), Clock = TimeProvider.System, Progress = _ => { } };
        return MonitoringSource.Load(options).For(options.Scale, kubernetesDiscovery: speed == 1);
    }
}
