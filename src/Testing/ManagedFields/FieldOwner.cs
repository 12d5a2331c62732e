using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.ManagedFields;

/// <summary>
/// Keeps <c>metadata.managedFields</c> of an object through one request, and merges what is applied.
/// https://kubernetes.io/docs/reference/using-api/server-side-apply/
/// </summary>
internal sealed class FieldOwner
{
    private const string BeforeFirstApply = "before-first-apply";

    /// <summary>The type of the object in the version of the request.</summary>
    public required FieldType Type { get; init; }

    /// <summary>The version of the request.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Whether the kind is a custom one.</summary>
    public required bool IsCustom { get; init; }

    /// <summary>The subresource of the request; empty for the object itself.</summary>
    public required string Subresource { get; init; }

    /// <summary>The paths that this request cannot change.</summary>
    public required FieldSet Ignored { get; init; }

    /// <summary>An object in another version; null where that version is not served any more.</summary>
    public required Func<TypedObject, string, TypedObject?> Convert { get; init; }

    /// <summary>The time of the request.</summary>
    public required string Now { get; init; }

    private Ownership Ownership => new(Convert, Ignored);

    /// <summary>The managers of an object that is created as it was sent.</summary>
    /// <param name="created">The object.</param>
    /// <param name="manager">Who creates it.</param>
    public JsonArray? Create(JsonObject created, string manager) => Write(Update(Nothing(), Typed(created), FieldOwners.None, manager));

    /// <summary>The managers of an object after an update. A client may send managers of its own, or one empty entry to take all away.</summary>
    /// <param name="live">The object as it is.</param>
    /// <param name="next">The object as it was sent, with defaults.</param>
    /// <param name="manager">Who updates it.</param>
    public JsonArray? Update(JsonObject live, JsonObject next, string manager)
    {
        var owners = OwnersAfter(live, next);
        // An object that nobody tracks stays so until somebody applies.
        return owners.IsEmpty ? null : Write(Update(Typed(live), Typed(next), owners, manager));
    }

    /// <summary>Applies an object to the present one.</summary>
    /// <param name="live">The object as it is; null where there is none.</param>
    /// <param name="applied">What is applied.</param>
    /// <param name="manager">Who applies it.</param>
    /// <param name="isForced">Whether fields of others are taken.</param>
    /// <returns>The object as it will be, with its managers.</returns>
    /// <exception cref="ApplyConflictException">Others own fields that would change, and the apply is not forced.</exception>
    public JsonObject Apply(JsonObject? live, JsonObject applied, string manager, bool isForced)
    {
        var present = live is null ? Nothing() : Typed(live);
        var owners = live is null ? FieldOwners.None : Read(live);
        if (owners.IsEmpty && live is not null)
        {
            owners = Update(Nothing(), present, owners, BeforeFirstApply);
        }

        var (next, after) = Apply(present, Typed(applied), owners, ManagerId.Applier(manager, Subresource), isForced);
        var result = next.Value;
        if (manager == LastApplied.Kubectl)
        {
            LastApplied.Renew(result, applied);
        }

        Set(result, Write(after));
        return result;
    }

    /// <summary>Sets the managers of an object; null takes them away.</summary>
    public static void Set(JsonObject obj, JsonNode? managedFields)
    {
        var metadata = obj.ObjectOrNew("metadata");
        metadata.Remove("managedFields");
        if (managedFields is not null)
        {
            metadata["managedFields"] = managedFields;
        }
    }

    // Kubectl may take what it had set before server-side apply, without being told to.
    private (TypedObject Next, FieldOwners Owners) Apply(TypedObject live, TypedObject applied, FieldOwners owners, ManagerId self, bool isForced)
    {
        try
        {
            return Ownership.Apply(live, applied, owners, self, isForced, Now);
        }
        catch (ApplyConflictException conflict) when (self.Name == LastApplied.Kubectl)
        {
            var own = LastApplied.Fields(live);
            FieldConflict[] foreign = [.. conflict.Conflicts.Where(found => !own.Contains(found.Path))];
            return foreign.Length == 0
                ? Ownership.Apply(live, applied, owners, self, isForced: true, Now)
                : throw new ApplyConflictException(foreign);
        }
    }

    private FieldOwners Update(TypedObject live, TypedObject next, FieldOwners owners, string manager) =>
        ManagerCap.Apply(Ownership.Update(live, next, owners, ManagerId.Updater(manager, ApiVersion, Subresource), Now));

    private FieldOwners OwnersAfter(JsonObject live, JsonObject next)
    {
        var sent = next.Object("metadata")?["managedFields"];
        if (Subresource.Length > 0)
        {
            return Read(live);
        }

        if (FieldOwners.IsReset(sent))
        {
            return FieldOwners.None;
        }

        var own = Read(next);
        return own.IsEmpty ? Read(live) : own;
    }

    // What cannot be read is as good as nothing, as in the real server.
    private static FieldOwners Read(JsonObject obj)
    {
        try
        {
            return FieldOwners.Read(obj.Object("metadata")?["managedFields"]);
        }
        catch (FormatException)
        {
            return FieldOwners.None;
        }
    }

    private JsonArray? Write(FieldOwners owners) => owners.Write(IsCustom);

    private TypedObject Nothing() => Typed([]);

    private TypedObject Typed(JsonObject obj) => new(obj, Type, ApiVersion);
}
