using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeController.Client;

/// <summary>Describes a change as a JSON patch (RFC 6902): operations that are carried out in turn, all or none.</summary>
/// <remarks>
/// Not thread-safe. A failed <see cref="Test"/> or an operation on what is not there answers with <see cref="InvalidException"/>. Sent twice, such a patch can
/// mean something else than sent once, so it is repeated only where the server surely did not carry it out.
/// </remarks>
public sealed class JsonPatch : Patch
{
    internal const string JsonPatchType = "application/json-patch+json";

    /// <summary>Initializes an empty patch.</summary>
    public JsonPatch()
        : this([])
    {
    }

    /// <summary>Initializes a patch from its JSON.</summary>
    /// <param name="content">The operations. The patch owns it from now on.</param>
    public JsonPatch(JsonArray content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Content = content;
    }

    /// <summary>Gets the patch as JSON.</summary>
    public JsonArray Content { get; }

    /// <inheritdoc/>
    public override string MediaType => JsonPatchType;

    /// <inheritdoc/>
    public override bool IsEmpty => Content.Count == 0;

    /// <summary>Returns the pointer (RFC 6901) to a path of names, each escaped.</summary>
    /// <param name="path">Property names, indexes of lists, or <c>-</c> for the place after the last item.</param>
    /// <returns>The pointer, such as <c>/metadata/annotations/example.com~1stop</c>; empty for the whole object.</returns>
    public static string Pointer(params ReadOnlySpan<string> path)
    {
        var text = new StringBuilder();
        foreach (var name in path)
        {
            text.Append('/').Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        }

        return text.ToString();
    }

    /// <summary>Adds an operation that fails unless the value is there.</summary>
    /// <param name="pointer">Where; see <see cref="Pointer"/>.</param>
    /// <param name="value">The value.</param>
    /// <returns>This patch.</returns>
    public JsonPatch Test(string pointer, JsonNode? value) => With("test", pointer, value);

    /// <summary>Adds an operation that sets a property, or puts an item into a list; what holds it must be there.</summary>
    /// <param name="pointer">Where; see <see cref="Pointer"/>.</param>
    /// <param name="value">The value.</param>
    /// <returns>This patch.</returns>
    public JsonPatch Add(string pointer, JsonNode? value) => With("add", pointer, value);

    /// <summary>Adds an operation that replaces what is there.</summary>
    /// <param name="pointer">Where; see <see cref="Pointer"/>.</param>
    /// <param name="value">The value.</param>
    /// <returns>This patch.</returns>
    public JsonPatch Replace(string pointer, JsonNode? value) => With("replace", pointer, value);

    /// <summary>Adds an operation that removes what is there.</summary>
    /// <param name="pointer">Where; see <see cref="Pointer"/>.</param>
    /// <returns>This patch.</returns>
    public JsonPatch Remove(string pointer)
    {
        ArgumentNullException.ThrowIfNull(pointer);
        Content.Add((JsonNode)new JsonObject { ["op"] = "remove", ["path"] = pointer });
        return this;
    }

    /// <summary>Returns the patch as JSON text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Content.ToJsonString();

    internal override byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(Content);

    private JsonPatch With(string operation, string pointer, JsonNode? value)
    {
        ArgumentNullException.ThrowIfNull(pointer);
        Content.Add((JsonNode)new JsonObject { ["op"] = operation, ["path"] = pointer, ["value"] = PatchContent.Own(value) });
        return this;
    }
}
