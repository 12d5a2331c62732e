namespace KubeController.Informers.Reflecting;

/// <summary>How a watch went, once it has ended.</summary>
/// <param name="Began">The state it began in.</param>
/// <param name="ResourceVersion">The version seen last.</param>
/// <param name="HasMoved">The watch got further than where it began. Frames alone are no progress: a bookmark of the same version is none.</param>
/// <param name="Lived">How long it was open; zero when the server never accepted it.</param>
/// <param name="End">How it ended.</param>
/// <param name="Error">Why; <see langword="null"/> when it ended in good order.</param>
/// <param name="HasHeard">At least one frame came, be it a bookmark of the same version.</param>
internal sealed record WatchReport(
    ReflectorState.Watching Began, string ResourceVersion, bool HasMoved, TimeSpan Lived, WatchEnd End, Exception? Error = null,
    bool HasHeard = false);
