namespace ValeoChaos.Core.Lanes;

/// <summary>How many labs a machine carries side by side.</summary>
public static class LaneCount
{
    /// <summary>A lab's node with everything in it, under load.</summary>
    public const long BytesPerLab = 1_500_000_000;

    /// <summary>A lab that boots beside one under load takes more than half of two cores; a third makes the bounds of detection a matter of luck.</summary>
    private const int LabsPerCore = 1;

    /// <summary>
    /// Where a page of fresh memory costs more, two labs are in each other's way whatever the processors do. Where each of their scenarios
    /// was late it was 16 us and more; where they passed nobody measured it, so that this is a guess between it and the 1 us of a page fault.
    /// </summary>
    public static readonly TimeSpan DearPage = TimeSpan.FromMicroseconds(10);

    /// <summary>At least one: whether a machine carries a single lab shows at its boot.</summary>
    /// <param name="cores">As the machine counts them.</param>
    /// <param name="share">What it gets of them when it asks, 0 to 1: the host of a virtual machine may have given them to others, too.</param>
    /// <param name="freshPage">What a page of memory costs that nothing has touched yet.</param>
    /// <param name="availableBytes">Memory that is left.</param>
    public static int For(int cores, double share, TimeSpan freshPage, long availableBytes) =>
        freshPage > DearPage ? 1 : (int)Math.Max(1, Math.Min(Math.Round(cores * share) * LabsPerCore, availableBytes / BytesPerLab));
}
