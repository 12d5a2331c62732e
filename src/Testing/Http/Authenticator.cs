using System.Security.Cryptography;
using System.Text;
using KubeController.Testing.Access;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Http;

/// <summary>Finds out who asks.</summary>
internal sealed class Authenticator(string adminToken, ServiceAccountTokens tokens, Authorizer authorizer)
{
    private const string Scheme = "Bearer ";
    private readonly byte[] _adminToken = Encoding.UTF8.GetBytes(adminToken);

    /// <summary>The user of a request.</summary>
    /// <exception cref="StatusException">401: the credentials are wrong; 403: the request may not be taken for somebody else's.</exception>
    public ApiUser Authenticate(ApiRequest request)
    {
        var asker = Recognise(request);
        return request.Impersonation is { } other ? other.Become(asker, authorizer) : asker;
    }

    private ApiUser Recognise(ApiRequest request)
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
}
