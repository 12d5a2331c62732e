using System.Globalization;
using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.Storage;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Resources;

/// <summary>Answers <c>POST …/serviceaccounts/NAME/token</c>. The token is in the answer and nowhere else.</summary>
internal sealed class TokenHandler(Cluster cluster, NamespaceGate gate)
{
    private const long Shortest = 600;
    private const long Longest = 1L << 32;

    /// <summary>The kind of the request and the answer.</summary>
    public static readonly ResourceDefinition Definition = new()
    {
        Group = "authentication.k8s.io",
        Version = "v1",
        Kind = "TokenRequest",
        ListKind = "",
        Plural = "tokenrequests",
        Singular = "tokenrequest",
        Namespaced = true,
        Verbs = ["create"],
    };

    /// <summary>Answers the request.</summary>
    /// <param name="call">The request, about the service account.</param>
    /// <param name="request">The decoded TokenRequest.</param>
    public ApiResponse Handle(ApiCall call, JsonObject request)
    {
        var name = call.Target.Name;
        gate.CheckCreate(call, name);
        var account = cluster.Store.Find("serviceaccounts", call.Target.Namespace, name) ?? throw ApiErrors.NotFound(call.Definition, name);
        var uid = account.Metadata.Text("uid")!;
        var metadata = request.ObjectOrNew("metadata");
        Check(request, name, uid);
        var spec = request.ObjectOrNew("spec");
        var seconds = spec.Integer("expirationSeconds") ?? 3600;
        var bound = spec.Object("boundObjectRef") is { } reference ? FindBound(call, reference) : null;
        if (spec.Array("audiences") is not { Count: > 0 })
        {
            spec["audiences"] = new JsonArray(TokenIssuer.Audience);
        }

        spec["expirationSeconds"] = JsonNumber.Create(seconds);
        spec["boundObjectRef"] ??= null;
        metadata["name"] = name;
        metadata["namespace"] = call.Target.Namespace;
        metadata["uid"] = uid;
        metadata["creationTimestamp"] = cluster.Now;
        request["status"] = new JsonObject
        {
            ["token"] = cluster.Tokens.Issue(Claims(account, bound, spec.Array("audiences")!, seconds)),
            ["expirationTimestamp"] = Cluster.Format(cluster.Time.GetUtcNow() + TimeSpan.FromSeconds(seconds)),
        };
        return ApiResponses.Node(call, 201, request);
    }

    private static void Check(JsonObject request, string name, string uid)
    {
        var metadata = request.Object("metadata")!;
        if (metadata.Text("name") is { Length: > 0 } given && given != name)
        {
            throw ApiErrors.Invalid(Definition, name, [new FieldError("FieldValueInvalid", "metadata.name", $"Invalid value: \"{given}\": must match the service account name if specified")]);
        }

        if (metadata.Text("uid") is { Length: > 0 } givenUid && givenUid != uid)
        {
            throw Conflict($"TokenRequest.authentication.k8s.io \"{name}\": the UID in the token request ({givenUid}) does not match the UID of the service account ({uid})", name, "authentication.k8s.io", "TokenRequest");
        }

        var seconds = request.Object("spec")?.Integer("expirationSeconds") ?? 3600;
        var fault = seconds < Shortest ? "may not specify a duration less than 10 minutes" : seconds > Longest ? "may not specify a duration larger than 2^32 seconds" : null;
        if (fault is not null)
        {
            throw ApiErrors.Invalid(Definition, "", [new FieldError("FieldValueInvalid", "spec.expirationSeconds", $"Invalid value: {seconds}: {fault}")]);
        }
    }

    private static StatusException Conflict(string text, string name, string group, string kind)
    {
        var details = new JsonObject { ["name"] = name };
        if (group.Length > 0)
        {
            details["group"] = group;
        }

        details["kind"] = kind;
        return new StatusException(409, "Conflict", $"Operation cannot be fulfilled on {text}", details);
    }

    private StoredObject FindBound(ApiCall call, JsonObject reference)
    {
        var (kind, apiVersion, name) = (reference.Text("kind") ?? "", reference.Text("apiVersion") ?? "", reference.Text("name") ?? "");
        var (table, @namespace) = (apiVersion, kind) switch
        {
            ("v1", "Pod") => ("pods", call.Target.Namespace),
            ("v1", "Secret") => ("secrets", call.Target.Namespace),
            ("v1", "Node") => ("nodes", ""),
            _ => throw ApiErrors.BadRequest($"cannot bind token to object of type {(apiVersion.Contains('/') ? apiVersion : "/" + apiVersion)}, Kind={kind}"),
        };
        if (name.Length == 0)
        {
            throw ApiErrors.BadRequest("Name parameter required.");
        }

        var bound = cluster.Store.Find(table, @namespace, name)
            ?? throw new StatusException(404, "NotFound", $"{table} \"{name}\" not found", new JsonObject { ["name"] = name, ["kind"] = table });
        if (table == "pods" && bound.Tree.Object("spec")?.Text("serviceAccountName") != call.Target.Name)
        {
            throw ApiErrors.BadRequest($"cannot bind token for serviceaccount \"{call.Target.Name}\" to pod running with different serviceaccount name.");
        }

        var uid = bound.Metadata.Text("uid");
        return reference.Text("uid") is { Length: > 0 } given && given != uid
            ? throw Conflict($"{kind} \"{name}\": the UID in the bound object reference ({given}) does not match the UID in record. The object might have been deleted and then recreated", name, "", kind)
            : bound;
    }

    private JsonObject Claims(StoredObject account, StoredObject? bound, JsonArray audiences, long seconds)
    {
        var now = cluster.Time.GetUtcNow().ToUnixTimeSeconds();
        var kubernetes = new JsonObject
        {
            ["namespace"] = account.Namespace,
            ["serviceaccount"] = new JsonObject { ["name"] = account.Name, ["uid"] = account.Metadata.Text("uid") },
        };
        if (bound is not null)
        {
            kubernetes[bound.Definition.Singular] = new JsonObject { ["name"] = bound.Name, ["uid"] = bound.Metadata.Text("uid") };
        }

        return new JsonObject
        {
            ["aud"] = audiences.DeepClone(),
            ["exp"] = now + seconds,
            ["iat"] = now,
            ["jti"] = cluster.Chance.NextUid(),
            ["kubernetes.io"] = kubernetes,
            ["nbf"] = now,
            ["sub"] = string.Create(CultureInfo.InvariantCulture, $"system:serviceaccount:{account.Namespace}:{account.Name}"),
        };
    }
}
