namespace KubeController.Informers.Reflecting;

/// <summary>A streamed list ended in good order, but without the bookmark that says it is whole.</summary>
internal sealed class StreamedListEndedException(int count)
    : Exception($"The server, or a proxy before it, ended its streaming list after {count} objects without the bookmark that says it is whole.");
