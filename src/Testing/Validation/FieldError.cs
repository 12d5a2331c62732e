namespace KubeController.Testing.Validation;

/// <summary>One fault of one field.</summary>
/// <param name="Reason">The cause's reason, such as <c>FieldValueRequired</c>.</param>
/// <param name="Field">The path of the field, such as <c>spec.size</c>.</param>
/// <param name="Message">The cause's message, such as <c>Invalid value: "x": must be …</c>.</param>
internal sealed record FieldError(string Reason, string Field, string Message);
