namespace KubeController.Client.Wire;

/// <summary>An object, or why there is none; one of the two.</summary>
internal readonly record struct Decoded<T>(T? Object, UndecodableObject? Undecodable)
    where T : class;
