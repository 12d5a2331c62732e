namespace KubeController.Testing.ManagedFields;

/// <summary>The form in which server-side apply treats a value.</summary>
internal enum FieldForm
{
    /// <summary>None: the type allows nothing.</summary>
    None,

    /// <summary>A map or an object.</summary>
    Map,

    /// <summary>A scalar.</summary>
    Scalar,

    /// <summary>A list.</summary>
    List,
}
