using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeController.Client.Access;

/// <summary>Reads what a credential plugin printed, and never repeats it in a message: it is a secret.</summary>
internal static class ExecOutput
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <exception cref="HttpRequestException">It is no credential.</exception>
    public static ExecCredential Read(string output, string command, DateTimeOffset now)
    {
        var status = Parse(output, command);
        var token = Text(status, "token");
        var certificate = Text(status, "clientCertificateData");
        var key = Text(status, "clientKeyData");
        return token is null && (certificate is null || key is null)
            ? throw Failure(command, "printed an ExecCredential whose status has neither a token nor a client certificate with its key.")
            : new(
                token is null ? null : new("Bearer", token),
                certificate is null ? null : Encoding.UTF8.GetBytes(certificate),
                key is null ? null : Encoding.UTF8.GetBytes(key),
                RefreshAt(Text(status, "expirationTimestamp"), command, now));
    }

    public static HttpRequestException Failure(string command, string what, Exception? error = null) =>
        new(HttpRequestError.UserAuthenticationError, $"The credential plugin '{command}' {what}", error);

    private static JsonObject Parse(string output, string command)
    {
        try
        {
            return JsonNode.Parse(output)?["status"] as JsonObject ?? throw Failure(command, "printed no ExecCredential with a status.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Failure(command, "printed something that is no ExecCredential in JSON.");
        }
    }

    private static string? Text(JsonObject status, string name) =>
        status[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;

    /// <summary>Half a minute before it expires, or halfway there if that is sooner.</summary>
    private static DateTimeOffset? RefreshAt(string? expires, string command, DateTimeOffset now)
    {
        if (expires is null)
        {
            return null;
        }

        if (!DateTimeOffset.TryParse(expires, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            throw Failure(command, "printed an expirationTimestamp that is no time.");
        }

        var half = (at - now) / 2;
        return at - (half < Margin ? half : Margin);
    }
}
