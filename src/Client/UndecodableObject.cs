namespace KubeController.Client;

/// <summary>Tells of an object that the server sent and the model cannot take.</summary>
/// <param name="Key">The object's name, if it could be read.</param>
/// <param name="ResourceVersion">The object's version, if it could be read.</param>
/// <param name="Error">Why the object does not decode.</param>
public sealed record UndecodableObject(NamespacedName? Key, string? ResourceVersion, Exception Error);
