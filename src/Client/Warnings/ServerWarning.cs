namespace KubeController.Client;

/// <summary>Tells what the server warns of, by a <c>Warning</c> header of an answer: a deprecated version, an unknown field.</summary>
/// <param name="Request">What was asked, such as <c>create pods default/web</c>.</param>
/// <param name="Text">The server's words.</param>
public readonly record struct ServerWarning(string Request, string Text);
