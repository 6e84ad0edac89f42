namespace ValeoChaos.Core.Alerting;

/// <summary>Where the lines of a text stand in the file that holds it. Lines count from 1.</summary>
/// <param name="First">The file's line of the text's first line.</param>
/// <param name="OneLine">The whole text stands in one line of the file, as a quoted value does.</param>
public readonly record struct LineMap(int First, bool OneLine = false)
{
    public static LineMap WholeFile { get; } = new(1);

    public int Of(long line) => OneLine ? First : First + (int)line - 1;
}
