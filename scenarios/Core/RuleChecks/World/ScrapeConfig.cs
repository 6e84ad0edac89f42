using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.PromQl;
using YamlDotNet.RepresentationModel;

namespace ValeoChaos.Core.RuleChecks.World;

/// <summary>The labels of a job's targets.</summary>
/// <param name="Labels">Known values.</param>
/// <param name="Open">Labels whose values only the running service discovery knows.</param>
/// <param name="AnyLabel">labelmap may add whatever labels there are.</param>
public sealed record TargetLabels(IReadOnlyDictionary<string, string> Labels, IReadOnlySet<string> Open, bool AnyLabel);

/// <summary>One job of a scrape configuration.</summary>
/// <param name="Dropped">Samples that metric_relabel_configs drop by their name; null where none.</param>
/// <param name="Discovered">Whether its targets come and go by service discovery.</param>
public sealed record ScrapeJob(string Name, IReadOnlyList<TargetLabels> Targets, bool Discovered, bool HonorLabels, LabelMatcher? Dropped, int Line);

/// <summary>What a prometheus.yml says of jobs and the labels of their targets.</summary>
public sealed record ScrapeConfig(string Source, IReadOnlyList<ScrapeJob> Jobs)
{
    /// <exception cref="RuleFileException">The text is no prometheus.yml.</exception>
    public static ScrapeConfig Parse(string yaml, string source)
    {
        if (YamlNodes.Root(yaml, source).Find("scrape_configs") is not YamlSequenceNode jobs)
            throw new RuleFileException($"{source}, line 1: no list \"scrape_configs\". Give a prometheus.yml.");
        return new ScrapeConfig(source, [.. jobs.Children.OfType<YamlMappingNode>().Select(job => Job(job, source))]);
    }

    private static ScrapeJob Job(YamlMappingNode job, string source)
    {
        var name = job.Find("job_name")?.ToString() ?? throw new RuleFileException($"{source}, line {job.Start.Line}: \"job_name\" is missing. Add it.");
        var discovered = job.Children.Keys.Any(k => k.ToString().EndsWith("_sd_configs", StringComparison.Ordinal));
        var relabel = Steps(job, "relabel_configs").ToList();
        var targets = Static(job).ToList();
        if (discovered || targets.Count == 0)
            targets.Add(([], false));
        return new ScrapeJob(
            name, [.. targets.Select(t => Relabelled(name, t.Labels, t.Instance, relabel, job))], discovered,
            job.Find("honor_labels")?.ToString() == "true", Dropped(job), (int)job.Start.Line);
    }

    private static IEnumerable<(Dictionary<string, string> Labels, bool Instance)> Static(YamlMappingNode job)
    {
        foreach (var group in Steps(job, "static_configs"))
        {
            var labels = (group.Find("labels") as YamlMappingNode)?.Children.ToDictionary(l => l.Key.ToString(), l => l.Value.ToString()) ?? [];
            foreach (var target in (group.Find("targets") as YamlSequenceNode)?.Children ?? [])
                yield return (new Dictionary<string, string>(labels) { ["instance"] = target.ToString() }, true);
        }
    }

    private static TargetLabels Relabelled(string name, Dictionary<string, string> known, bool instance, List<YamlMappingNode> steps, YamlMappingNode job)
    {
        var labels = new Dictionary<string, string>(known) { ["job"] = name };
        var open = new HashSet<string>();
        if (!instance)
            open.Add("instance");
        var any = false;
        foreach (var step in steps)
        {
            any |= step.Find("action")?.ToString() == "labelmap";
            if (step.Find("action")?.ToString() is not (null or "replace") || step.Find("target_label")?.ToString() is not { } label || label.StartsWith("__", StringComparison.Ordinal))
                continue;
            labels.Remove(label);
            open.Remove(label);
            if (Replacement(step, job) is { } value)
                labels[label] = value;
            else
                open.Add(label);
        }

        return new TargetLabels(labels, open, any);
    }

    /// <summary>The value a step gives every target; null where it differs from target to target.</summary>
    private static string? Replacement(YamlMappingNode step, YamlMappingNode job)
    {
        var sources = (step.Find("source_labels") as YamlSequenceNode)?.Children.Select(c => c.ToString()).ToList() ?? [];
        if (sources.Count == 0)
            return step.Find("replacement")?.ToString();
        return sources is ["__meta_kubernetes_namespace"] && step.Find("regex") is null
            && Steps(job, "kubernetes_sd_configs").ToList() is [var only] && (only.Find("namespaces") as YamlMappingNode)?.Find("names") is YamlSequenceNode { Children: [var single] }
            ? single.ToString() : null;
    }

    private static LabelMatcher? Dropped(YamlMappingNode job)
    {
        var patterns = Steps(job, "metric_relabel_configs")
            .Where(s => s.Find("action")?.ToString() == "drop" && s.Find("source_labels") is YamlSequenceNode { Children: [var only] } && only.ToString() == "__name__")
            .Select(s => s.Find("regex")?.ToString() ?? "(.*)").ToList();
        return patterns.Count == 0 ? null : new LabelMatcher("__name__", MatchKind.Matches, string.Join('|', patterns), default);
    }

    private static IEnumerable<YamlMappingNode> Steps(YamlMappingNode node, string key) => (node.Find(key) as YamlSequenceNode)?.Children.OfType<YamlMappingNode>() ?? [];
}
