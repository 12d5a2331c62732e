using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Resources;

/// <summary>Issues and reads the tokens of service accounts: JWTs signed with a key that this server makes for itself. Thread-safe.</summary>
internal sealed class TokenIssuer : IDisposable
{
    /// <summary>The audience of the API server, and with a suffix its name as the issuer.</summary>
    public const string Audience = "https://kubernetes.default.svc";

    private const string Issuer = "https://kubernetes.default.svc.cluster.local";
    private readonly Lazy<ECDsa> _key = new(() => ECDsa.Create(ECCurve.NamedCurves.nistP256));
    private readonly Lazy<string> _header;

    /// <summary>An issuer whose key is made when the first token is.</summary>
    public TokenIssuer() => _header = new Lazy<string>(() => Encode(new JsonObject { ["alg"] = "ES256", ["kid"] = KeyId() }));

    /// <summary>Makes a token.</summary>
    /// <param name="claims">What is in it beside the issuer.</param>
    public string Issue(JsonObject claims)
    {
        claims["iss"] = Issuer;
        var signed = $"{_header.Value}.{Encode(claims)}";
        lock (_key)
        {
            return $"{signed}.{Base64Url.EncodeToString(_key.Value.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
        }
    }

    /// <summary>What is in a token; null where it is none of this server, or not valid at the time.</summary>
    public JsonObject? Read(string token, DateTimeOffset now)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || !TryDecode(parts[2], out var signature) || !TryDecode(parts[1], out var body))
        {
            return null;
        }

        lock (_key)
        {
            if (!_key.Value.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature, HashAlgorithmName.SHA256))
            {
                return null;
            }
        }

        var claims = JsonReader.Read(body, []) as JsonObject;
        return claims?.Integer("exp") > now.ToUnixTimeSeconds() ? claims : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }

    private static string Encode(JsonObject obj) => Base64Url.EncodeToString(JsonWriter.Write(obj));

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!Base64Url.IsValid(text, out _))
        {
            return false;
        }

        bytes = Base64Url.DecodeFromChars(text);
        return true;
    }

    private string KeyId() => Base64Url.EncodeToString(SHA256.HashData(_key.Value.ExportSubjectPublicKeyInfo()));
}
