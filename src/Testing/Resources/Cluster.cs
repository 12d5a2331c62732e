using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Storage;

namespace KubeController.Testing.Resources;

/// <summary>What the handlers share: the objects, the kinds, time and chance.</summary>
internal sealed class Cluster : IDisposable
{
    private static readonly TimeSpan FutureRevisionWait = TimeSpan.FromSeconds(3);

    /// <summary>Makes an empty cluster that knows the built-in kinds.</summary>
    /// <param name="options">How the server behaves.</param>
    /// <param name="builtIn">The built-in kinds.</param>
    public Cluster(ApiServerOptions options, IEnumerable<ResourceDefinition> builtIn)
    {
        Time = options.TimeProvider;
        Chance = new Chance(options.Seed);
        Watches = new WatchGate(options.TimeProvider);
        Store = new RevisionStore(options.HistorySize);
        Registry = new ResourceRegistry(builtIn);
    }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The chance.</summary>
    public Chance Chance { get; }

    /// <summary>The objects.</summary>
    public RevisionStore Store { get; }

    /// <summary>The kinds.</summary>
    public ResourceRegistry Registry { get; }

    /// <summary>Ends watches.</summary>
    public WatchGate Watches { get; }

    /// <summary>Issues tokens of service accounts.</summary>
    public TokenIssuer Tokens { get; } = new();

    /// <summary>Now, as the server writes times: whole seconds, UTC.</summary>
    public string Now => Format(Time.GetUtcNow());

    /// <summary>Waits up to three seconds until the store has reached a revision.</summary>
    /// <exception cref="StatusException">504: it has not.</exception>
    public async Task WaitForRevisionAsync(long revision, CancellationToken cancellationToken)
    {
        if (Store.Revision >= revision)
        {
            return;
        }

        try
        {
            // The one who waits inside the store leaves it with the timeout.
            using var patience = new CancellationTokenSource(FutureRevisionWait, Time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
            await Store.WaitForRevisionAsync(revision, stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var cause = new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" };
            throw new StatusException(504, "Timeout", $"Timeout: Too large resource version: {revision}, current: {Store.Revision}", new JsonObject { ["causes"] = new JsonArray(cause) })
            {
                RetryAfterSeconds = 1,
            };
        }
    }

    /// <summary>Ends every watch and forgets the key of the tokens.</summary>
    public void Dispose()
    {
        Watches.Dispose();
        Tokens.Dispose();
    }

    /// <summary>A time as the server writes it.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
