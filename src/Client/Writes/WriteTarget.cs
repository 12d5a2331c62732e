namespace KubeController.Client.Writes;

/// <summary>What a write is about.</summary>
/// <param name="Verb">The verb of the request: create, update, patch, apply, delete or deletecollection.</param>
/// <param name="Type">The resource type that was written to.</param>
/// <param name="Key">The object; without a name for a create with <c>generateName</c> and for a delete of many.</param>
/// <param name="Subresource">The subresource; its answer may be of another kind than <paramref name="Type"/>, as a Scale is.</param>
/// <param name="Uid">The uid that a delete demanded; otherwise unknown.</param>
internal sealed record WriteTarget(string Verb, ResourceType Type, NamespacedName Key, string? Subresource, string? Uid);
