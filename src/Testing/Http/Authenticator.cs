using System.Security.Cryptography;
using System.Text;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Http;

/// <summary>Finds out who asks.</summary>
internal sealed class Authenticator(string adminToken, ServiceAccountTokens tokens)
{
    private const string Scheme = "Bearer ";
    private static readonly string[] PublicPaths = ["/version", "/healthz", "/livez", "/readyz"];
    private readonly byte[] _adminToken = Encoding.UTF8.GetBytes(adminToken);

    /// <summary>The user of a request.</summary>
    /// <exception cref="StatusException">401: the credentials are wrong.</exception>
    public ApiUser Authenticate(ApiRequest request)
    {
        if (request.User is { } known)
        {
            return known;
        }

        if (!request.Authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return ApiUser.Anonymous;
        }

        var token = request.Authorization[Scheme.Length..].Trim();
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), _adminToken))
        {
            return ApiUser.Admin;
        }

        return tokens.Read(token) is { } claims && tokens.IsAlive(claims)
            ? ServiceAccountTokens.UserOf(claims)
            : throw new StatusException(401, "Unauthorized", "Unauthorized");
    }

    /// <summary>Lets users in; those without credentials see the public paths only.</summary>
    /// <exception cref="StatusException">403.</exception>
    public static void Authorize(ApiUser user, ApiRequest request, RequestTarget? target, string verb)
    {
        if (user != ApiUser.Anonymous || PublicPaths.Any(path => request.Path == path || request.Path.StartsWith(path + "/", StringComparison.Ordinal)))
        {
            return;
        }

        if (target is null)
        {
            throw new StatusException(403, "Forbidden", $"forbidden: User \"{user.Name}\" cannot {request.Method.ToLowerInvariant()} path \"{request.Path}\"", []);
        }

        var subject = target.Group.Length == 0 ? target.Resource : $"{target.Resource}.{target.Group}";
        var name = target.Name.Length == 0 ? "" : $" \"{target.Name}\"";
        var resource = target.Subresource.Length == 0 ? target.Resource : $"{target.Resource}/{target.Subresource}";
        var scope = target.Namespace.Length == 0 ? " at the cluster scope" : $" in the namespace \"{target.Namespace}\"";
        throw new StatusException(
            403,
            "Forbidden",
            $"{subject}{name} is forbidden: User \"{user.Name}\" cannot {verb} resource \"{resource}\" in API group \"{target.Group}\"{scope}",
            new() { ["kind"] = target.Resource });
    }
}
