using KubeController.Client.Metrics;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace KubeController.Client.Http;

/// <summary>Runs the attempts of a call: retried by <see cref="RetryRules"/>, and bounded in time as a whole.</summary>
internal sealed class Resilience
{
    private const double MaxSpread = 1.25;
    private const int LoudFrom = 3;

    private static readonly ResiliencePropertyKey<Attempts> Key = new("attempts");

    private readonly ApiConnectionOptions _options;
    private readonly ILogger _logger;
    private readonly ClientMetrics _metrics;
    private readonly ResiliencePipeline _retrying;
    private readonly ResiliencePipeline _once;

    public Resilience(ApiConnectionOptions options, ClientMetrics metrics, ILogger logger)
    {
        _options = options;
        _logger = logger;
        _metrics = metrics;
        _once = new ResiliencePipelineBuilder { TimeProvider = options.TimeProvider }.AddTimeout(options.RequestTimeout).Build();
        var builder = new ResiliencePipelineBuilder { TimeProvider = options.TimeProvider }.AddTimeout(options.RequestTimeout);
        _retrying = (options.MaxRetries == 0 ? builder : builder.AddRetry(CreateRetry())).Build();
    }

    /// <summary>Calls the attempt until it succeeds, its failure is final, the retries are used up, or the time is.</summary>
    /// <exception cref="TimeoutException">The time is up.</exception>
    public async Task<TResult> RunAsync<TResult>(
        ApiRequest request, bool retries, Func<ApiRequest, CancellationToken, ValueTask<TResult>> attempt, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(request, _options.TimeProvider.GetTimestamp());
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancellationToken);
        context.Properties.Set(Key, attempts);
        try
        {
            return await (retries ? _retrying : _once).ExecuteAsync(
                static (context, state) => state.attempt(state.request, context.CancellationToken), context, (attempt, request));
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && IsPassing(error))
        {
            // Whatever the attempt at hand was about to fail with: the caller ended it, and looks for its own token.
            throw new OperationCanceledException($"{request.Description}: cancelled.", error, cancellationToken);
        }
        catch (TimeoutRejectedException error)
        {
            throw new TimeoutException(Describe(attempts), attempts.LastFailure ?? error);
        }
        catch (HttpRequestException error)
        {
            var count = attempts.Failed == 0 ? string.Empty : $" (at attempt {attempts.Failed + 1})";
            throw new HttpRequestException(error.HttpRequestError, $"{request.Description}: {error.Message}{count}", error, error.StatusCode);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static bool IsPassing(Exception error) =>
        error is OperationCanceledException or HttpRequestException or IOException or TimeoutRejectedException or ApiException { IsTransient: true };

    private RetryStrategyOptions CreateRetry() => new()
    {
        MaxRetryAttempts = _options.MaxRetries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = _options.RetryDelay,
        MaxDelay = _options.MaxRetryDelay,
        Randomizer = _options.Random,
        ShouldHandle = arguments => ValueTask.FromResult(IsWorthwhile(arguments.Context, arguments.Outcome.Exception)),
        DelayGenerator = arguments => ValueTask.FromResult(WaitFor(arguments.Outcome.Exception)),
        OnRetry = arguments =>
        {
            var attempts = arguments.Context.Properties.GetValue(Key, null!);
            attempts.Failed++;
            attempts.LastFailure = arguments.Outcome.Exception;
            _metrics.Retried(attempts.Request, arguments.Outcome.Exception!);
            // One or two are daily life; what goes on is worth knowing before the call gives up.
            var level = attempts.Failed < LoudFrom ? LogLevel.Debug : LogLevel.Warning;
            _logger.Retrying(level, attempts.Request.Description, attempts.Failed, arguments.RetryDelay, arguments.Outcome.Exception!.Message);
            return ValueTask.CompletedTask;
        },
    };

    /// <summary>A wait that would outlast the call is not begun: the caller gets the answer, and with it the time to wait.</summary>
    private bool IsWorthwhile(ResilienceContext context, Exception? failure)
    {
        var attempts = context.Properties.GetValue(Key, null!);
        return failure is not null
            && RetryRules.IsWorthwhile(attempts.Request, failure)
            && WaitAskedBy(failure) * MaxSpread < _options.RequestTimeout - _options.TimeProvider.GetElapsedTime(attempts.StartedAt);
    }

    /// <summary>At least what the server asks, and up to a quarter more, so that those it turned away do not come back together.</summary>
    private TimeSpan? WaitFor(Exception? failure) =>
        WaitAskedBy(failure) is { Ticks: > 0 } wait ? wait * (1 + (_options.Random() * (MaxSpread - 1))) : null;

    private static TimeSpan WaitAskedBy(Exception? failure) => (failure as ApiException)?.RetryAfter ?? TimeSpan.Zero;

    private string Describe(Attempts attempts) =>
        $"{attempts.Request.Description}: not answered within {_options.RequestTimeout}, in {attempts.Failed + 1} attempt(s)" +
        $"{(attempts.LastFailure is null ? string.Empty : $"; the last failure was: {attempts.LastFailure.Message.TrimEnd('.')}")}. " +
        $"Check that the server is reachable, or raise '{nameof(ApiConnectionOptions.RequestTimeout)}'.";
}
