namespace KubeController.WorkQueues.Keys;

/// <summary>How the work on a key ended, as the queue needs to know it.</summary>
/// <param name="Failures">How often the key has failed in a row by now.</param>
/// <param name="Again">After which time the key comes again; <see langword="null"/> if it does not.</param>
/// <param name="Priority">With which priority it comes again.</param>
internal readonly record struct Settlement(int Failures, TimeSpan? Again, int Priority);
