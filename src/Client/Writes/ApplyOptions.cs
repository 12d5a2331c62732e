namespace KubeController.Client;

/// <summary>Says how the server shall take a server-side apply.</summary>
public sealed record ApplyOptions : WriteOptions
{
    /// <summary>Gets whether fields that another manager owns with another value are taken from it.</summary>
    /// <value>
    /// The default value is <see langword="false"/>: such a field answers with <see cref="ConflictException"/>, and its causes name the fields and their
    /// managers. A controller that owns what it applies sets this.
    /// </value>
    public bool Force { get; init; }
}
