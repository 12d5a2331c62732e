namespace KubeController.Testing.Validation;

/// <summary>One fault of an object: what a Status carries as a cause.</summary>
/// <param name="Reason">The cause's reason, such as <c>FieldValueRequired</c>.</param>
/// <param name="Field">The path of the field, such as <c>spec.containers[0].name</c>; <c>&lt;nil&gt;</c> where the fault has none.</param>
/// <param name="Message">The cause's message, such as <c>Invalid value: "x": must be …</c>.</param>
internal sealed record FieldError(string Reason, string Field, string Message)
{
    /// <summary>The path of faults that belong to no field.</summary>
    public const string NoField = "<nil>";

    /// <summary>The fault as it stands in the message of the Status.</summary>
    public override string ToString() => $"{Field}: {Message}";

    public static FieldError Required(string field, string detail = "") =>
        new("FieldValueRequired", field, WithDetail("Required value", detail));

    public static FieldError Invalid(string field, GoValue value, string detail) =>
        new("FieldValueInvalid", field, WithDetail($"Invalid value: {value}", detail));

    public static FieldError TypeInvalid(string field, GoValue value, string detail) =>
        new("FieldValueTypeInvalid", field, WithDetail($"Invalid value: {value}", detail));

    /// <summary>The supported values are shown in the order given, each in quotes.</summary>
    public static FieldError NotSupported(string field, GoValue value, IEnumerable<string> supported) =>
        new("FieldValueNotSupported", field, $"Unsupported value: {value}: supported values: {string.Join(", ", supported.Select(GoValue.Quote))}");

    public static FieldError Duplicate(string field, GoValue value) => new("FieldValueDuplicate", field, $"Duplicate value: {value}");

    public static FieldError NotFound(string field, GoValue value) => new("FieldValueNotFound", field, $"Not found: {value}");

    public static FieldError Forbidden(string field, string detail) => new("FieldValueForbidden", field, WithDetail("Forbidden", detail));

    public static FieldError TooLong(string field, long maximum) => new("FieldValueTooLong", field, $"Too long: may not be more than {maximum} bytes");

    public static FieldError TooMany(string field, long actual, long maximum) =>
        new("FieldValueTooMany", field, $"Too many: {actual}: must have at most {maximum} items");

    private static string WithDetail(string message, string detail) => detail.Length == 0 ? message : $"{message}: {detail}";
}
