namespace KubeController.Informers.Reflecting;

/// <summary>A watch ended in good order, but at once and without a frame.</summary>
internal sealed class VeryShortWatchException()
    : Exception("The server, or a proxy before it, ended the watch within a second and without an event. Check that it allows long-running requests.");
