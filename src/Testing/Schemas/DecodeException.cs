namespace KubeController.Testing.Schemas;

/// <summary>
/// A body does not fit the type of its kind. The message is what the server adds behind <c>… cannot be handled as a Kind: </c>;
/// the answer is 400 BadRequest on a create or update, and 422 with the cause <c>patch</c> on a patch.
/// </summary>
internal sealed class DecodeException(string message) : Exception(message);
