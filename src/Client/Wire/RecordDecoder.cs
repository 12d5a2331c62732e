namespace KubeController.Client.Wire;

/// <summary>Makes a record of one object of a list or a watch. Not thread-safe; one for each stream.</summary>
internal sealed class RecordDecoder(ResourceType type, RecordOptions options, ObjectPart part) : IItemDecoder<ResourceRecord>
{
    private readonly RecordReader _reader = new(type, options, part);

    public Decoded<ResourceRecord> Decode(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var record = _reader.Read(utf8);
            return new(record, record.ResourceVersion, null);
        }
        catch (Exception error)
        {
            return Decoded<ResourceRecord>.Failed(utf8, error);
        }
    }
}
