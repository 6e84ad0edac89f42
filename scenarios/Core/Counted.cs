using System.Globalization;

namespace ValeoChaos.Core;

/// <summary>A number of things in words.</summary>
public static class Counted
{
    /// <param name="what">One of them, in English with a regular plural.</param>
    /// <returns><c>1 pod</c>, <c>3 pods</c>.</returns>
    public static string Of(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
