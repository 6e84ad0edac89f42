namespace ValeoChaos.Core.RuleTests;

/// <summary>The deployment of valeo-erp: which pods there are at each look, and what Kubernetes says of it.</summary>
internal sealed class PodFleet
{
    private const int Never = int.MaxValue;

    private readonly Dictionary<int, List<Action>> plan = [];
    private readonly List<Pod> pods = [];
    private int revision;
    private int named;

    public PodFleet()
    {
        for (var i = 0; i < Wanted; i++)
            Add(upAt: 0, changed: false);
    }

    public IReadOnlyList<Pod> Pods => pods;

    /// <summary><c>spec.replicas</c>, as in the manifest.</summary>
    public int Wanted { get; private set; } = 3;

    /// <summary><c>metadata.generation</c>: any change of the deployment adds one.</summary>
    public int Generation { get; private set; } = 5;

    /// <summary><c>status.replicas</c>; a pod that is gone is made anew at once.</summary>
    public int Replicas => Math.Max(pods.Count, Wanted);

    /// <summary><c>status.updatedReplicas</c>.</summary>
    public int Updated => Replicas - pods.Count(p => p.Revision < revision);

    /// <summary>Streams that have gone with a pod or its process, and not by intention.</summary>
    public int Lost { get; private set; }

    /// <summary>Pods that have gone, by accident or by intention.</summary>
    public int Gone { get; private set; }

    public void Begin(Churn churn, int look, int replicas, bool changed)
    {
        switch (churn)
        {
            case Churn.Rollout:
                RollOut(look, changed);
                break;
            case Churn.StuckRollout:
                Change();
                Add(look + 1, changed);
                break;
            case Churn.ReplacedAtOnce:
                ReplaceAll(look, changed);
                break;
            case Churn.Restarted:
                Restart(look + 1);
                break;
            case Churn.Crashing:
                Restart(Never);
                break;
            case Churn.OneMoved:
                Remove(pods[^1], planned: false);
                At(look + 1, () => Add(look + 2, changed));
                break;
            case Churn.Scaled:
                Scale(look, replicas);
                break;
            default:
                break;
        }
    }

    /// <summary>What was changed is changed back, in the way it was changed.</summary>
    public void End(Churn churn, int look)
    {
        switch (churn)
        {
            case Churn.Rollout:
                RollOut(look, changed: false);
                break;
            case Churn.StuckRollout:
                Remove(pods[^1], planned: true);
                RollOut(look, changed: false);
                break;
            case Churn.ReplacedAtOnce:
                ReplaceAll(look, changed: false);
                break;
            case Churn.Crashing:
                Restart(look);
                break;
            default:
                break;
        }
    }

    public void Turn(int look)
    {
        foreach (var action in plan.GetValueOrDefault(look) ?? [])
            action();
    }

    /// <summary>One pod more at a time, and an old one goes when the new one is ready.</summary>
    private void RollOut(int look, bool changed)
    {
        Change();
        for (var i = 0; i < Wanted; i++)
        {
            var start = look + (2 * i);
            At(start, () => Add(start + 1, changed));
            At(start + 2, () => Remove(pods[0], planned: true));
        }
    }

    private void ReplaceAll(int look, bool changed)
    {
        foreach (var pod in pods.ToList())
            Remove(pod, planned: false);
        for (var i = 0; i < Wanted; i++)
            At(look + 1, () => Add(look + 2, changed));
    }

    private void Scale(int look, int replicas)
    {
        Generation++;
        for (var i = Wanted; i < replicas; i++)
            Add(look + 1, changed: true);
        while (pods.Count > replicas)
            Remove(pods[^1], planned: true);
        Wanted = replicas;
    }

    private void Restart(int upAgainAt)
    {
        foreach (var pod in pods)
        {
            Lost += pod.Streams;
            pod.Restart(upAgainAt);
        }
    }

    private void Change()
    {
        Generation++;
        revision++;
    }

    private void Add(int upAt, bool changed) => pods.Add(new Pod(((char)('a' + named++)).ToString(), revision, upAt, changed));

    private void Remove(Pod pod, bool planned)
    {
        pods.Remove(pod);
        Gone++;
        if (!planned)
            Lost += pod.Streams;
    }

    private void At(int look, Action action)
    {
        if (!plan.TryGetValue(look, out var actions))
            plan[look] = actions = [];
        actions.Add(action);
    }
}
