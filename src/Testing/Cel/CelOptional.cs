namespace KubeController.Testing.Cel;

/// <summary>A value that may be missing, such as <c>oldSelf</c> of a rule that also runs on a create.</summary>
internal sealed record CelOptional(bool HasValue, object? Value);
