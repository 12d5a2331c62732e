using System.Globalization;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Http;

/// <summary>The parameters of a list or a watch, read and checked.</summary>
internal sealed record ListOptions
{
    private const string Match = "resourceVersionMatch";

    /// <summary>The resourceVersion as it was given; empty where it was not.</summary>
    public string ResourceVersion { get; private init; } = "";

    /// <summary>NotOlderThan, Exact, or empty.</summary>
    public string ResourceVersionMatch { get; private init; } = "";

    /// <summary>The most items of a page; 0 for no limit.</summary>
    public long Limit { get; private init; }

    /// <summary>The token of the next page; empty for the first.</summary>
    public string Continue { get; private init; } = "";

    /// <summary>The label selector; empty for all.</summary>
    public string LabelSelector { get; private init; } = "";

    /// <summary>The field selector; empty for all.</summary>
    public string FieldSelector { get; private init; } = "";

    /// <summary>After how many seconds a watch ends; null for the server's choice.</summary>
    public long? TimeoutSeconds { get; private init; }

    /// <summary>Whether a watch may send bookmarks.</summary>
    public bool AllowWatchBookmarks { get; private init; }

    /// <summary>Whether a watch begins with the objects there are; null where it was not said.</summary>
    public bool? SendInitialEvents { get; private init; }

    /// <summary>Reads the parameters.</summary>
    /// <param name="query">The query.</param>
    /// <param name="isWatch">Whether they are those of a watch.</param>
    /// <exception cref="StatusException">400 or 422: a parameter is wrong, or they do not go together.</exception>
    public static ListOptions Read(QueryParameters query, bool isWatch)
    {
        var options = new ListOptions
        {
            ResourceVersion = query["resourceVersion"] ?? "",
            ResourceVersionMatch = query[Match] ?? "",
            Limit = Math.Max(0, ReadInteger(query["limit"]) ?? 0),
            Continue = query["continue"] ?? "",
            LabelSelector = query["labelSelector"] ?? "",
            FieldSelector = query["fieldSelector"] ?? "",
            TimeoutSeconds = ReadInteger(query["timeoutSeconds"]) is { } seconds and not 0 ? seconds : null,
            AllowWatchBookmarks = ReadBoolean(query["allowWatchBookmarks"]) ?? false,
            SendInitialEvents = ReadBoolean(query["sendInitialEvents"]),
        };
        IReadOnlyList<FieldError> errors = [.. isWatch ? options.CheckWatch() : options.CheckList()];
        return errors.Count == 0 ? options : throw ApiErrors.InvalidOptions("ListOptions", errors);
    }

    /// <summary>The resourceVersion as a number; 0 where it was not given.</summary>
    /// <param name="isWatch">A watch passes the error on as a plain 500, a list says 400.</param>
    /// <exception cref="StatusException">It is no number.</exception>
    public long Revision(bool isWatch) => ResourceVersion.Length == 0 ? 0 : ParseRevision(ResourceVersion, isPlain: isWatch);

    /// <summary>A resourceVersion as a number.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isPlain">Whether the error is a plain 500 instead of 400.</param>
    /// <exception cref="StatusException">It is no number.</exception>
    public static long ParseRevision(string text, bool isPlain)
    {
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
        {
            return (long)Math.Min(revision, long.MaxValue);
        }

        var fault = $"resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax";
        throw isPlain ? ApiErrors.Plain(fault) : ApiErrors.BadRequest($"invalid resource version: {fault}");
    }

    private IEnumerable<FieldError> CheckList()
    {
        if (SendInitialEvents is not null)
        {
            yield return Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
            yield break;
        }

        if (ResourceVersionMatch.Length == 0)
        {
            yield break;
        }

        if (ResourceVersion.Length == 0)
        {
            yield return Forbidden(Match, "resourceVersionMatch is forbidden unless resourceVersion is provided");
        }

        if (Continue.Length > 0)
        {
            yield return Forbidden(Match, "resourceVersionMatch is forbidden when continue is provided");
        }

        if (ResourceVersionMatch is not ("Exact" or "NotOlderThan"))
        {
            yield return new("FieldValueNotSupported", Match, $"Unsupported value: \"{ResourceVersionMatch}\": supported values: \"Exact\", \"NotOlderThan\", \"\"");
        }

        if (ResourceVersionMatch == "Exact" && ResourceVersion == "0")
        {
            yield return Forbidden(Match, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
        }
    }

    private IEnumerable<FieldError> CheckWatch()
    {
        if (Continue.Length > 0 && SendInitialEvents is null)
        {
            yield return Forbidden(Match, "resourceVersionMatch is forbidden when continue is provided");
        }

        if (SendInitialEvents is not null && ResourceVersionMatch != "NotOlderThan")
        {
            yield return Forbidden(Match, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        }
        else if (SendInitialEvents is null && ResourceVersionMatch.Length > 0)
        {
            yield return Forbidden(Match, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        }

        if (SendInitialEvents is not null && ResourceVersionMatch is not ("" or "NotOlderThan"))
        {
            yield return new("FieldValueNotSupported", Match, $"Unsupported value: \"{ResourceVersionMatch}\": supported values: \"NotOlderThan\"");
        }
    }

    private static FieldError Forbidden(string field, string text) => new("FieldValueForbidden", field, $"Forbidden: {text}");

    private static long? ReadInteger(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ApiErrors.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }

    private static bool? ReadBoolean(string? text) => text switch
    {
        null => null,
        "0" or "false" or "False" or "FALSE" or "F" or "f" => false,
        _ => true,
    };
}
