namespace KubeController.Informers.Writes;

/// <summary>Whether an object is among those that an informer watches.</summary>
internal enum Membership
{
    /// <summary>It is.</summary>
    In,

    /// <summary>It is not.</summary>
    Out,

    /// <summary>Only the server can tell.</summary>
    Unknown,
}
