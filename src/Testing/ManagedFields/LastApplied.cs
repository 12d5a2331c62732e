using System.Text.Json;
using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.ManagedFields;

/// <summary>
/// The annotation of <c>kubectl apply</c> as it was before server-side apply. It says which fields kubectl had set, so that its first server-side
/// apply meets no conflict with itself, and it is kept up to date for a way back.
/// </summary>
internal static class LastApplied
{
    /// <summary>The only manager for whom the annotation counts.</summary>
    public const string Kubectl = "kubectl";

    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";
    private const int Longest = 256 * 1024;

    /// <summary>The fields that the annotation says kubectl set, and that still hold what it set; empty where there is none.</summary>
    public static FieldSet Fields(TypedObject live)
    {
        if (TextOf(live.Value) is not { } text || Read(text) is not { } configuration || configuration.Text("apiVersion") != live.ApiVersion)
        {
            return FieldSet.Empty;
        }

        var applied = live.With(configuration);
        if (TypeCheck.ErrorOf(applied) is not null)
        {
            return FieldSet.Empty;
        }

        var comparison = applied.CompareTo(live);
        return applied.ToFieldSet().Except(comparison.Set).Except(comparison.Removed);
    }

    /// <summary>Writes what was applied into the annotation, if the object has one.</summary>
    public static void Renew(JsonObject obj, JsonObject applied)
    {
        if (TextOf(obj) is null)
        {
            return;
        }

        var configuration = applied.Copy();
        if (configuration.Object("metadata")?.Object("annotations") is { } sent && sent.Remove(Annotation) && sent.Count == 0)
        {
            configuration.Object("metadata")!.Remove("annotations");
        }

        var text = System.Text.Encoding.UTF8.GetString(JsonWriter.Write(configuration)) + "\n";
        var annotations = obj.Object("metadata")!.Object("annotations")!;
        if (text.Length > Longest)
        {
            annotations.Remove(Annotation);
        }
        else
        {
            annotations[Annotation] = text;
        }
    }

    private static string? TextOf(JsonObject obj) =>
        obj.Object("metadata")?.Object("annotations")?.Text(Annotation) is { Length: > 0 } text ? text : null;

    // An annotation that cannot be read says nothing.
    private static JsonObject? Read(string text)
    {
        try
        {
            return JsonReader.Read(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
