namespace KubeController.Informers.Reflecting;

/// <summary>A watch ended in good order, but at once and without getting further.</summary>
internal sealed class VeryShortWatchException()
    : Exception("The server, or a proxy before it, ended the watch within a second and without news. Check that it allows long-running requests.");
