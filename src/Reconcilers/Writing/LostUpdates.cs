using System.Text.Json.Nodes;

namespace KubeController.Reconcilers.Writing;

/// <summary>Says whether a merge patch could undo what another writer did since the state was read that it was made from.</summary>
internal static class LostUpdates
{
    /// <summary>
    /// A list is replaced as a whole, with what others added to it, and so is an object that is removed or becomes something else. A value that is set, or removed,
    /// for itself leaves its neighbours alone.
    /// </summary>
    public static bool ArePossible(JsonObject patch, JsonObject before) => patch.Any(change => change.Value switch
    {
        JsonArray => true,
        JsonObject inner when before[change.Key] is JsonObject present => ArePossible(inner, present),
        JsonObject inner => ArePossible(inner, []),
        _ => before[change.Key] is JsonArray or JsonObject,
    });
}
