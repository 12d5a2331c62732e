using System.Globalization;
using KubeController.Client.Sharding;

namespace KubeController.Client;

/// <summary>
/// Selects a part of all objects by a hash (https://kep.k8s.io/5866, alpha in Kubernetes 1.36), so that several processes can share them:
/// <c>shardRange(object.metadata.uid, '0x0000000000000000', '0x8000000000000000')</c>, or several of these joined by <c>||</c>.
/// </summary>
/// <remarks>
/// The hash is the 64-bit FNV-1a of the uid or the namespace; a range has its lower bound and lacks its upper one, of which the highest is
/// <c>0x10000000000000000</c>. A server without the feature ignores the selector and sends every object; lists and watches here leave out what it should have left
/// out. Immutable.
/// </remarks>
public sealed class ShardSelector
{
    private readonly bool _isByNamespace;
    private readonly IReadOnlyList<ShardRange> _ranges;
    private readonly string _text;

    private ShardSelector(bool isByNamespace, IReadOnlyList<ShardRange> ranges)
    {
        (_isByNamespace, _ranges) = (isByNamespace, ranges);
        var field = isByNamespace ? "object.metadata.namespace" : "object.metadata.uid";
        _text = string.Join(" || ", ranges.Select(range => string.Create(CultureInfo.InvariantCulture, $"shardRange({field}, '0x{range.Start:x16}', '0x{range.End:x16}')")));
    }

    /// <summary>Returns one of several equal parts of all objects, by their uids.</summary>
    /// <param name="index">Which part, from 0.</param>
    /// <param name="count">How many parts there are.</param>
    /// <returns>The selector. Every object is in one part, and in one alone.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    public static ShardSelector ByUid(int index, int count) => new(isByNamespace: false, [ShardRange.Of(index, count)]);

    /// <summary>Returns one of several parts of all objects, by their namespaces: those of one namespace are together. Objects without a namespace are in one part.</summary>
    /// <param name="index">Which part, from 0.</param>
    /// <param name="count">How many parts there are.</param>
    /// <returns>The selector.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    public static ShardSelector ByNamespace(int index, int count) => new(isByNamespace: true, [ShardRange.Of(index, count)]);

    /// <summary>Reads a selector.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The selector.</returns>
    /// <exception cref="FormatException">The text is no selector.</exception>
    public static ShardSelector Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var parts = Array.ConvertAll(text.Split("||"), part => ShardRangeText.Read(part, text));
        return Array.TrueForAll(parts, part => part.IsByNamespace == parts[0].IsByNamespace)
            ? new(parts[0].IsByNamespace, Array.ConvertAll(parts, static part => part.Range))
            : throw new FormatException($"The ranges of the shard selector \"{text}\" are of different fields. Write them all of one.");
    }

    /// <summary>Says whether an object is in the part.</summary>
    /// <param name="uid">Its uid.</param>
    /// <param name="namespace">Its namespace; empty or <see langword="null"/> if it has none.</param>
    /// <returns><see langword="true"/> if it is.</returns>
    public bool Includes(string? uid, string? @namespace)
    {
        var hash = Fnv1a.Hash(_isByNamespace ? @namespace : uid);
        return _ranges.Any(range => range.Includes(hash));
    }

    /// <summary>Says whether a server has applied this selector.</summary>
    /// <param name="confirmed">What it confirmed: see <see cref="ListPage{T}.ConfirmedShardSelector"/>.</param>
    /// <returns><see langword="true"/> if it has.</returns>
    public bool IsConfirmedBy(string? confirmed)
    {
        try
        {
            return !string.IsNullOrWhiteSpace(confirmed) && Parse(confirmed).ToString() == _text;
        }
        catch (FormatException)
        {
            return false;   // a form that is newer than this
        }
    }

    /// <summary>Returns the selector in the form that goes to the server.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _text;
}
