using System.Runtime.ExceptionServices;
using KubeController.Client;

namespace KubeController.Reconcilers;

/// <summary>What became of one read of a <see cref="ReadStage"/>: a value, a definite "there is none", or an error. Ask after <see cref="ReadStage.WhenAllAsync"/>.</summary>
/// <typeparam name="T">What is read.</typeparam>
public sealed class Read<T>
{
    private readonly Task<T> _task;

    internal Read(Task<T> task) => _task = task;

    /// <summary>Gets a value indicating whether there is a value.</summary>
    public bool HasValue => Ended.IsCompletedSuccessfully;

    /// <summary>Gets a value indicating whether the server said that the object does not exist. Not so if it could not be asked.</summary>
    public bool IsNotFound => Error is NotFoundException;

    /// <summary>
    /// Gets a value indicating whether it is not known what there is, and asking again may tell: the server was busy or in trouble, or could not be reached in time. A
    /// refusal, such as for want of rights, is neither this nor <see cref="IsNotFound"/>.
    /// </summary>
    public bool IsTransient => Error is ApiException { IsTransient: true } or HttpRequestException or IOException or TimeoutException or OperationCanceledException;

    /// <summary>Gets why there is no value; <see langword="null"/> if there is one. A <see cref="NotFoundException"/> means that the object does not exist.</summary>
    public Exception? Error => Ended.IsCanceled ? new OperationCanceledException() : Ended.Exception?.InnerException;

    /// <summary>Gets the value.</summary>
    /// <exception cref="InvalidOperationException">The read has not ended.</exception>
    /// <exception cref="Exception">The <see cref="Error"/>, if there is no value.</exception>
    public T Value
    {
        get
        {
            if (Error is { } error)
            {
                ExceptionDispatchInfo.Throw(error);
            }

            return Ended.Result;
        }
    }

    /// <summary>Gets the value, or the default of <typeparamref name="T"/> if the server said that the object does not exist.</summary>
    /// <exception cref="InvalidOperationException">The read has not ended.</exception>
    /// <exception cref="Exception">The <see cref="Error"/>, if it is not known whether the object exists.</exception>
    public T? ValueOrDefault => IsNotFound ? default : Value;

    private Task<T> Ended => _task.IsCompleted ? _task : throw new InvalidOperationException(
        $"The read has not ended. Await {nameof(ReadStage)}.{nameof(ReadStage.WhenAllAsync)} before asking for its result.");
}
