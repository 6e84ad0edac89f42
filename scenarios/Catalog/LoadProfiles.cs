using ValeoChaos.Core.Load;

namespace ValeoChaos.Scenarios;

/// <summary>Traffic as the ERP sees it. Rates are for the run's own clock; they stay far below what two cores can serve.</summary>
public static class LoadProfiles
{
    /// <summary>Clerks at work: mostly reading, some orders.</summary>
    public static LoadProfile OfficeHours { get; } = new()
    {
        Name = "office hours",
        ArrivalRate = 40,
        MinimumRate = 36,
        Requests =
        [
            new RequestTemplate("GET", "/api/v1/articles?limit=20", Weight: 5),
            new RequestTemplate("GET", "/api/v1/customers/42/orders", Weight: 3),
            new RequestTemplate("POST", "/api/v1/orders", Weight: 1, """{"customer_id": 42, "article_id": 7, "quantity": 3}"""),
            new RequestTemplate("GET", "/api/v1/shipping-rates", Weight: 1),
        ],
    };
}
