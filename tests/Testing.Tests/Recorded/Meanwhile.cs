using System.Text.Json.Nodes;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>What a recording tells only in words: writes during a watch, and time that passed before a step.</summary>
internal static class Meanwhile
{
    private const string Widgets = "/apis/rec.example.com/v1/namespaces/rec1-w-a/widgets";
    private const string Pods = "/api/v1/namespaces/rec1-w-a/pods";
    private const string ConfigMaps = "/api/v1/namespaces/rec1-w-a/configmaps";

    /// <summary>The service account whose token some steps use that no step had asked for.</summary>
    public const string Account = "/api/v1/namespaces/rec2-auth/serviceaccounts/bob";

    // "after 1 s one is created in another namespace"
    private static readonly Dictionary<string, (string Path, string Body)> Creates = new()
    {
        ["A30.1"] = (Widgets, """{"apiVersion":"rec.example.com/v1","kind":"Widget","metadata":{"name":"m1"},"spec":{}}"""),
        ["A30.2"] = (Pods, """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"m2"},"spec":{"containers":[{"name":"c","image":"i"}]}}"""),
        ["A30.3"] = (ConfigMaps, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m3"}}"""),
        ["A30.4"] = (ConfigMaps, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m4"}}"""),
        ["A30.8"] = (Widgets, """{"apiVersion":"rec.example.com/v1","kind":"Widget","metadata":{"name":"m8"},"spec":{}}"""),
        ["A30.9"] = (Widgets, """{"apiVersion":"rec.example.com/v1","kind":"Widget","metadata":{"name":"m9"},"spec":{}}"""),
    };

    private static readonly Dictionary<string, double> SecondsBefore = new()
    {
        ["A29.17"] = 1,      // the namespace controller has marked the content by then
        ["A24.3"] = 1,       // entries of managedFields stand in the order of their times
        ["A48.9"] = 1,
        ["D66.32"] = 11,
        ["B50.78"] = 4,
        ["B52.30"] = 4,      // "4 s later nothing else in the namespace is touched"
    };

    // The token that a step speaks of is the one that another step was given.
    private static readonly Dictionary<string, string> TokensOf = new()
    {
        ["D66.30"] = "D66.10",
        ["D66.32"] = "D66.10",
        ["D66.33"] = "D66.1",
        ["D66.34"] = "D66.1",
        ["D66.37"] = "D66.1",
        ["B69.43"] = Account,
        ["B69.44"] = Account,
        ["B68.11"] = Account,
        ["B68.12"] = Account,
        ["B68.14"] = Account,
    };

    /// <summary>Whether the recording shows only a part of the items, without a word about it.</summary>
    public static bool IsCut(string stepId) => stepId is "B31.27" or "B69.4" or "B58.17" or "B60.8" or "B63.4" or "B71.19";

    /// <summary>Whether a step is about revisions that the recorded server had long forgotten.</summary>
    public static bool IsCompactedBefore(string stepId) => stepId is "A7.1";

    /// <summary>The step whose token this one uses; null where it uses none.</summary>
    public static string? TokenOf(string stepId) => TokensOf.GetValueOrDefault(stepId);

    /// <summary>The Authorization header of a step that was not sent as administrator, with the token in it.</summary>
    public static string? Authorization(string stepId) => stepId switch
    {
        "D66.34" => "Bearer <token>",
        "D66.35" => "Bearer nonsense",
        _ => null,
    };

    /// <summary>Where the uid stands that a request of a step has from an answer that was not recorded.</summary>
    public static string? UidPath(string stepId) => stepId switch
    {
        "A26.25" => "/api/v1/namespaces/rec1-smp/configmaps/kube-root-ca.crt",
        "A23.29" => "/api/v1/namespaces/rec1-ssa/configmaps/kube-root-ca.crt",
        _ => null,
    };

    /// <summary>Patches that were sent right after a step.</summary>
    public static IEnumerable<JsonObject> PatchesAfter(string stepId) => stepId switch
    {
        "B43.1" => Patches(2, 131),
        "B39.1" => Patches(132, 261),
        "A24.18" => Managers(),
        "B69.47" => [RoleBinding()],
        _ => [],
    };

    /// <summary>Whether nobody looked at what watches saw of those patches.</summary>
    public static bool IsUnwatched(string stepId) => stepId == "A24.18";

    // "rec2-ann is also given create/update of roles and rolebindings and a RoleBinding rolemaker"
    private static JsonObject RoleBinding() => new()
    {
        ["method"] = "POST",
        ["path"] = "/apis/rbac.authorization.k8s.io/v1/namespaces/rec2-auth/rolebindings",
        ["body"] = JsonNode.Parse("""
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"rolemaker"},
             "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"rolemaker"},
             "subjects":[{"kind":"User","name":"rec2-ann","apiGroup":"rbac.authorization.k8s.io"}]}
            """),
    };

    // "ten merge patches setting spec.opts.k00..k09 by managers u00..u09"
    private static IEnumerable<JsonObject> Managers() => Enumerable.Range(0, 10).Select(number => new JsonObject
    {
        ["method"] = "PATCH",
        ["path"] = "/apis/rec.example.com/v1/namespaces/rec1-ssa/widgets/own",
        ["query"] = new JsonObject { ["fieldManager"] = $"u{number:00}" },
        ["contentType"] = "application/merge-patch+json",
        ["body"] = new JsonObject { ["spec"] = new JsonObject { ["opts"] = new JsonObject { [$"k{number:00}"] = "v" } } },
    });

    private static IEnumerable<JsonObject> Patches(int first, int last) => Enumerable.Range(first, last - first + 1).Select(size => new JsonObject
    {
        ["method"] = "PATCH",
        ["path"] = "/apis/rec2.example.com/v1/namespaces/rec2-watch/bolts/b",
        ["contentType"] = "application/merge-patch+json",
        ["body"] = new JsonObject { ["spec"] = new JsonObject { ["size"] = size } },
    });

    /// <summary>The request that is sent one second after the watch of a step was opened, if there was one.</summary>
    public static JsonObject? CreateDuring(string stepId) =>
        Creates.TryGetValue(stepId, out var create)
            ? new JsonObject { ["method"] = "POST", ["path"] = create.Path, ["body"] = JsonNode.Parse(create.Body) }
            : null;

    /// <summary>The time that passes before a step.</summary>
    public static TimeSpan Before(string stepId) => TimeSpan.FromSeconds(SecondsBefore.GetValueOrDefault(stepId));
}
