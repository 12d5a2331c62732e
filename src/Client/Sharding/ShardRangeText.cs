using System.Globalization;
using System.Text.RegularExpressions;

namespace KubeController.Client.Sharding;

/// <summary>Reads one range of a shard selector.</summary>
internal static partial class ShardRangeText
{
    /// <exception cref="FormatException">It is none.</exception>
    public static (bool IsByNamespace, ShardRange Range) Read(string text, string whole)
    {
        var match = Range().Match(text);
        var range = match.Success ? new ShardRange(Number(match.Groups["start"].Value), Number(match.Groups["end"].Value)) : default;
        return range.IsSound
            ? (match.Groups["field"].Value == "namespace", range)
            : throw new FormatException(
                $"\"{text.Trim()}\" in \"{whole}\" is no shard range. Write \"shardRange(object.metadata.uid, '0x0000000000000000', '0x8000000000000000')\", with the " +
                "lower bound below the upper one and neither above 0x10000000000000000, or the same of object.metadata.namespace.");
    }

    [GeneratedRegex("""^\s*shardRange\(\s*object\.metadata\.(?<field>uid|namespace)\s*,\s*'0x(?<start>[0-9a-f]{1,17})'\s*,\s*'0x(?<end>[0-9a-f]{1,17})'\s*\)\s*$""", RegexOptions.CultureInvariant)]
    private static partial Regex Range();

    private static UInt128 Number(string hex) => UInt128.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
