using ValeoChaos.Core.Load;

namespace ValeoChaos.Scenarios;

/// <summary>Traffic as the ERP sees it. Rates are for the run's own clock; they stay far below what two cores can serve.</summary>
public static class LoadProfiles
{
    /// <summary>Office hours in the shipping department: every third request asks what a carrier takes.</summary>
    public static LoadProfile Shipping => OfficeHours with
    {
        Name = "shipping",
        Requests = [new RequestTemplate("GET", "/api/v1/articles?limit=20", Weight: 4), new RequestTemplate("GET", "/api/v1/shipping-rates", Weight: 2)],
    };

    /// <summary>
    /// More than half of the clerks are out. For a fault that makes requests or the lab more work, a process of PostgreSQL for each
    /// request for instance: at full office load all requests would be slow beside it, and LatencyHigh would page for that.
    /// </summary>
    public static LoadProfile Noon => OfficeHours with { Name = "noon", ArrivalRate = 8, MinimumRate = 6 };

    /// <summary>Accounting closes the month: every sixth request is a customer's statement, which asks the database for each of its lines.</summary>
    public static LoadProfile MonthEnd => OfficeHours with
    {
        Name = "month end",
        ArrivalRate = 4,
        MinimumRate = 3,
        Requests = [.. OfficeHours.Requests, new RequestTemplate("GET", "/api/v1/customers/42/statement", Weight: 2)],
    };

    /// <summary>What a price list is asked for with.</summary>
    public const string PriceList = "/api/v1/price-list";

    /// <summary>Sales sends its price lists: every sixth request is one, which is work for the application.</summary>
    public static LoadProfile PriceLists => MonthEnd with
    {
        Name = "price lists",
        ArrivalRate = 5,
        MinimumRate = 4,
        Requests = [.. OfficeHours.Requests, new RequestTemplate("GET", PriceList, Weight: 2)],
    };

    /// <summary>A label of the shipping department, which a pod prints one after the other.</summary>
    public static RequestTemplate ShippingLabel { get; } = new("POST", "/api/v1/shipping-labels", JsonBody: """{"article_id": 7, "quantity": 3}""");

    /// <summary>Parcels are packed: every third request prints a label, far fewer than three pods can print.</summary>
    public static LoadProfile Packing => OfficeHours with
    {
        Name = "packing",
        ArrivalRate = 4,
        MinimumRate = 3,
        Requests = [.. OfficeHours.Requests, ShippingLabel with { Weight = 5 }],
    };

    /// <summary>The shop floor's screens, each of which holds a stream of events, and few clerks.</summary>
    public static LoadProfile ShopFloor => OfficeHours with
    {
        Name = "shop floor",
        ArrivalRate = 5,
        MinimumRate = 4,
        Streams = [new HeldStreams("/api/stream/orders", Clients: 40, Silence: TimeSpan.FromSeconds(5))],
    };

    /// <summary>Closing time: forty screens go off, one a second. Late enough for the rule to have a history by then.</summary>
    public static LoadProfile ClosingTime => ShopFloor with
    {
        Name = "closing time",
        Streams = [ShopFloor.Streams[0] with { LeaveEvery = TimeSpan.FromSeconds(1), LeaveFrom = TimeSpan.FromSeconds(22) }],
    };

    /// <summary>At night hardly anybody asks.</summary>
    public static LoadProfile Night => OfficeHours with { Name = "night", ArrivalRate = 0.5, MinimumRate = 0.1 };

    /// <summary>Office hours in which one request in forty is a statement.</summary>
    public static LoadProfile RareStatements => OfficeHours with
    {
        Name = "rare statements",
        Requests = [.. OfficeHours.Requests.Select(r => r with { Weight = r.Weight * 4 }), new RequestTemplate("GET", "/api/v1/customers/42/statement", Weight: 1)],
    };

    /// <summary>Clerks at work: mostly reading, some orders.</summary>
    public static LoadProfile OfficeHours { get; } = new()
    {
        Name = "office hours",
        ArrivalRate = 20,
        MinimumRate = 18,
        Requests =
        [
            new RequestTemplate("GET", "/api/v1/articles?limit=20", Weight: 5),
            new RequestTemplate("GET", "/api/v1/customers/42/orders", Weight: 3),
            new RequestTemplate("POST", "/api/v1/orders", Weight: 1, """{"customer_id": 42, "article_id": 7, "quantity": 3}"""),
            new RequestTemplate("GET", "/api/v1/shipping-rates", Weight: 1),
        ],
    };
}
