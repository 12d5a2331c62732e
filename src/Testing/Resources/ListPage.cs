using KubeController.Testing.Storage;

namespace KubeController.Testing.Resources;

/// <summary>A page of a list.</summary>
/// <param name="Items">The objects.</param>
/// <param name="Revision">The revision of the list.</param>
/// <param name="Continue">The token of the next page; empty on the last one.</param>
/// <param name="Remaining">How many follow; null where that is not counted.</param>
internal sealed record ListPage(IReadOnlyList<StoredObject> Items, long Revision, string Continue, int? Remaining);
