using System.Text.Json.Nodes;

namespace KubeController.Testing.Controllers.Garbage;

/// <summary>A reference to an owner.</summary>
internal readonly record struct OwnerReference(string ApiVersion, string Kind, string Name, string Uid, bool BlocksDeletion)
{
    public static IReadOnlyList<OwnerReference> Of(JsonObject metadata) =>
        [.. (metadata["ownerReferences"] as JsonArray ?? []).OfType<JsonObject>().Select(Read)];

    private static OwnerReference Read(JsonObject reference) => new(
        reference["apiVersion"]?.GetValue<string>() ?? "",
        reference["kind"]?.GetValue<string>() ?? "",
        reference["name"]?.GetValue<string>() ?? "",
        reference["uid"]?.GetValue<string>() ?? "",
        reference["blockOwnerDeletion"]?.GetValue<bool>() ?? false);
}
