using System.Text.Json;

namespace KubeController.Client.Wire;

/// <summary>Where a text lies in the bytes as they came, and where it will lie in the record.</summary>
internal readonly record struct RecordText(int Start, int Length, int Removed)
{
    public ByteRange Range => new(Start - Removed, Length);

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> utf8) => utf8.Slice(Start, Length);

    /// <summary>Takes the text the reader stands on; none, where it is something else.</summary>
    public static RecordText At(ref readonly Utf8JsonReader reader, int removed) =>
        reader.TokenType == JsonTokenType.String ? new((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, removed) : default;
}
