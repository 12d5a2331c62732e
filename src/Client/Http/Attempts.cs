namespace KubeController.Client.Http;

/// <summary>What is known of one call while it is being attempted.</summary>
internal sealed class Attempts(ApiRequest request, long startedAt)
{
    public ApiRequest Request { get; } = request;

    public long StartedAt { get; } = startedAt;

    public int Failed { get; set; }

    public Exception? LastFailure { get; set; }
}
