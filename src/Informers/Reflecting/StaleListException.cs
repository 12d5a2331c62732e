namespace KubeController.Informers.Reflecting;

/// <summary>A list was older than what had been seen already, although one not older was asked for.</summary>
internal sealed class StaleListException(string? listed, string? known)
    : Exception($"The server listed at resourceVersion {listed}, older than {known}, although a list not older than that was asked for. It is passed over.");
