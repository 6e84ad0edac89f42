using ValeoChaos.Core.Alerting;
using ValeoChaos.Core.Running;

namespace ValeoChaos.RulesTests.Scaling;

/// <summary>Rule files at one speed, in a folder for each choice of their rules.</summary>
internal sealed class ScaledRules(IReadOnlyDictionary<string, string> files, TimeScale scale, string root)
{
    private readonly Dictionary<string, string> scaled = files.ToDictionary(file => file.Key, file => scale.ScaleRules(file.Value, file.Key).Text);
    private readonly Dictionary<string, string> folders = [];

    /// <param name="chosen">By file, the places of its rules from 0; null for all of them.</param>
    /// <returns>The folder.</returns>
    public async Task<string> WriteAsync(ILookup<string, int>? chosen)
    {
        var key = chosen is null ? "" : string.Join(';', scaled.Keys.Select(name => string.Join(',', chosen[name].Order())));
        if (folders.TryGetValue(key, out var known))
            return known;
        var folder = Directory.CreateDirectory(Path.Combine(root, $"{folders.Count}")).FullName;
        foreach (var (name, text) in scaled)
            await File.WriteAllTextAsync(Path.Combine(folder, name), chosen is null ? text : RuleYaml.Only(text, chosen[name].ToHashSet()));
        return folders[key] = folder;
    }
}
