using System.Text.Json.Nodes;
using KubeController.Testing.Access;
using KubeController.Testing.Http;
using KubeController.Testing.Json;

namespace KubeController.Testing.Resources;

/// <summary>
/// Answers questions that are asked by creating: who am I, whose is this token, may I. Where RBAC is not switched on every access review says yes,
/// and gives that as its reason.
/// </summary>
internal sealed class ReviewHandler(ServiceAccountTokens tokens, Authorizer authorizer)
{
    /// <summary>Whether the kind is a question.</summary>
    public static bool Answers(ResourceDefinition definition) => definition is
    { Group: "authorization.k8s.io" } or { Group: "authentication.k8s.io", Plural: "tokenreviews" or "selfsubjectreviews" };

    /// <summary>Answers the question.</summary>
    /// <param name="call">The request.</param>
    /// <param name="review">The question, decoded.</param>
    public ApiResponse Handle(ApiCall call, JsonObject review)
    {
        review["status"] = call.Definition.Plural switch
        {
            "tokenreviews" => ReviewToken(review.Object("spec") ?? []),
            "selfsubjectreviews" => new JsonObject { ["userInfo"] = UserInfo(call.User) },
            "selfsubjectrulesreviews" => AccessReview.Rules(authorizer, call.User, review),
            _ => AccessReview.Decide(authorizer, call, review),
        };
        return ApiResponses.Node(call, 201, review);
    }

    private static JsonObject UserInfo(ApiUser user) => new()
    {
        ["username"] = user.Name,
        ["groups"] = new JsonArray([.. user.Groups.Select(group => JsonValue.Create(group))]),
    };

    private static string Quoted(IEnumerable<string> texts) => $"[{string.Join(' ', texts.Select(text => $"\"{text}\""))}]";

    private JsonObject ReviewToken(JsonObject spec)
    {
        var token = spec.Text("token") ?? "";
        if (token.Length == 0)
        {
            throw ApiErrors.BadRequest("token is required for TokenReview in authentication");
        }

        if (tokens.Read(token) is not { } claims)
        {
            return new JsonObject { ["user"] = new JsonObject(), ["error"] = "invalid bearer token" };
        }

        if (!tokens.IsAlive(claims))
        {
            var reason = tokens.MissingAccount(claims) is { } name ? $"serviceaccounts \"{name}\" not found" : "service account token has been invalidated";
            return new JsonObject { ["user"] = new JsonObject(), ["error"] = $"[invalid bearer token, {reason}]" };
        }

        var wanted = spec.Array("audiences").Texts();
        var offered = claims.Array("aud").Texts();
        if (wanted.Count > 0 && !wanted.Intersect(offered).Any())
        {
            return new JsonObject { ["user"] = new JsonObject(), ["error"] = $"[invalid bearer token, token audiences {Quoted(offered)} is invalid for the target audiences {Quoted(wanted)}]" };
        }

        var kubernetes = claims.Object("kubernetes.io")!;
        var user = UserInfo(ServiceAccountTokens.UserOf(claims));
        user["uid"] = kubernetes.Object("serviceaccount")!.Text("uid");
        var extra = new JsonObject { ["authentication.kubernetes.io/credential-id"] = new JsonArray($"JTI={claims.Text("jti")}") };
        if (kubernetes.Object("pod") is { } pod)
        {
            extra["authentication.kubernetes.io/pod-name"] = new JsonArray(pod.Text("name"));
            extra["authentication.kubernetes.io/pod-uid"] = new JsonArray(pod.Text("uid"));
        }

        user["extra"] = extra;
        return new JsonObject { ["authenticated"] = true, ["user"] = user, ["audiences"] = claims["aud"]?.DeepClone() };
    }
}
