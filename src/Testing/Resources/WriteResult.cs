using System.Text.Json.Nodes;
using KubeController.Testing.Storage;

namespace KubeController.Testing.Resources;

/// <summary>How a write ended: with what is stored now, or with an object that is not stored (a dry run, the end of an object).</summary>
/// <param name="Code">The HTTP code.</param>
/// <param name="Stored">What is stored now; null where <paramref name="Unstored"/> is the answer.</param>
/// <param name="Unstored">The answer, in the version of the request; null where it is what is stored.</param>
internal sealed record WriteResult(int Code, StoredObject? Stored, JsonObject? Unstored = null);
