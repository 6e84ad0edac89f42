using ValeoChaos.Core.Load;
using ValeoChaos.Core.Scenarios;

namespace ValeoChaos.Core.RuleTests;

/// <summary>Requests that fare alike. They are counted under the endpoint that most of them ask.</summary>
/// <param name="Share">Of all requests, 0 to 1.</param>
/// <param name="FailShare">Of these that fail while the fault is there.</param>
/// <param name="SlowShare">Of these that take over half a second while the fault is there.</param>
/// <param name="Takes">How long the slow ones take.</param>
internal sealed record RequestClass(string Endpoint, double Share, double FailShare, double SlowShare, TimeSpan Takes)
{
    public bool IsHit => FailShare > 0 || SlowShare > 0;

    /// <summary>Those that the fault hits, and the others.</summary>
    public static IReadOnlyList<RequestClass> Of(LoadProfile load, Signs signs)
    {
        var all = (double)load.Requests.Sum(r => r.Weight);
        var kinds = load.Requests.GroupBy(RequestFacts.Of).Select(g =>
        {
            var takes = signs.Takes(g.Key);
            return new RequestClass(g.Key.Endpoint, g.Sum(r => r.Weight) / all, signs.Fails(g.Key), takes > SymptomFacts.Slow ? 1 : 0, takes);
        });
        return [.. kinds.GroupBy(k => k.IsHit).Select(Together).OrderByDescending(c => c.IsHit)];
    }

    private static RequestClass Together(IEnumerable<RequestClass> alike)
    {
        var kinds = alike.OrderByDescending(k => k.Share).ToList();
        var share = kinds.Sum(k => k.Share);
        return kinds[0] with
        {
            Share = share,
            FailShare = kinds.Sum(k => k.Share * k.FailShare) / share,
            SlowShare = kinds.Sum(k => k.Share * k.SlowShare) / share,
            Takes = kinds.Max(k => k.Takes),
        };
    }
}
