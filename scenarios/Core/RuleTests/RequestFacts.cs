using System.Text.RegularExpressions;
using ValeoChaos.Core.Load;

namespace ValeoChaos.Core.RuleTests;

/// <summary>What a request costs the application, as far as a fault can make a difference to it.</summary>
/// <param name="Endpoint">The route, as the application labels it.</param>
/// <param name="RoundTrips">To the database and back.</param>
/// <param name="AnswerBytes">What the database answers, in all.</param>
internal sealed partial record RequestFacts(string Endpoint, int RoundTrips, int AnswerBytes)
{
    public const string Articles = "/api/v1/articles";
    public const string ShippingRates = "/api/v1/shipping-rates";

    private static readonly RequestFacts[] Known =
    [
        new(Articles, RoundTrips: 1, AnswerBytes: 1300),
        new("/api/v1/price-list", RoundTrips: 1, AnswerBytes: 280_000),
        new("/api/v1/customers/{customer_id}/orders", RoundTrips: 1, AnswerBytes: 1300),
        // One query for thirty orders and one more for each.
        new("/api/v1/customers/{customer_id}/statement", RoundTrips: 31, AnswerBytes: 2500),
        new("/api/v1/orders", RoundTrips: 1, AnswerBytes: 100),
        new(ShippingRates, RoundTrips: 0, AnswerBytes: 0),
        new("/api/v1/shipping-labels", RoundTrips: 0, AnswerBytes: 0),
    ];

    public bool AsksDatabase => RoundTrips > 0;

    /// <exception cref="RuleTestException">Nothing is known of this endpoint.</exception>
    public static RequestFacts Of(RequestTemplate request)
    {
        var endpoint = Id().Replace(request.PathAndQuery.Split('?')[0], "/{customer_id}$1");
        return Known.FirstOrDefault(f => f.Endpoint == endpoint)
            ?? throw new RuleTestException($"Nothing is known of {endpoint}: how often it asks the database, and for how much. Add it to {nameof(RequestFacts)}.");
    }

    [GeneratedRegex(@"/\d+(/|$)")]
    private static partial Regex Id();
}
