namespace KubeController.Testing.Cel;

/// <summary>An expression cannot be read, or fails on the value at hand.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="position">Where in the expression, from 0; -1 when it fails on a value.</param>
internal sealed class CelException(string message, int position = -1) : Exception(message)
{
    /// <summary>Where in the expression, from 0; -1 when it fails on a value.</summary>
    public int Position { get; } = position;
}
