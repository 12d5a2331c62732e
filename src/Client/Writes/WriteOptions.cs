namespace KubeController.Client;

/// <summary>Says how the server shall take a write. Given to one call, or to a <see cref="ResourceClient"/> for all its calls.</summary>
/// <remarks>What a call leaves open is as the client says, and what that leaves open as <see cref="ApiConnectionOptions"/> and then the server say.</remarks>
public record WriteOptions
{
    /// <summary>Gets the name that the changed fields are recorded under in <c>metadata.managedFields</c>; at most 128 printable characters.</summary>
    /// <value>The default value is <see langword="null"/>: that of the client, of <see cref="ApiConnectionOptions.FieldManager"/>, or the first word of the user agent.</value>
    public string? FieldManager { get; init; }

    /// <summary>Gets whether the server shall check and answer, and store nothing.</summary>
    /// <value>The default value is <see langword="false"/>. On a client it holds for all its writes, deletes included, whatever a call says.</value>
    public bool DryRun { get; init; }

    /// <summary>Gets what becomes of fields that the schema does not know, or that are there twice.</summary>
    /// <value>The default value is <see langword="null"/>: the server's default, which is <see cref="Client.FieldValidation.Warn"/>.</value>
    public FieldValidation? FieldValidation { get; init; }
}
