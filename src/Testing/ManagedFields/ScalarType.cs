namespace KubeController.Testing.ManagedFields;

/// <summary>What a scalar may hold.</summary>
internal enum ScalarType
{
    /// <summary>Any scalar.</summary>
    Any,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A truth value.</summary>
    Boolean,
}
