namespace ValeoChaos.Core.RuleChecks;

/// <summary>Every kind of finding, as data: the command line, SARIF and the page of findings read it here.</summary>
public static partial class FindingKinds
{
    public static FindingKind NeverByValue { get; } = new(
        "VC101", "never-fires-by-value", Severity.Error, "The rule can never fire: no value can meet its comparison.",
        """
        Some values are bounded whatever happens: increase() and rate() of anything that is not negative are never below zero, a share of a whole
        is never above one, count() of nothing is no result and not zero, up is zero or one, a quantile never exceeds the histogram's
        last bound. A comparison outside of these bounds is never true, so the alert is silent in the very outage it was written for. Compare
        with a number the value can reach, or take the function that can: delta() for a loss in a gauge, absent() for what is not there.
        """,
        "the data that should fire it, falling, rising and in a jump: the compared value exists, stays within its bounds, and the alert is not even pending.");

    public static FindingKind ForOutlivesWindow { get; } = new(
        "VC102", "for-outlives-window", Severity.Error, "A burst leaves the window before for has passed, however large it is.",
        """
        A range function sees an event only as long as it is inside its window. Where for is as long as the window, or longer, the condition a
        burst makes true is over before the alert may fire: a thousand events in a few seconds page nobody, and only what goes on for longer than
        the window does. Make the window longer than for by at least one evaluation, remember the condition (max_over_time over a subquery or over
        a recorded series), or shorten for. On a count of events this is an error; on a rate per second, which may be meant to last, a hint.
        """,
        "one burst: the alert becomes pending and never fires.");

    public static FindingKind GaugeFunctionOnCounter { get; } = new(
        "VC103", "gauge-function-on-counter", Severity.Error, "A counter is read as if it were a gauge.",
        """
        A counter only grows, and begins again at zero when its process restarts. delta(), deriv(), averages over time and comparisons of the bare value
        take the restart for a fall and the life of the process for a level: the alert is silent after a restart, or fires until the next one although
        nothing has happened for hours. Take rate() or increase(), which know restarts, and compare their result. Without a # TYPE the name alone tells
        what is a counter: then it is a warning, and a hint where the ending is _count or _sum, which gauges have as well.
        """,
        "a restart amid a steady flow, or hours without any event: the expression says what did not happen.");

    public static FindingKind CounterFunctionOnGauge { get; } = new(
        "VC104", "counter-function-on-gauge", Severity.Error, "A gauge is read as if it were a counter.",
        """
        rate(), irate(), increase() and resets() take each fall for a restart of the process and add what was there before: a gauge that falls from 100
        to 50 has "increased" by 50. The sign is lost and the amount is wrong whenever the gauge goes down. Take delta() or deriv() for the change of a
        gauge, or compare it with itself by offset; count the events themselves in a counter where it is events that matter. Without a # TYPE only the
        lack of an ending tells that it is a gauge, and it is a hint.
        """,
        "a gauge that only falls: the function reports an increase.");

    public static FindingKind RateComparedWithPercent { get; } = new(
        "VC105", "rate-compared-with-percent", Severity.Error, "A rate per second is compared with a number that is meant in per cent.",
        """
        rate() gives events per second. The annotation or the runbook speaks of per cent, which is a share: events divided by all events. Without
        the division the same rule is deaf at night, when half of few requests fail, and wakes people at noon, when one in a thousand does, and its
        text then prints hundreds of per cent. Divide by the rate of all: sum(rate(errors[5m])) / sum(rate(all[5m])) > 0.05.
        """,
        "half of all events fail at low traffic: silent; one in a thousand at high traffic: firing.");

    public static FindingKind RatioPerSeries { get; } = new(
        "VC106", "ratio-per-series", Severity.Error, "A share is taken of each series instead of the whole.",
        """
        A division matches series with equal labels. If the errors keep the label that makes them errors, each is divided by itself and the share is
        always one; else each pod, path or method gets a share of its own, and one failed request on a rare path is a hundred per cent. Sum both sides
        first, by the labels that name the service: sum by (namespace) (rate(...)) / sum by (namespace) (rate(...)). Where the sides are matched by hand
        (on, ignoring), it is a hint; so it is where an annotation prints what tells the parts apart (device, instance), for each may be meant, unless
        each series is divided by itself.
        """,
        "a service whose share is well below the threshold fires, or one that fails altogether is silent.");

    public static FindingKind QuantilePerSeries { get; } = new(
        "VC107", "quantile-per-series", Severity.Error, "A quantile is taken of each series instead of the service.",
        """
        histogram_quantile() over bare buckets gives a quantile for every path, method and pod. Two slow requests on a path that is asked for once an
        hour are that path's quantile, and page for a service whose users notice nothing. Sum the buckets first and keep le: histogram_quantile(0.95, sum
        by (namespace, le) (rate(..._bucket[5m]))). Where an annotation prints what tells the parts of the service apart (instance, path), each may be
        meant, and it is a hint.
        """,
        "a few slow requests on a rare path fire, while the quantile over all series is within the threshold.");

    public static FindingKind NoMinimumTraffic { get; } = new(
        "VC108", "no-minimum-traffic", Severity.Warning, "A share or quantile of next to no events decides.",
        """
        A share and a quantile say nothing of how many events they rest on. At night one failed request out of one is a hundred per cent, and one slow
        request is the quantile. Demand a number of events beside them: ... and sum by (namespace) (increase(..._count[5m])) >= 20, and say what
        that floor costs: below it the alert is silent.
        """,
        "a handful of events, all bad, and nothing else: firing.");

    public static FindingKind QuantileWithoutLe { get; } = new(
        "VC109", "quantile-without-le", Severity.Error, "The buckets lose le before the quantile is taken.",
        """
        histogram_quantile() finds the bounds of the buckets in their label le. An aggregation that drops it leaves nothing to compute with: the result
        is empty, and the alert never fires. Keep le: sum by (namespace, le) (...). A native histogram, whose name does not end in _bucket, has no need
        of it.
        """,
        "every request is slower than the threshold: the quantile has no result, and the alert is silent.");

    public static FindingKind NoEmitter { get; } = new(
        "VC201", "no-emitter", Severity.Error, "No program emits this metric.",
        """
        The metric is in none of the given /metrics and is recorded by no rule, so the expression selects nothing and the alert cannot fire; with
        absent() it always does. A family of which only # HELP and # TYPE are there has no series either: a labelled metric appears with its first
        event, and rate() does not see that first step. Correct the name, or have the program create the series when it starts.
        """,
        "with every series of the given /metrics the selector is empty.", "--metrics or --prometheus");

    public static FindingKind MatcherWithoutSeries { get; } = new(
        "VC202", "matcher-without-series", Severity.Warning, "The metric is there, but no series has the labels that are asked for.",
        """
        A selector takes only series that meet all of its matchers. Here the metric exists and none of its series does: a label is spelled otherwise,
        a value has changed, the job is called by another name, or the value has not occurred yet, in which case its series should be created at zero
        when the program starts. The finding says which matcher fails and which values there are.
        """,
        "with every series of the metric the selector is empty.", "--metrics, --prometheus or --scrape-config");

    public static FindingKind UpForDependency { get; } = new(
        "VC203", "up-for-a-dependency", Severity.Error, "up is asked about something it knows nothing of.",
        """
        up says whether Prometheus could scrape a target's /metrics. A program without its database still serves that, so the alert stays silent while
        the dependency is gone, and it fires when the program is restarted, which is no failure of the dependency. Only of a job that is the dependency
        itself is up the right question. Ask the dependency itself: a probe of the endpoint that needs it, or its exporter's own gauge (pg_up, redis_up).
        """,
        "the dependency is gone and the target is scraped: silent; the target restarts: firing.");

    public static FindingKind TargetVanishes { get; } = new(
        "VC204", "target-vanishes", Severity.Error, "The rule needs a low value of a series that vanishes with its target.",
        """
        Service discovery forgets a pod that is deleted, and its series end: there is no zero to compare with, and sum() and count() of nothing are no
        result. The alert is silent exactly when everything is gone. Say so beside it: or absent(up{job="..."} == 1), in this rule or in one of its
        own.
        """,
        "the last target is taken away: silent; a target that is listed and dead: firing.", "--scrape-config or --prometheus");
}
