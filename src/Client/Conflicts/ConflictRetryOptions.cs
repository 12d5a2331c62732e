namespace KubeController.Client;

/// <summary>Says how often, and after which waits, a change is tried again after a <see cref="ConflictException"/>.</summary>
public sealed record ConflictRetryOptions
{
    /// <summary>Gets what is meant for changes that few others make: as client-go's <c>DefaultRetry</c>, and the default.</summary>
    public static ConflictRetryOptions Default { get; } = new();

    /// <summary>Gets what is meant for changes that many others make: as client-go's <c>DefaultBackoff</c>, 4 attempts after 10, 50 and 250 milliseconds.</summary>
    public static ConflictRetryOptions Contended { get; } = new() { Steps = 4, Factor = 5 };

    /// <summary>Gets the number of attempts in all.</summary>
    /// <value>The default value is 5, at least 1.</value>
    public int Steps { get; init; } = 5;

    /// <summary>Gets the wait before the second attempt.</summary>
    /// <value>The default value is 10 milliseconds.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Gets what each wait is multiplied by to give the next.</summary>
    /// <value>The default value is 1, at least 1.</value>
    public double Factor { get; init; } = 1;

    /// <summary>Gets the part of a wait that chance adds to it at most.</summary>
    /// <value>The default value is 0.1, not negative.</value>
    public double Jitter { get; init; } = 0.1;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(Factor, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Jitter);
    }
}
