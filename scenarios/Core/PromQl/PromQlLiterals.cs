using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ValeoChaos.Core.Alerting;

namespace ValeoChaos.Core.PromQl;

/// <summary>Numbers, durations and texts as Go reads them.</summary>
internal static partial class PromQlLiterals
{
    /// <summary>Prometheus holds a duration in nanoseconds of 64 bits.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMicroseconds(long.MaxValue / 1000);

    /// <summary>How many characters from here on look like a number.</summary>
    public static int NumberLength(ReadOnlySpan<char> text)
    {
        foreach (var match in NumberShape().EnumerateMatches(text))
            return match.Length;
        return 0;
    }

    /// <returns>Null where it looks like a number and is none: <c>0x</c>, <c>1e</c>, <c>1e400</c>.</returns>
    public static double? Number(string text)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return Whole(text[2..], 16);
        if (text.Equals("inf", StringComparison.OrdinalIgnoreCase))
            return double.PositiveInfinity;
        if (text.Equals("nan", StringComparison.OrdinalIgnoreCase))
            return double.NaN;
        // A leading zero means octal, unless that overflows.
        if (text.StartsWith('0') && Whole(text, 8) is { } octal)
            return octal;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
    }

    /// <returns>Null where a character is no digit, or the number needs more than 63 bits.</returns>
    private static double? Whole(string digits, int numberBase)
    {
        if (digits.Length == 0)
            return null;
        UInt128 sum = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiHexDigit(c) || Digit(c) >= numberBase)
                return null;
            sum = UInt128.Min(sum * (uint)numberBase + (uint)Digit(c), ulong.MaxValue);
        }

        return sum <= long.MaxValue ? (double)sum : null;
    }

    /// <summary>A window, a step or an offset: more than nothing, and no longer than Prometheus can hold.</summary>
    public static bool TryDuration(string text, out TimeSpan duration)
    {
        try
        {
            return PrometheusDuration.TryParse(text, out duration) && duration > TimeSpan.Zero && duration <= Longest;
        }
        catch (OverflowException)
        {
            duration = TimeSpan.Zero;
            return false;
        }
    }

    /// <param name="quoted">With its quotes.</param>
    /// <param name="problem">Where and why, if the result is null; the place counts from the opening quote.</param>
    public static string? Unquote(string quoted, out (int Offset, string Reason) problem)
    {
        // Escapes give bytes, so several of them may be one character.
        var bytes = new List<byte>(quoted.Length);
        for (var i = 1; i < quoted.Length - 1;)
        {
            var escape = quoted[i] == '\\' && quoted[0] != '`';
            var length = escape ? Escape(quoted, i, bytes) : Plain(quoted, i, bytes);
            if (length == 0)
            {
                problem = (i, escape ? $"{quoted.AsSpan(i, 2)} begins no escape that Prometheus knows. Double a backslash that is meant as one" : "no valid character");
                return null;
            }

            i += length;
        }

        problem = default;
        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <returns>The character's length, 0 for what Prometheus takes for broken UTF-8.</returns>
    private static int Plain(string text, int i, List<byte> bytes)
    {
        if (!Rune.TryGetRuneAt(text, i, out var rune) || rune == Rune.ReplacementChar)
            return 0;
        AddUtf8(rune, bytes);
        return rune.Utf16SequenceLength;
    }

    /// <returns>The escape's length, 0 where it is none.</returns>
    private static int Escape(string text, int i, List<byte> bytes)
    {
        switch (text[i + 1])
        {
            case 'x':
                return Coded(text, i + 2, 2, 16, bytes) is > 0 and var hex ? 2 + hex : 0;
            case >= '0' and <= '7':
                return Coded(text, i + 1, 3, 8, bytes) is > 0 and var octal ? 1 + octal : 0;
            case 'u':
                return Coded(text, i + 2, 4, 16, bytes) is > 0 and var code ? 2 + code : 0;
            case 'U':
                return Coded(text, i + 2, 8, 16, bytes) is > 0 and var longCode ? 2 + longCode : 0;
            case var c when c == '\\' || c == text[0]:
                bytes.Add((byte)c);
                return 2;
            case var c when "abfnrtv".IndexOf(c) is var at and >= 0:
                bytes.Add((byte)"\a\b\f\n\r\t\v"[at]);
                return 2;
            default:
                return 0;
        }
    }

    /// <summary>Up to three digits are one byte, more are a code point.</summary>
    /// <returns>How many digits were read, 0 where they are none or too great.</returns>
    private static int Coded(string text, int start, int digits, int numberBase, List<byte> bytes)
    {
        if (start + digits >= text.Length || Whole(text.Substring(start, digits), numberBase) is not { } value)
            return 0;
        if (digits <= 3 && value <= byte.MaxValue)
            bytes.Add((byte)value);
        else if (digits > 3 && Rune.TryCreate((uint)value, out var rune))
            AddUtf8(rune, bytes);
        else
            return 0;
        return digits;
    }

    private static int Digit(char hexadecimal) => Convert.ToInt32(hexadecimal.ToString(), 16);

    private static void AddUtf8(Rune rune, List<byte> bytes)
    {
        Span<byte> buffer = stackalloc byte[4];
        bytes.AddRange(buffer[..rune.EncodeToUtf8(buffer)]);
    }

    [GeneratedRegex(@"\A(?:0[xX][0-9a-fA-F]*(?:\.[0-9a-fA-F]*)?|[0-9]*(?:\.[0-9]*)?)(?:[eE][+-]?[0-9]*)?")]
    private static partial Regex NumberShape();
}
