namespace KubeController.Informers.Storage;

/// <summary>An object, filed under a value.</summary>
internal readonly record struct Entry<T>(string Value, Stored<T> Item)
    where T : class;
