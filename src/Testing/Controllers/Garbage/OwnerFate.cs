namespace KubeController.Testing.Controllers.Garbage;

/// <summary>What has become of an owner.</summary>
internal enum OwnerFate
{
    /// <summary>It is there.</summary>
    Alive,

    /// <summary>It is there, and waits for its dependants to go.</summary>
    Waiting,

    /// <summary>It is gone, or the name belongs to another object by now.</summary>
    Absent,

    /// <summary>It lives where the dependant cannot have an owner: in another namespace, or in one while the dependant is in none.</summary>
    OutOfReach,

    /// <summary>Its kind is not served: nothing can be said.</summary>
    Unknown,
}
