namespace KubeController.Testing.Json;

/// <summary>Steps through the fields of a protobuf message.</summary>
internal ref struct ProtobufWire(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The number of the field.</summary>
    public int Field { get; private set; }

    /// <summary>The value of a number.</summary>
    public long Number { get; private set; }

    /// <summary>The value of anything with a length.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Goes to the next field; false at the end.</summary>
    /// <exception cref="FormatException">The message is cut, or no protobuf.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var tag = ReadNumber();
        Field = (int)(tag >> 3);
        Bytes = default;
        Number = 0;
        switch (tag & 7)
        {
            case 0:
                Number = (long)ReadNumber();
                break;
            case 2:
                Bytes = Take(checked((int)ReadNumber()));
                break;
            default:
                throw new FormatException($"wire type {tag & 7} of field {Field} is not known");
        }

        return true;
    }

    private ulong ReadNumber()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Take(1)[0];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("a number is too long");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new FormatException("the message is cut");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
