using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.Resources;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Access;

/// <summary>Answers reviews of access: may I, may they, what may I.</summary>
internal static class AccessReview
{
    /// <summary>The status of a SelfSubjectAccessReview, SubjectAccessReview or LocalSubjectAccessReview.</summary>
    /// <exception cref="StatusException">422: the question is none.</exception>
    public static JsonObject Decide(Authorizer authorizer, ApiCall call, JsonObject review)
    {
        var spec = review.Object("spec") ?? [];
        var isSelf = call.Definition.Plural == "selfsubjectaccessreviews";
        CheckSpec(call, spec, isSelf);
        var user = isSelf ? call.User : new ApiUser(spec.Text("user") ?? "", spec.Array("groups").Texts());
        var (isAllowed, reason) = authorizer.Decide(user, RequestOf(spec));
        var status = new JsonObject { ["allowed"] = isAllowed };
        if (reason.Length > 0)
        {
            status["reason"] = reason;
        }

        return status;
    }

    /// <summary>The status of a SelfSubjectRulesReview.</summary>
    public static JsonObject Rules(Authorizer authorizer, ApiUser user, JsonObject review)
    {
        var isAdmin = !authorizer.IsOn || user.Groups.Contains("system:masters");
        var rules = isAdmin ? [] : authorizer.Grants(user, review.Object("spec")?.Text("namespace") ?? "").SelectMany(grant => grant.Rules.OfType<JsonObject>()).ToList();
        if (isAdmin)
        {
            rules.Add(new JsonObject { ["verbs"] = new JsonArray("*"), ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*") });
            rules.Add(new JsonObject { ["verbs"] = new JsonArray("*"), ["nonResourceURLs"] = new JsonArray("*") });
        }

        return new JsonObject
        {
            ["resourceRules"] = new JsonArray([.. rules.Where(rule => rule.ContainsKey("resources")).Select(rule => rule.Copy())]),
            ["nonResourceRules"] = new JsonArray([.. rules.Where(rule => rule.ContainsKey("nonResourceURLs")).Select(rule => rule.Copy())]),
            ["incomplete"] = false,
        };
    }

    private static void CheckSpec(ApiCall call, JsonObject spec, bool isSelf)
    {
        var resource = spec.Object("resourceAttributes");
        var path = spec.Object("nonResourceAttributes");
        FieldError? fault = null;
        if (resource is null && path is null)
        {
            fault = FieldError.Invalid("spec.resourceAttributes", GoValue.Raw("null"), "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        }
        else if (resource is not null && path is not null)
        {
            var shown = $"{{\"Path\":{GoValue.Quote(path.Text("path") ?? "")},\"Verb\":{GoValue.Quote(path.Text("verb") ?? "")}}}";
            fault = FieldError.Invalid("spec.nonResourceAttributes", GoValue.Raw(shown), "cannot be specified in combination with resourceAttributes");
        }
        else if (!isSelf && string.IsNullOrEmpty(spec.Text("user")) && spec.Array("groups") is not { Count: > 0 })
        {
            fault = FieldError.Invalid("spec.user", "", "at least one of user or group must be specified");
        }
        else if (call.Target.Namespace.Length > 0 && resource?.Text("namespace") is { } other && other != call.Target.Namespace)
        {
            fault = FieldError.Invalid("spec.resourceAttributes.namespace", other, "must match metadata.namespace");
        }

        if (fault is not null)
        {
            // The kind is missing from these refusals of the real server as well.
            throw ApiErrors.Invalid(call.Definition with { Kind = "" }, "", [fault]);
        }
    }

    private static AccessRequest RequestOf(JsonObject spec)
    {
        if (spec.Object("nonResourceAttributes") is { } path)
        {
            return new AccessRequest { Verb = path.Text("verb") ?? "", Path = path.Text("path") ?? "" };
        }

        var resource = spec.Object("resourceAttributes")!;
        return new AccessRequest
        {
            Verb = resource.Text("verb") ?? "",
            Group = resource.Text("group") ?? "",
            Resource = resource.Text("resource") ?? "",
            Subresource = resource.Text("subresource") ?? "",
            Namespace = resource.Text("namespace") ?? "",
            Name = resource.Text("name") ?? "",
        };
    }
}
