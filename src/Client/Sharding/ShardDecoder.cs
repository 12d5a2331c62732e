using KubeController.Client.Wire;

namespace KubeController.Client.Sharding;

/// <summary>Marks what is outside of a part of all objects: a server that does not know how to share them out sends it all the same.</summary>
internal sealed class ShardDecoder<TItem>(IItemDecoder<TItem> decoder, ShardSelector shard, Func<TItem, (string? Uid, string Namespace)> identify) : IItemDecoder<TItem>
    where TItem : class
{
    public Decoded<TItem> Decode(ReadOnlySpan<byte> utf8)
    {
        var decoded = decoder.Decode(utf8);
        if (decoded.Item is null)
        {
            return decoded;
        }

        var (uid, space) = identify(decoded.Item);
        return shard.Includes(uid, space) ? decoded : decoded with { IsOutside = true };
    }
}
