namespace KubeController.Reconcilers;

/// <summary>Thrown by a reconciler, or by what it calls, to say that trying again would not help: the key waits for a change.</summary>
public sealed class TerminalException : Exception
{
    /// <summary>Initializes an exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What caused it; <see langword="null"/> if nothing else did.</param>
    public TerminalException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
