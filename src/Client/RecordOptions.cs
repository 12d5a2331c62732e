using KubeController.Client.Wire;

namespace KubeController.Client;

/// <summary>Says what records keep of the objects that are read.</summary>
public sealed record RecordOptions
{
    private readonly IReadOnlyList<string> _dropFields = [];

    /// <summary>
    /// Gets the fields that are left out, as JSON pointers (RFC 6901) through objects, such as <c>/status</c> or
    /// <c>/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration</c>. What is not there is no fault; arrays are not entered.
    /// </summary>
    /// <value>The default value is empty: everything but <c>managedFields</c> is kept.</value>
    /// <exception cref="ArgumentException">A text is no such pointer, or names a field that is needed.</exception>
    public IReadOnlyList<string> DropFields
    {
        get => _dropFields;
        init => (_dropFields, Dropped) = ([.. value], FieldTree.Parse(value));
    }

    /// <summary>
    /// Gets a function that returns a record the caller has of an object: where the server sends the same version of the same object, that record is given
    /// instead of a new one, and nothing is copied. It is called by whoever reads, once for each object.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: every record is a new one.</value>
    public Func<NamespacedName, ResourceRecord?>? Known { get; init; }

    internal static RecordOptions Default { get; } = new();

    internal FieldTree Dropped { get; private init; } = FieldTree.None;
}
