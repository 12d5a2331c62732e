namespace KubeController.Testing.Http;

/// <summary>An injected fault cuts the connection: the door ends it without an answer.</summary>
internal sealed class ConnectionCutException() : IOException("The connection was cut by an injected fault.");
