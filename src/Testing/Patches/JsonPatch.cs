using System.Text.Json.Nodes;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Patches;

/// <summary>
/// JSON patch, RFC 6902, with the server's ways: <c>replace</c> of a missing member adds it, a negative index counts from the end,
/// a <c>test</c> for null holds on a missing member, unknown members of an operation only warn.
/// </summary>
internal static class JsonPatch
{
    private const int MaximumOperations = 10_000;

    private static readonly string[] KnownMembers = ["op", "path", "from", "value"];

    /// <summary>The patched value; the target is not changed.</summary>
    /// <param name="target">What is patched.</param>
    /// <param name="patch">The document: a list of operations.</param>
    /// <param name="warnings">Takes a line for each unknown member of an operation.</param>
    /// <exception cref="PatchException">The document is no JSON patch (400), has too many operations (413), or does not fit the target (422).</exception>
    public static JsonNode Apply(JsonNode target, ReadOnlySpan<byte> patch, List<string> warnings)
    {
        var operations = Read(patch);
        if (operations.Count > MaximumOperations)
        {
            throw new PatchException(
                413,
                "RequestEntityTooLarge",
                $"Request entity too large: The allowed maximum operations in a JSON patch is {MaximumOperations}, got {operations.Count}");
        }

        warnings.AddRange(UnknownMembers(operations));
        var result = target.DeepClone();
        foreach (var operation in operations)
        {
            result = Apply(result, operation);
        }

        return result;
    }

    private static List<JsonObject> Read(ReadOnlySpan<byte> patch)
    {
        if (GoJson.SyntaxError(patch) is { } error)
        {
            throw PatchException.BadDocument($"error decoding patch: {error}");
        }

        var document = JsonNode.Parse(patch);
        if (document is not JsonArray items)
        {
            throw WrongType(document, "Go value of type []handlers.jsonPatchOp");
        }

        return [.. items.Select(item => item as JsonObject ?? throw WrongType(item, "Go value of type handlers.jsonPatchOp")).Select(Checked)];
    }

    private static JsonObject Checked(JsonObject operation)
    {
        foreach (var name in KnownMembers[..3])
        {
            if (operation[name] is { } value && GoJson.WordFor(value) != "string")
            {
                throw WrongType(value, $"Go struct field jsonPatchOp.{name} of type string");
            }
        }

        return operation;
    }

    private static PatchException WrongType(JsonNode? node, string target) =>
        PatchException.BadDocument($"error decoding patch: json: cannot unmarshal {GoJson.WordFor(node)} into {target}");

    private static IEnumerable<string> UnknownMembers(List<JsonObject> operations) =>
        operations.SelectMany((operation, index) => operation
            .Where(member => !KnownMembers.Contains(member.Key))
            .Select(member => $"json patch unknown field \"[{index}].{member.Key}\""));

    private static JsonNode Apply(JsonNode root, JsonObject operation)
    {
        var path = operation["path"]?.GetValue<string>() ?? throw PatchException.NotApplicable();
        var value = operation["value"];
        var name = operation["op"]?.GetValue<string>();
        if (name == "replace" && path.Length == 0)
        {
            return value?.DeepClone() ?? throw PatchException.NotApplicable();
        }

        Change(root, operation, name, path, value);
        return root;
    }

    private static void Change(JsonNode root, JsonObject operation, string? name, string path, JsonNode? value)
    {
        switch (name)
        {
            case "add":
                JsonPointer.Resolve(root, path).Add(value?.DeepClone());
                break;
            case "replace":
                JsonPointer.Resolve(root, path).Replace(value?.DeepClone());
                break;
            case "remove":
                JsonPointer.Resolve(root, path).Remove();
                break;
            case "move":
                var moved = JsonPointer.Resolve(root, From(operation)).Remove();
                JsonPointer.Resolve(root, path).Add(moved);
                break;
            case "copy":
                JsonPointer.Resolve(root, path).Add(JsonPointer.Resolve(root, From(operation)).Get()?.DeepClone());
                break;
            case "test":
                Test(path.Length == 0 ? root : JsonPointer.Resolve(root, path).Get(), value);
                break;
            default:
                throw PatchException.NotApplicable();
        }
    }

    private static string From(JsonObject operation) => operation["from"]?.GetValue<string>() ?? throw PatchException.NotApplicable();

    private static void Test(JsonNode? actual, JsonNode? expected)
    {
        if (!JsonNode.DeepEquals(actual, expected))
        {
            throw PatchException.NotApplicable();
        }
    }
}
