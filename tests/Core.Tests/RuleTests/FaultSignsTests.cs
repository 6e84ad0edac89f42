using System.Reflection;
using System.Text.Json.Serialization;
using ValeoChaos.Core.Faults;
using ValeoChaos.Core.Load;
using ValeoChaos.Core.RuleTests;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.Tests.RuleTests;

public sealed class FaultSignsTests
{
    private static IEnumerable<Type> Faults => typeof(Fault).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(a => a.DerivedType);

    [TestCaseSource(nameof(Faults))]
    public void Every_fault_looks_like_something(Type fault)
    {
        var of = () => FaultSigns.Of(Any(fault));
        of.Should().NotThrow("no test of rules can be made of a fault that looks like nothing known");
    }

    [Test]
    public void A_fault_of_which_nothing_is_known_is_named()
    {
        var of = () => FaultSigns.Of(new Flood());
        of.Should().Throw<RuleTestException>().WithMessage("*flood*FaultSigns*");
    }

    [Test]
    public void An_endpoint_of_which_nothing_is_known_is_named()
    {
        var of = () => RequestFacts.Of(new RequestTemplate("GET", "/api/v1/customers/42/invoices?open=true"));
        of.Should().Throw<RuleTestException>().WithMessage("*/api/v1/customers/{customer_id}/invoices*RequestFacts*");
    }

    [TestCase(25, 0.775), TestCase(10, 0.31)]
    public void A_latency_adds_up_over_the_ways_to_the_database(int milliseconds, double seconds)
    {
        var signs = FaultSigns.Of(new DatabaseLatency(TimeSpan.FromMilliseconds(milliseconds), TimeSpan.Zero));
        signs.Takes(RequestFacts.Of(new RequestTemplate("GET", "/api/v1/customers/42/statement"))).TotalSeconds.Should().BeApproximately(seconds, 1e-9);
    }

    [Test]
    public void The_carriers_outage_hits_what_asks_them_and_nothing_else()
    {
        var fails = FaultSigns.Of(new UpstreamDown()).Fails;
        fails(RequestFacts.Of(new RequestTemplate("GET", "/api/v1/shipping-rates"))).Should().Be(1);
        fails(RequestFacts.Of(new RequestTemplate("GET", "/api/v1/articles?limit=20"))).Should().Be(0);
    }

    [Test]
    public void A_rush_is_felt_by_what_it_asks_for_and_nothing_else()
    {
        var takes = FaultSigns.Of(new HighLoad(new RequestTemplate("POST", "/api/v1/shipping-labels"), 55)).Takes;
        takes(RequestFacts.Of(new RequestTemplate("POST", "/api/v1/shipping-labels"))).Should().BeGreaterThan(SymptomFacts.Slow);
        takes(RequestFacts.Of(new RequestTemplate("GET", "/api/v1/articles?limit=20"))).Should().Be(TimeSpan.Zero);
    }

    [Test]
    public void A_processor_limit_is_felt_by_the_costly_request_and_no_other()
    {
        var takes = FaultSigns.Of(new CpuLimited("/api/v1/price-list", TimeSpan.FromMilliseconds(800))).Takes;
        takes(RequestFacts.Of(new RequestTemplate("GET", "/api/v1/price-list"))).TotalMilliseconds.Should().Be(800);
        takes(RequestFacts.Of(new RequestTemplate("GET", "/api/v1/articles?limit=20"))).Should().Be(TimeSpan.Zero);
    }

    private sealed record Flood : Fault
    {
        public override string Name => "flood";

        public override string BlastRadius => "everything";
    }

    /// <summary>Made by its shortest constructor, for a record has one more that copies.</summary>
    private static Fault Any(Type type)
    {
        var constructor = type.GetConstructors().First();
        return (Fault)constructor.Invoke([.. constructor.GetParameters().Select(p => p.ParameterType switch
        {
            var t when t == typeof(Fault) => new UpstreamDown(),
            var t when t == typeof(string) => "/api/v1/articles",
            var t when t == typeof(RequestTemplate) => new RequestTemplate("GET", "/api/v1/articles"),
            var t => Activator.CreateInstance(t),
        })]);
    }
}
