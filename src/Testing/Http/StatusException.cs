using System.Text.Json.Nodes;

namespace KubeController.Testing.Http;

/// <summary>Ends a request with a Status.</summary>
internal sealed class StatusException(int code, string? reason, string message, JsonObject? details = null) : Exception(message)
{
    /// <summary>The HTTP code.</summary>
    public int Code => code;

    /// <summary>The reason, such as <c>NotFound</c>; null for errors the server has no word for.</summary>
    public string? Reason => reason;

    /// <summary>The details; null where there are none.</summary>
    public JsonObject? Details => details;

    /// <summary>Seconds for the Retry-After header; null for none.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>For a page that is too old: a token that goes on at the newest state.</summary>
    public string? Continue { get; init; }

    /// <summary>The Status as an object.</summary>
    public JsonObject ToStatus()
    {
        var metadata = new JsonObject();
        if (Continue is not null)
        {
            metadata["continue"] = Continue;
        }

        var status = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = metadata, ["status"] = "Failure", ["message"] = Message };
        if (reason is not null)
        {
            status["reason"] = reason;
        }

        if (details is not null || RetryAfterSeconds is not null)
        {
            var copy = details is null ? [] : (JsonObject)details.DeepClone();
            if (RetryAfterSeconds is { } seconds)
            {
                copy["retryAfterSeconds"] = seconds;
            }

            status["details"] = copy;
        }

        status["code"] = code;
        return status;
    }
}
