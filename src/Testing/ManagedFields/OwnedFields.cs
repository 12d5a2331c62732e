namespace KubeController.Testing.ManagedFields;

/// <summary>What one manager owns.</summary>
/// <param name="Set">The fields.</param>
/// <param name="ApiVersion">The version of the object in which they are named.</param>
/// <param name="Time">When the manager last changed the object; null where it never did, as when it applied what was there already.</param>
internal sealed record OwnedFields(FieldSet Set, string ApiVersion, string? Time);
