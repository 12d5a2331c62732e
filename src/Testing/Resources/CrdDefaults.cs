using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Resources;

/// <summary>What the server fills in and keeps in CustomResourceDefinitions.</summary>
internal static class CrdDefaults
{
    /// <summary>The finalizer under which a CRD waits until its instances are gone.</summary>
    public const string Finalizer = "customresourcecleanup.apiextensions.k8s.io";

    private static readonly string[] Order = ["NamesAccepted", "Established", "Terminating"];

    /// <summary>Gives a CRD the names and the conversion that were left out.</summary>
    public static void Fill(JsonObject crd)
    {
        if (crd.Object("spec") is not { } spec)
        {
            return;
        }

        var names = spec.ObjectOrNew("names");
        if (names.Text("kind") is { Length: > 0 } kind)
        {
            names["singular"] ??= kind.ToLowerInvariant();
            names["listKind"] ??= $"{kind}List";
        }

        spec["conversion"] ??= new JsonObject { ["strategy"] = "None" };
    }

    /// <summary>Gives a new CRD its first status.</summary>
    public static void OnCreate(JsonObject crd)
    {
        var storage = crd.Object("spec")?.Array("versions")?.OfType<JsonObject>().FirstOrDefault(version => version.Boolean("storage") == true)?.Text("name");
        crd["status"] = new JsonObject
        {
            ["conditions"] = null,
            ["acceptedNames"] = new JsonObject { ["plural"] = "", ["kind"] = "" },
            ["storedVersions"] = storage is null ? [] : new JsonArray(storage),
        };
    }

    /// <summary>Gives a CRD that is being deleted the finalizer and the condition that say so.</summary>
    public static void OnDelete(JsonObject crd, string now)
    {
        var metadata = crd.Object("metadata")!;
        if (metadata.Array("finalizers") is not { } finalizers)
        {
            finalizers = [];
            metadata["finalizers"] = finalizers;
        }

        if (!finalizers.Texts().Contains(Finalizer))
        {
            finalizers.Add(Finalizer);
        }

        SetCondition(crd, "Terminating", "True", "InstanceDeletionPending", "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon", now);
    }

    /// <summary>Sets a condition; its time changes only with its status.</summary>
    /// <returns>Whether that changed anything.</returns>
    public static bool SetCondition(JsonObject crd, string type, string status, string reason, string message, string now)
    {
        var state = crd.ObjectOrNew("status");
        if (state.Array("conditions") is not { } conditions)
        {
            conditions = [];
            state["conditions"] = conditions;
        }

        var present = conditions.OfType<JsonObject>().FirstOrDefault(condition => condition.Text("type") == type);
        if (present?.Text("status") == status && present.Text("reason") == reason && present.Text("message") == message)
        {
            return false;
        }

        var time = present?.Text("status") == status ? present.Text("lastTransitionTime") : now;
        var set = new JsonObject { ["type"] = type, ["status"] = status, ["lastTransitionTime"] = time, ["reason"] = reason, ["message"] = message };
        if (present is not null)
        {
            conditions.Remove(present);
        }

        var index = conditions.TakeWhile(condition => Array.IndexOf(Order, (condition as JsonObject)?.Text("type")) < Array.IndexOf(Order, type)).Count();
        conditions.Insert(index, set);
        return true;
    }
}
