using System.Text.Json;

namespace KubeController.Informers.Storage;

/// <summary>Finds and compares one field of two JSON objects, without making objects of them.</summary>
internal static class JsonField
{
    /// <summary>Says whether a field has different values in two objects. The order of properties is no difference, and neither is null one to a field that is not there.</summary>
    public static bool Differs(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, ReadOnlySpan<string> path)
    {
        var before = Find(one, path);
        var after = Find(other, path);
        return !before.SequenceEqual(after) && (before.IsEmpty || after.IsEmpty || !IsSame(before, after));
    }

    private static bool IsSame(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var first = new Utf8JsonReader(one);
        var second = new Utf8JsonReader(other);
        return JsonElement.DeepEquals(JsonElement.ParseValue(ref first), JsonElement.ParseValue(ref second));
    }

    /// <returns>The value; nothing if it is not there, or null.</returns>
    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> json, ReadOnlySpan<string> path)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        foreach (var name in path)
        {
            if (!TryEnter(ref reader, name))
            {
                return default;
            }
        }

        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.Null)
        {
            return default;
        }

        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    private static bool TryEnter(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }
}
