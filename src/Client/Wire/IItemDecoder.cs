namespace KubeController.Client.Wire;

/// <summary>Makes something of one object of a list or a watch: an object of a model, or a record. Whatever is wrong with it concerns this object alone.</summary>
internal interface IItemDecoder<TItem>
    where TItem : class
{
    Decoded<TItem> Decode(ReadOnlySpan<byte> utf8);
}
