namespace KubeController.Samples.AgenticSessions.Demo;

/// <summary>How a session of the demo is meant to go: the label of its manifest says it.</summary>
/// <param name="Name">The label's value.</param>
/// <param name="Phase">The phase it has to end in.</param>
/// <param name="Reasons">The reasons its <c>Ready</c> condition may have then.</param>
/// <param name="CanRun">Whether it ever gets to Running.</param>
internal sealed record DemoEnd(string Name, string Phase, string[] Reasons, bool CanRun = true)
{
    public const string Label = "demo.kubecontroller.dev/end";

    public static DemoEnd Finished { get; } = new("finished", "Completed", ["Completed"]);

    public static DemoEnd ExitTwo { get; } = new("exit-2", "Failed", ["PrerequisiteFailed"]);

    public static DemoEnd OutOfMemory { get; } = new("oom-killed", "Failed", ["RunnerExit"]);

    public static DemoEnd ImageMissing { get; } = new("image-missing", "Failed", ["ErrImagePull", "ImagePullBackOff"], CanRun: false);

    public static DemoEnd Idle { get; } = new("idle", "Stopped", ["InactivityTimeout"]);

    public static DemoEnd StoppedByUser { get; } = new("stopped", "Stopped", ["UserStopped"]);

    public static DemoEnd Restarted { get; } = new("restarted", "Completed", ["Completed"]);

    public static IReadOnlyList<DemoEnd> All { get; } = [Finished, ExitTwo, OutOfMemory, ImageMissing, Idle, StoppedByUser, Restarted];

    /// <exception cref="FormatException">There is no such end.</exception>
    public static DemoEnd Named(string? name) => All.FirstOrDefault(end => end.Name == name)
        ?? throw new FormatException($"'{name}' is no end of the demo. The label '{Label}' is one of: {string.Join(", ", All.Select(end => end.Name))}.");

    public bool IsReachedBy(string? phase, string? reason) => phase == Phase && Reasons.Contains(reason);
}
