using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Storage;

/// <summary>Where the next page of a list begins, and of which state.</summary>
/// <param name="Revision">The revision of the list; -1 for the newest state.</param>
/// <param name="Start">The first key of the page, relative to the namespace of the list.</param>
internal sealed record ContinueToken(long Revision, string Start)
{
    private const string Version = "meta.k8s.io/v1";

    /// <summary>Reads a token.</summary>
    /// <exception cref="FormatException">It is none; the message is the server's.</exception>
    public static ContinueToken Parse(string text)
    {
        var token = ParseJson(Decode(text));
        if (token.Text("v") != Version)
        {
            throw Invalid($"server does not recognize this encoded version \"{token.Text("v")}\"");
        }

        var start = (token.Text("start") ?? "").TrimStart('/');
        var revision = token.Integer("rv") ?? 0;
        if (revision == 0)
        {
            throw Invalid($"incorrect encoded start resourceVersion (version {Version})");
        }

        return start.Length > 0 ? new ContinueToken(revision, start) : throw Invalid("encoded start key was empty");
    }

    /// <summary>The token as text.</summary>
    public string Encode()
    {
        var json = JsonWriter.Write(new JsonObject { ["v"] = Version, ["rv"] = Revision, ["start"] = Start });
        return Base64Url.EncodeToString(json);
    }

    private static byte[] Decode(string text)
    {
        try
        {
            return Base64Url.DecodeFromChars(text.TrimEnd('='));
        }
        catch (FormatException)
        {
            throw Invalid($"illegal base64 data at input byte {text.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_').Count()}");
        }
    }

    private static JsonObject ParseJson(byte[] bytes)
    {
        try
        {
            return JsonReader.Read(bytes, []) as JsonObject ?? throw Invalid("json: not an object");
        }
        catch (JsonException)
        {
            throw Invalid($"invalid character '{(bytes.Length > 0 ? Encoding.UTF8.GetString(bytes, 0, 1) : "")}' looking for beginning of value");
        }
    }

    private static FormatException Invalid(string text) => new($"continue key is not valid: {text}");
}
