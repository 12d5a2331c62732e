using KubeController.Testing.Validation;

namespace KubeController.Testing.Patches;

/// <summary>A patch that cannot be read or applied, as the Status that answers it.</summary>
/// <param name="code">The HTTP code.</param>
/// <param name="reason">The reason of the Status; empty where the server gives none.</param>
/// <param name="message">The message of the Status.</param>
/// <param name="causes">The causes in its details.</param>
/// <param name="hasDetails">Whether the Status carries <c>details</c>, if only empty ones.</param>
internal sealed class PatchException(int code, string reason, string message, IReadOnlyList<FieldError>? causes = null, bool hasDetails = false) : Exception(message)
{
    /// <summary>The HTTP code.</summary>
    public int Code { get; } = code;

    /// <summary>The reason of the Status; empty where the server gives none.</summary>
    public string Reason { get; } = reason;

    /// <summary>The causes in the details.</summary>
    public IReadOnlyList<FieldError> Causes { get; } = causes ?? [];

    /// <summary>Whether the Status carries <c>details</c>, if only empty ones.</summary>
    public bool HasDetails { get; } = hasDetails || causes is { Count: > 0 };

    /// <summary>400: the document is no patch of the kind that the Content-Type names.</summary>
    public static PatchException BadDocument(string message) => new(400, "BadRequest", message);

    /// <summary>422 with empty details: an operation of a JSON patch does not fit the object.</summary>
    public static PatchException NotApplicable() =>
        new(422, "Invalid", "the server rejected our request due to an error in our request", hasDetails: true);

    /// <summary>500 without a reason: what the server answers to a strategic merge patch that breaks its own rules.</summary>
    public static PatchException Internal(string message) => new(500, "", message);

    /// <summary>422 with the cause <c>patch</c>: the patched object is not one of its kind.</summary>
    /// <param name="shown">What stands as the bad value, as the server shows it.</param>
    /// <param name="detail">What is wrong with it.</param>
    public static PatchException BadResult(string shown, string detail)
    {
        var cause = FieldError.Invalid("patch", shown, detail);
        return new PatchException(422, "Invalid", $" \"\" is invalid: {cause}", [cause]);
    }
}
