using KubeController.Client;

namespace KubeController.Reconcilers.Writing;

/// <summary>That an object appears, or disappears, until a time.</summary>
internal sealed record Expectation(NamespacedName Owner, NamespacedName Name, string? Uid, bool IsDeletion, DateTimeOffset Until)
{
    /// <summary>Says whether it is fulfilled if an object of the name has this uid, or <see langword="null"/> if there is none.</summary>
    public bool IsShown(string? uid) => IsDeletion ? uid != Uid : uid is not null && (Uid is null || Uid == uid);

    public override string ToString() => $"{(IsDeletion ? "deletion" : "creation")} of {Name}";
}
