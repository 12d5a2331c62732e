using System.Diagnostics;
using System.Net;
using k8s;
using k8s.Models;
using KubeController.Client;
using Microsoft.Extensions.Logging;

namespace KubeController.Informers.Reflecting;

/// <summary>Lists and watches for ever, and feeds the store: never gives up, never skips, never goes back in time.</summary>
internal sealed class Reflector<T>(
    ListMode mode, StreamStep<T> stream, ListStep<T> list, WatchStep<T> watch, MissingType<T> missing, ReflectorBackoff backoff, InformerStatus status, TimeProvider timeProvider, ILogger logger)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Runs until the token is cancelled; returns then, and leaves no request open.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var state = ReflectorState.Start;
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                state = state switch
                {
                    ReflectorState.Listing listing when mode.Streams => await stream.RunAsync(listing, cancellationToken),
                    ReflectorState.Listing listing => await list.RunAsync(listing, cancellationToken),
                    ReflectorState.Watching watching => await watch.RunAsync(watching, cancellationToken),
                    ReflectorState.Waiting waiting => await WaitAsync(waiting, cancellationToken),
                    _ => throw new UnreachableException(),
                };
                Note(state);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop: that is the one way to end.
        }
    }

    private void Note(ReflectorState state)
    {
        if (state is ReflectorState.Watching)
        {
            missing.Found();
        }
        else if (state is ReflectorState.Waiting { Verb: "list" } waiting)
        {
            missing.Failed(waiting.Error);
        }
    }

    private async Task<ReflectorState> WaitAsync(ReflectorState.Waiting waiting, CancellationToken cancellationToken)
    {
        var delay = backoff.Next((waiting.Error as ApiException)?.RetryAfter);
        var phase = PhaseOf(waiting.Error);
        status.Failed(waiting.Error, phase);
        if (phase is InformerPhase.BackingOff)
        {
            logger.Failed(status.Name, waiting.Verb, delay, waiting.Error);
        }
        else
        {
            logger.Refused(status.Name, waiting.Verb, delay, waiting.Error.Message);
        }

        await Task.Delay(delay, timeProvider, cancellationToken);
        return waiting.Next;
    }

    private static InformerPhase PhaseOf(Exception error) => (error as ApiException)?.StatusCode switch
    {
        HttpStatusCode.Unauthorized => InformerPhase.Unauthorized,
        HttpStatusCode.Forbidden => InformerPhase.Forbidden,
        HttpStatusCode.NotFound => InformerPhase.NotFound,
        _ => InformerPhase.BackingOff,
    };
}
